package org.distroc.format.floppy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.distroc.format.Part;

/**
 * A FAT12 file system, as ECMA-107 describes it, with the long names that VFAT added. Folders are
 * listed, but not entered: an image of ours has none.
 */
final class FatImage {
  private static final int ENTRY = 32;
  private static final int END_OF_CHAIN = 0xff8;
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

  FatImage(byte[] file) {
    this.file = file;
    this.sector = number(11, 2);
    this.cluster = number(13, 1) * sector;
    this.table = number(14, 2) * sector;
    this.root = table + number(16, 1) * number(22, 2) * sector;
    this.data = root + number(17, 2) * ENTRY;
    if (sector < 512 || cluster < sector || data > file.length) {
      throw new IllegalArgumentException("not a file system");
    }
  }

  /** Whether a file has the marks of one. */
  static boolean is(byte[] file) {
    return file.length > 512
        && (file[510] & 0xff) == 0x55
        && (file[511] & 0xff) == 0xaa
        && new String(file, 54, 5, StandardCharsets.US_ASCII).equals("FAT12");
  }

  /** Its files in the order of the folder, and then what holds them together. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    StringBuilder longName = new StringBuilder();
    for (int at = root; at < data && file[at] != 0; at += ENTRY) {
      int kind = number(at + 11, 1);
      if (number(at, 1) == DELETED) {
        longName.setLength(0);
      } else if (kind == LONG_NAME) {
        // The last piece comes first.
        longName.insert(0, piece(at));
      } else {
        if ((kind & VOLUME_LABEL) == 0) {
          String name = longName.isEmpty() ? shortName(at) : longName.toString();
          parts.add(new Part(name, about(at), content(at, kind)));
        }
        longName.setLength(0);
      }
    }
    parts.add(frame("boot sector", 0, sector));
    parts.add(frame("reserved sectors", sector, table));
    parts.add(frame("allocation tables", table, root));
    parts.add(frame("root folder", root, data));
    parts.add(frame("clusters", data, file.length));
    return parts;
  }

  private Part frame(String name, int from, int to) {
    return new Part(name, "", Arrays.copyOfRange(file, from, to), true);
  }

  private byte[] content(int entry, int kind) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int size = (kind & FOLDER) != 0 ? 0 : number(entry + 28, 4);
    int limit = file.length / cluster;
    for (int at = number(entry + 26, 2); content.size() < size; at = next(at)) {
      int from = data + (at - 2) * cluster;
      if (at < 2 || at >= END_OF_CHAIN || limit-- == 0 || from + cluster > file.length) {
        throw new IllegalArgumentException("a chain of clusters that leads nowhere");
      }
      content.write(file, from, Math.min(cluster, size - content.size()));
    }
    return content.toByteArray();
  }

  /** Two entries of the table share three bytes. */
  private int next(int at) {
    int pair = number(table + at + at / 2, 2);
    return at % 2 == 0 ? pair & 0xfff : pair >> 4;
  }

  private String about(int entry) {
    int time = number(entry + 22, 2);
    int date = number(entry + 24, 2);
    return String.format(
        Locale.ROOT,
        "attributes %02x, date %d-%02d-%02d %02d:%02d:%02d, cluster %d",
        number(entry + 11, 1),
        1980 + (date >> 9),
        date >> 5 & 15,
        date & 31,
        time >> 11,
        time >> 5 & 63,
        (time & 31) * 2,
        number(entry + 26, 2));
  }

  private String shortName(int entry) {
    String all = new String(file, entry, 11, StandardCharsets.US_ASCII);
    String end = all.substring(8).strip();
    String name = all.substring(0, 8).strip() + (end.isEmpty() ? "" : "." + end);
    return name.toLowerCase(Locale.ROOT);
  }

  private String piece(int entry) {
    StringBuilder piece = new StringBuilder();
    for (int at : CHARACTERS) {
      char c = (char) number(entry + at, 2);
      if (c == 0) {
        break;
      }
      piece.append(c);
    }
    return piece.toString();
  }

  private int number(int at, int bytes) {
    int number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      number = number << 8 | file[at + i] & 0xff;
    }
    return number;
  }
}
