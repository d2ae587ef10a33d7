package org.distroc.format.uki;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distroc.arch.ByteReader;
import org.distroc.format.Part;

/** The sections of an EFI program that holds a kernel. A kernel itself is one as well, without. */
final class PeFile {
  private static final int SECTION = 40;
  private static final int MOST = 96;

  private final byte[] file;
  private final ByteReader bytes;
  private final int header;
  private final int count;
  private final int table;

  PeFile(byte[] file) {
    this.file = file;
    this.bytes = new ByteReader(file, false);
    this.header = Math.toIntExact(bytes.u32(60));
    this.count = bytes.u16(header + 6);
    this.table = header + 24 + bytes.u16(header + 20);
    if (bytes.u32(header) != 0x4550 || count > MOST) {
      throw new IllegalArgumentException("no PE header");
    }
  }

  /** Whether a file is a program with a kernel in one of its sections. */
  static boolean is(byte[] file) {
    try {
      if (file.length < 512 || file[0] != 'M' || file[1] != 'Z') {
        return false;
      }
      PeFile program = new PeFile(file);
      for (int i = 0; i < program.count; i++) {
        if (program.name(i).equals(".linux")) {
          return true;
        }
      }
      return false;
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      return false;
    } catch (RuntimeException outside) {
      return false;
    }
  }

  /** The sections in their order, and then the headers. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = table + i * SECTION;
      long size = Math.min(bytes.u32(at + 8), bytes.u32(at + 16));
      long from = bytes.u32(at + 20);
      if (from + size > file.length) {
        throw new IllegalArgumentException("a section ends after the file");
      }
      byte[] content = Arrays.copyOfRange(file, (int) from, (int) (from + size));
      parts.add(new Part(name(i), "", content));
    }
    int end = Math.min(file.length, table + count * SECTION);
    parts.add(new Part("headers", "", Arrays.copyOfRange(file, 0, end), true));
    return parts;
  }

  private String name(int index) {
    int at = table + index * SECTION;
    int end = at;
    while (end < at + 8 && bytes.u8(end) != 0) {
      end++;
    }
    return new String(file, at, end - at, StandardCharsets.ISO_8859_1);
  }
}
