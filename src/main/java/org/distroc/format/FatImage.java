package org.distroc.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A FAT12 or FAT16 file system, as ECMA-107 describes it, with the long names that VFAT added. */
public final class FatImage {
  private static final int ENTRY = 32;
  private static final int DEEPEST = 8;
  private static final int MOST = 10_000;
  private static final int VOLUME_LABEL = 0x08;
  private static final int FOLDER = 0x10;
  private static final int LONG_NAME = 0x0f;
  private static final int DELETED = 0xe5;

  /** Where an entry of a long name has its thirteen characters, of two bytes each. */
  private static final int[] CHARACTERS = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};

  private final byte[] file;
  private final int sector;
  private final int cluster;
  private final int table;
  private final int root;
  private final int data;
  private final boolean wide;
  private final List<Part> parts = new ArrayList<>();

  /**
   * A file system.
   *
   * @throws IllegalArgumentException if its boot sector makes no sense
   */
  public FatImage(byte[] file) {
    this.file = file;
    this.sector = number(11, 2);
    this.cluster = number(13, 1) * sector;
    this.table = number(14, 2) * sector;
    this.root = table + number(16, 1) * number(22, 2) * sector;
    this.data = root + number(17, 2) * ENTRY;
    this.wide = kind(file).equals("FAT16");
    if (sector < 512 || cluster < sector || data > file.length) {
      throw new IllegalArgumentException("not a file system");
    }
  }

  /** Whether a file has the marks of one. */
  public static boolean is(byte[] file) {
    return file.length > 512
        && (file[510] & 0xff) == 0x55
        && (file[511] & 0xff) == 0xaa
        && kind(file).startsWith("FAT1");
  }

  private static String kind(byte[] file) {
    return new String(file, 54, 5, StandardCharsets.US_ASCII);
  }

  /** Its files in the order of the folders, and then what holds them together. */
  public List<Part> parts() {
    parts.clear();
    folder("", Arrays.copyOfRange(file, root, data), 0);
    parts.add(frame("boot sector", 0, sector));
    parts.add(frame("reserved sectors", sector, table));
    parts.add(frame("allocation tables", table, root));
    parts.add(frame("root folder", root, data));
    parts.add(frame("clusters", data, file.length));
    return List.copyOf(parts);
  }

  private void folder(String path, byte[] entries, int depth) {
    if (depth > DEEPEST || parts.size() > MOST) {
      throw new IllegalArgumentException("too many folders in each other");
    }
    StringBuilder longName = new StringBuilder();
    for (int at = 0; at + ENTRY <= entries.length && entries[at] != 0; at += ENTRY) {
      int kind = number(entries, at + 11, 1);
      if (number(entries, at, 1) == DELETED) {
        longName.setLength(0);
      } else if (kind == LONG_NAME) {
        // The last piece comes first.
        longName.insert(0, piece(entries, at));
      } else {
        String name = longName.isEmpty() ? shortName(entries, at) : longName.toString();
        if ((kind & VOLUME_LABEL) == 0 && entries[at] != '.') {
          entry(path + name, entries, at, depth);
        }
        longName.setLength(0);
      }
    }
  }

  private void entry(String path, byte[] entries, int at, int depth) {
    boolean folder = (number(entries, at + 11, 1) & FOLDER) != 0;
    int first = number(entries, at + 26, 2);
    byte[] content = content(first, folder ? Integer.MAX_VALUE : number(entries, at + 28, 4));
    parts.add(new Part(path, about(entries, at), folder ? new byte[0] : content));
    if (folder) {
      folder(path + "/", content, depth + 1);
    }
  }

  private Part frame(String name, int from, int to) {
    return new Part(name, "", Arrays.copyOfRange(file, from, to), true);
  }

  /** The clusters from one on, as many as there are or until a size is reached. */
  private byte[] content(int first, int size) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int last = wide ? 0xfff8 : 0xff8;
    int limit = file.length / cluster;
    for (int at = first; content.size() < size; at = next(at)) {
      if (at >= last && size == Integer.MAX_VALUE) {
        break;
      }
      long from = data + (at - 2L) * cluster;
      if (at < 2 || at >= last || limit-- == 0 || from + cluster > file.length) {
        throw new IllegalArgumentException("a chain of clusters that leads nowhere");
      }
      content.write(file, (int) from, Math.min(cluster, size - content.size()));
    }
    return content.toByteArray();
  }

  /** Two entries of FAT12's table share three bytes. */
  private int next(int at) {
    if (wide) {
      return number(table + at * 2, 2);
    }
    int pair = number(table + at + at / 2, 2);
    return at % 2 == 0 ? pair & 0xfff : pair >> 4;
  }

  private static String about(byte[] file, int entry) {
    int time = number(file, entry + 22, 2);
    int date = number(file, entry + 24, 2);
    return String.format(
        Locale.ROOT,
        "attributes %02x, date %d-%02d-%02d %02d:%02d:%02d, cluster %d",
        number(file, entry + 11, 1),
        1980 + (date >> 9),
        date >> 5 & 15,
        date & 31,
        time >> 11,
        time >> 5 & 63,
        (time & 31) * 2,
        number(file, entry + 26, 2));
  }

  private static String shortName(byte[] file, int entry) {
    String all = new String(file, entry, 11, StandardCharsets.US_ASCII);
    String end = all.substring(8).strip();
    String name = all.substring(0, 8).strip() + (end.isEmpty() ? "" : "." + end);
    return name.toLowerCase(Locale.ROOT);
  }

  private static String piece(byte[] file, int entry) {
    StringBuilder piece = new StringBuilder();
    for (int at : CHARACTERS) {
      char c = (char) number(file, entry + at, 2);
      if (c == 0) {
        break;
      }
      piece.append(c);
    }
    return piece.toString();
  }

  private int number(int at, int bytes) {
    return number(file, at, bytes);
  }

  private static int number(byte[] file, int at, int bytes) {
    int number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      number = number << 8 | file[at + i] & 0xff;
    }
    return number;
  }
}
