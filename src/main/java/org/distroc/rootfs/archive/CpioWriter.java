package org.distroc.rootfs.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Tree;

/**
 * Writes a tree as a cpio archive of the new ASCII format, which the kernel's
 * Documentation/driver-api/early-userspace/buffer-format.rst describes. The bytes are those of the
 * kernel's gen_init_cpio, which cannot name every file: its lists have no quotes. Contents are
 * copied through a buffer.
 */
public final class CpioWriter {
  /** The largest file: its size has eight hexadecimal digits. */
  public static final long LARGEST = 0xffffffffL;

  private static final int FIRST_INODE = 721;
  private static final int HEADER = 110;
  private static final int FILE = 0100000;
  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;
  private static final int CHARACTERS = 0020000;
  private static final int BLOCKS = 0060000;
  private static final int PIPE = 0010000;
  private static final String LAST = "TRAILER!!!";
  private static final int BLOCK = 512;

  private final OutputStream out;
  private final long time;
  private final byte[] buffer = new byte[1 << 16];
  private long written;
  private int inode = FIRST_INODE;

  private CpioWriter(OutputStream out, long time) {
    this.out = out;
    this.time = time;
  }

  /**
   * Writes the entries of a tree without an end: another archive may follow, and ends it.
   *
   * @param time of modification of each file, in seconds since 1970
   * @return the number of bytes
   * @throws IOException if a content cannot be read, or has not the size that it states
   */
  public static long writeEntries(Tree tree, long time, OutputStream out) throws IOException {
    CpioWriter writer = new CpioWriter(out, time);
    writer.entries(tree);
    return writer.written;
  }

  /** Writes a whole archive; see above. */
  public static long write(Tree tree, long time, OutputStream out) throws IOException {
    CpioWriter writer = new CpioWriter(out, time);
    writer.entries(tree);
    writer.end();
    return writer.written;
  }

  private void entries(Tree tree) throws IOException {
    Map<String, List<String>> names = names(tree);
    for (Entry entry : tree.foldersFirst()) {
      if (entry.node() instanceof Node.File file) {
        List<String> all = new ArrayList<>(List.of(entry.path()));
        all.addAll(names.getOrDefault(entry.path(), List.of()));
        file(entry, file, all);
      } else if (!(entry.node() instanceof Node.HardLink)) {
        other(entry);
      }
    }
  }

  /** The further names of each file, by its path. */
  static Map<String, List<String>> names(Tree tree) {
    Map<String, List<String>> names = new HashMap<>();
    for (Entry entry : tree.entries()) {
      if (entry.node() instanceof Node.HardLink link) {
        names.computeIfAbsent(link.path(), path -> new ArrayList<>()).add(entry.path());
      }
    }
    return names;
  }

  /** The content comes with the last name. */
  private void file(Entry entry, Node.File file, List<String> names) throws IOException {
    if (file.content().size() > LARGEST) {
      throw new IOException(entry.path() + " has 4 GiB or more, which the archive cannot hold");
    }
    for (int i = 0; i < names.size(); i++) {
      boolean last = i == names.size() - 1;
      long size = last ? file.content().size() : 0;
      header(entry, FILE, names.get(i), names.size(), size, 0, 0);
      if (last) {
        copy(entry, file, size);
        pad();
      }
    }
    inode++;
  }

  private void copy(Entry entry, Node.File file, long size) throws IOException {
    long left = size;
    try (InputStream in = file.content().open()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        left -= count;
        if (left < 0) {
          break;
        }
        write(buffer, count);
      }
    }
    if (left != 0) {
      throw new IOException(
          entry.path() + " (" + entry.origin() + ") changed while it was read: run it again");
    }
  }

  private void other(Entry entry) throws IOException {
    if (entry.node() instanceof Node.Link link) {
      byte[] target = ended(link.target());
      header(entry, LINK, entry.path(), 1, target.length, 0, 0);
      write(target, target.length);
      pad();
    } else if (entry.node() instanceof Node.Device device) {
      int type = device.block() ? BLOCKS : CHARACTERS;
      header(entry, type, entry.path(), 1, 0, device.major(), device.minor());
    } else {
      boolean folder = entry.node() instanceof Node.Folder;
      header(entry, folder ? FOLDER : PIPE, entry.path(), 2, 0, 0, 0);
    }
    inode++;
  }

  private void header(
      Entry entry, int type, String path, int names, long size, int major, int minor)
      throws IOException {
    byte[] name = ended(path.substring(1));
    long[] fields = {
      inode,
      type | entry.mode(),
      entry.uid(),
      entry.gid(),
      names,
      time,
      size,
      3,
      1,
      major,
      minor,
      name.length,
      0
    };
    header(fields, name);
  }

  private void header(long[] fields, byte[] name) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append("070701");
    for (long field : fields) {
      String digits = Long.toHexString(field).toUpperCase(Locale.ROOT);
      text.append("0".repeat(8 - digits.length())).append(digits);
    }
    write(text.toString().getBytes(StandardCharsets.US_ASCII), HEADER);
    write(name, name.length);
    pad();
  }

  private void end() throws IOException {
    header(new long[] {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, LAST.length() + 1, 0}, ended(LAST));
    int rest = (int) (written % BLOCK);
    if (rest != 0) {
      write(new byte[BLOCK], BLOCK - rest);
    }
  }

  private static byte[] ended(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  private void pad() throws IOException {
    int rest = (int) (written % 4);
    if (rest != 0) {
      write(new byte[4], 4 - rest);
    }
  }

  private void write(byte[] bytes, int count) throws IOException {
    out.write(bytes, 0, count);
    written += count;
  }
}
