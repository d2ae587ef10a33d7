package org.distroc.format.initramfs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.distroc.format.Part;
import org.distroc.format.PartReader;

/** Reads cpio archives of the new ASCII format; compressed ones are recognized, but not opened. */
final class CpioReader implements PartReader {
  private static final int[][] MARKS = {
    {'0', '7', '0', '7', '0', '1'},
    {0x1f, 0x8b},
    {0xfd, '7', 'z', 'X', 'Z', 0},
    {0x28, 0xb5, 0x2f, 0xfd},
    {0x02, 0x21, 0x4c, 0x18}
  };

  @Override
  public String kind() {
    return "archive";
  }

  @Override
  public boolean recognizes(byte[] file) {
    for (int[] mark : MARKS) {
      if (startsWith(file, mark)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<List<Part>> parts(byte[] file) throws IOException {
    if (!startsWith(file, MARKS[0])) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    Map<String, Integer> names = new HashMap<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(file), "UTF-8")) {
      for (CpioArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        int count = names.merge(e.getName(), 1, Integer::sum);
        String name = count == 1 ? e.getName() : e.getName() + " (" + count + ")";
        // The archive is in memory, so no entry is larger than that.
        parts.add(new Part(name, about(e), in.readNBytes(file.length)));
      }
    }
    return Optional.of(parts);
  }

  private static String about(CpioArchiveEntry e) {
    return String.format(
        Locale.ROOT,
        "mode %o, owner %d:%d, time %d, inode %d, links %d, device %d:%d",
        e.getMode(),
        e.getUID(),
        e.getGID(),
        e.getTime(),
        e.getInode(),
        e.getNumberOfLinks(),
        e.getRemoteDeviceMaj(),
        e.getRemoteDeviceMin());
  }

  private static boolean startsWith(byte[] file, int[] bytes) {
    if (file.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((file[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
