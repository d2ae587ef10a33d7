package org.distroc.root;

import java.util.ArrayList;
import java.util.List;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Layer;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Source;

/**
 * The folders that every system needs, and two devices: the kernel opens {@code /dev/console} for
 * init, and programs expect {@code /dev/null}.
 */
final class LayoutSource implements Source {
  private static final String ORIGIN = "layout";

  @Override
  public Layer layer() {
    return Layer.LAYOUT;
  }

  @Override
  public String key() {
    return "rootfs.layout";
  }

  @Override
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (String folder : List.of("/dev", "/proc", "/sys", "/run", "/etc")) {
      entries.add(folder(folder, 0755));
    }
    entries.add(folder("/root", 0700));
    entries.add(folder("/tmp", 01777));
    entries.add(device("/dev/console", 0600, 5, 1));
    entries.add(device("/dev/null", 0666, 1, 3));
    return entries;
  }

  private static Entry folder(String path, int mode) {
    return new Entry(path, new Node.Folder(), mode, 0, 0, ORIGIN);
  }

  private static Entry device(String path, int mode, int major, int minor) {
    return new Entry(path, new Node.Device(false, major, minor), mode, 0, 0, ORIGIN);
  }
}
