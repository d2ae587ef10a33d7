package org.distroc.format.iso;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.distroc.format.Part;

/**
 * A CD image as ECMA-119 (ISO 9660) describes it, with the names and modes of Rock Ridge where it
 * has them. Offsets are those of the standard, counted from 0.
 */
final class IsoImage {
  private static final int SECTOR = 2048;
  private static final int FIRST_DESCRIPTOR = 16;
  private static final int VOLUME_SIZE = 80;
  private static final int ROOT = 156;
  private static final int DEEPEST = 32;
  private static final int MOST = 100_000;

  private final byte[] file;
  private final List<Part> parts = new ArrayList<>();

  IsoImage(byte[] file) {
    this.file = file;
  }

  /** Whether a file has the mark of one. */
  static boolean is(byte[] file) {
    int at = FIRST_DESCRIPTOR * SECTOR;
    return file.length > at + SECTOR
        && new String(file, at + 1, 5, StandardCharsets.US_ASCII).equals("CD001");
  }

  /** What is wrong with the image as a whole; empty if nothing is. */
  static Optional<String> flaw(byte[] file) {
    if (!is(file)) {
      return Optional.of("it has no volume descriptor");
    }
    int sectors = new IsoImage(file).number(FIRST_DESCRIPTOR * SECTOR + VOLUME_SIZE);
    long size = Integer.toUnsignedLong(sectors) * SECTOR;
    return size > file.length
        ? Optional.of("it has " + file.length + " of the " + size + " bytes of its volume")
        : Optional.empty();
  }

  /** Its files in the order of its folders, and then what describes the volume. */
  List<Part> parts() {
    int descriptor = FIRST_DESCRIPTOR * SECTOR;
    folder("", descriptor + ROOT, 0);
    String[] names = {"boot record", "volume descriptor", "second volume descriptor"};
    for (int at = descriptor; file[at] != (byte) 0xff; at += SECTOR) {
      int kind = file[at] & 0xff;
      String name = kind < names.length ? names[kind] : "descriptor " + kind;
      String sector = " in sector " + at / SECTOR;
      parts.add(new Part(name + sector, "", Arrays.copyOfRange(file, at, at + SECTOR), true));
    }
    parts.add(new Part("system area", "", Arrays.copyOfRange(file, 0, descriptor), true));
    return parts;
  }

  /** All entries of the folder whose own entry is at an offset. */
  private void folder(String path, int entry, int depth) {
    int at = extent(entry);
    int end = Math.addExact(at, size(entry));
    if (depth > DEEPEST || parts.size() > MOST || end > file.length) {
      throw new IllegalArgumentException("too deep, too large, or cut off");
    }
    while (at < end) {
      int length = file[at] & 0xff;
      if (length == 0) {
        // Entries do not cross sectors.
        at = (at / SECTOR + 1) * SECTOR;
        continue;
      }
      boolean self = (file[at + 32] & 0xff) == 1 && (file[at + 33] & 0xff) <= 1;
      if (!self) {
        entry(path, at, length, depth);
      }
      at += length;
    }
  }

  private void entry(String path, int at, int length, int depth) {
    String name = path + name(at, length);
    boolean folder = (file[at + 25] & 2) != 0;
    byte[] content =
        folder
            ? new byte[0]
            : Arrays.copyOfRange(file, extent(at), Math.addExact(extent(at), size(at)));
    parts.add(new Part(name, about(at, length), content));
    if (folder) {
      folder(name + "/", at, depth + 1);
    }
  }

  private int extent(int entry) {
    return Math.multiplyExact(number(entry + 2), SECTOR);
  }

  private int size(int entry) {
    return number(entry + 10);
  }

  private String name(int at, int length) {
    int field = rockRidge(at, length, 'N', 'M');
    if (field >= 0) {
      return new String(file, field + 5, (file[field + 2] & 0xff) - 5, StandardCharsets.UTF_8);
    }
    String plain = new String(file, at + 33, file[at + 32] & 0xff, StandardCharsets.US_ASCII);
    return plain.replaceFirst(";1$", "").toLowerCase(Locale.ROOT);
  }

  /** Seven bytes are the date: years since 1900, month, day, hour, minute, second, zone. */
  private String about(int at, int length) {
    String date =
        String.format(
            Locale.ROOT,
            "date %d-%02d-%02d %02d:%02d:%02d, place %d",
            1900 + (file[at + 18] & 0xff),
            file[at + 19],
            file[at + 20],
            file[at + 21],
            file[at + 22],
            file[at + 23],
            extent(at) / SECTOR);
    int field = rockRidge(at, length, 'P', 'X');
    return field < 0
        ? date
        : String.format(
            Locale.ROOT,
            "mode %o, links %d, owner %d:%d, %s",
            number(field + 4),
            number(field + 12),
            number(field + 20),
            number(field + 28),
            date);
  }

  /** Where a field of the system use area is, or -1. */
  private int rockRidge(int at, int length, char first, char second) {
    int name = file[at + 32] & 0xff;
    int field = at + 33 + name + (name % 2 == 0 ? 1 : 0);
    while (field + 4 <= at + length && (file[field + 2] & 0xff) >= 4) {
      if (file[field] == first && file[field + 1] == second) {
        return field;
      }
      field += file[field + 2] & 0xff;
    }
    return -1;
  }

  private int number(int at) {
    return file[at] & 0xff
        | (file[at + 1] & 0xff) << 8
        | (file[at + 2] & 0xff) << 16
        | (file[at + 3] & 0xff) << 24;
  }
}
