package org.distroc.format.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.ByteReader;
import org.distroc.format.Contained;
import org.distroc.format.FatImage;
import org.distroc.format.Part;

/** A disk with the partition table of an MBR, or a GPT. */
final class DiskImage {
  private static final int SECTOR = 512;
  private static final int TABLE = 446;
  private static final int ENTRY = 16;
  private static final long GPT = 0x5452415020494645L;
  private static final int MOST = 128;

  private final byte[] file;
  private final ByteReader bytes;

  /** A partition: its number in the table, and where it is. */
  private record Partition(int number, long from, long to) {}

  DiskImage(byte[] file) {
    this.file = file;
    this.bytes = new ByteReader(file, false);
  }

  /** Whether a file begins with a partition table; a file system alone also ends with 55 aa. */
  static boolean is(byte[] file) {
    if (file.length < 2 * SECTOR
        || (file[510] & 0xff) != 0x55
        || (file[511] & 0xff) != 0xaa
        || FatImage.is(file)
        || isIso(file)) {
      return false;
    }
    try {
      return !new DiskImage(file).partitions().isEmpty();
    } catch (RuntimeException damaged) {
      return false;
    }
  }

  private static boolean isIso(byte[] file) {
    int descriptor = 16 * 2048;
    return file.length > descriptor + 6
        && new String(file, descriptor + 1, 5, java.nio.charset.StandardCharsets.US_ASCII)
            .equals("CD001");
  }

  /** What it lacks of its ingredients, wherever they are; empty if nothing. */
  static Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    try {
      new DiskImage(file).parts();
    } catch (RuntimeException damaged) {
      return Optional.of("its partition table is damaged or cut off");
    }
    return Contained.anywhere(file, ingredients);
  }

  /** What the partitions hold, then what holds them together. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    long first = file.length;
    long last = 0;
    for (Partition one : partitions()) {
      String name = "partition " + one.number();
      byte[] content = Arrays.copyOfRange(file, (int) one.from(), (int) one.to());
      first = Math.min(first, one.from());
      last = Math.max(last, one.to());
      if (FatImage.is(content)) {
        for (Part inner : new FatImage(content).parts()) {
          parts.add(
              new Part(name + ": " + inner.name(), inner.about(), inner.content(), inner.frame()));
        }
      } else {
        parts.add(new Part(name, "", content));
      }
    }
    parts.add(new Part("boot code", "", Arrays.copyOfRange(file, 0, 440)));
    int start = (int) Math.max(440, first);
    parts.add(new Part("partition table", "", Arrays.copyOfRange(file, 440, start), true));
    byte[] end = Arrays.copyOfRange(file, (int) Math.max(last, start), file.length);
    if (end.length > 0) {
      parts.add(new Part("end of the disk", "", end, true));
    }
    return parts;
  }

  private List<Partition> partitions() {
    List<Partition> found = new ArrayList<>();
    boolean gpt = file.length > 2 * SECTOR && bytes.number(SECTOR, 8) == GPT;
    long table = gpt ? bytes.number(SECTOR + 72, 8) * SECTOR : TABLE;
    long count = gpt ? bytes.u32(SECTOR + 80) : 4;
    long size = gpt ? bytes.u32(SECTOR + 84) : ENTRY;
    for (int i = 0; i < Math.min(count, MOST); i++) {
      long at = table + i * size;
      long from = gpt ? bytes.number(at + 32, 8) : bytes.u32(at + 8);
      long to = gpt ? bytes.number(at + 40, 8) + 1 : from + bytes.u32(at + 12);
      boolean used = gpt ? bytes.number(at, 8) != 0 : bytes.u8(at + 4) != 0;
      if (used) {
        if (from < 1 || to <= from || to * SECTOR > file.length) {
          throw new IllegalArgumentException("a partition that is not on the disk");
        }
        found.add(new Partition(i + 1, from * SECTOR, to * SECTOR));
      }
    }
    return found;
  }
}
