package org.distroc.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.arch.ByteReader;

/**
 * Which source line each instruction comes from: the section .debug_line, of DWARF 2 to 5, that
 * compilers and assemblers write with {@code -g}. What cannot be understood is left out: without a
 * line, a finding is still a finding.
 */
final class LineTable {
  /** A line of a source file, as the compiler named it; counted from 1. */
  record Line(String file, int number) {}

  /** The line of the addresses from here to the next entry; empty where code ends. */
  private final NavigableMap<Long, Optional<Line>> lines = new TreeMap<>(Long::compareUnsigned);

  private LineTable() {}

  /** Reads the line table of a program; it is empty if the program was built without. */
  static LineTable of(ElfFile elf) {
    LineTable table = new LineTable();
    Optional<ByteReader> section = elf.content(".debug_line");
    if (section.isPresent()) {
      ByteReader bytes = section.get();
      long at = 0;
      while (at >= 0 && at < bytes.length()) {
        at = table.readUnit(elf, bytes, at);
      }
    }
    return table;
  }

  /** The source line of the instruction at an address. */
  Optional<Line> at(long address) {
    Map.Entry<Long, Optional<Line>> entry = lines.floorEntry(address);
    return entry == null ? Optional.empty() : entry.getValue();
  }

  /** Reads one unit; gives the offset of the next, or -1 if that cannot be known. */
  private long readUnit(ElfFile elf, ByteReader bytes, long start) {
    try {
      boolean is64Bit = bytes.u32(start) == 0xffffffffL;
      long head = start + (is64Bit ? 12 : 4);
      long length = is64Bit ? bytes.u64(start + 4) : bytes.u32(start);
      try {
        new Unit(elf, bytes.slice(head, length), is64Bit).run();
      } catch (ByteReader.Outside e) {
        // A damaged unit: keep the rows before the damage.
      }
      return length < 0 || length > bytes.length() - head ? -1 : head + length;
    } catch (ByteReader.Outside e) {
      return -1;
    }
  }

  /** The program of one unit: a small machine whose instructions add rows to the table. */
  private final class Unit {
    private final ElfFile elf;
    private final ByteReader in;
    private final boolean is64Bit;
    private final List<String> folders = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final Map<Integer, Line> known = new HashMap<>();
    private long at;
    private int version;
    private long address;
    private int file = 1;
    private int line = 1;

    Unit(ElfFile elf, ByteReader in, boolean is64Bit) {
      this.elf = elf;
      this.in = in;
      this.is64Bit = is64Bit;
    }

    void run() {
      version = (int) take(2);
      if (version < 2 || version > 5) {
        return;
      }
      if (version == 5) {
        at += 2;
      }
      long program = take(is64Bit ? 8 : 4);
      program += at;
      final long step = take(1);
      if (version >= 4) {
        at++;
      }
      at++;
      final int base = (byte) take(1);
      final int range = (int) take(1);
      final int firstSpecial = (int) take(1);
      int[] operands = new int[firstSpecial];
      for (int i = 1; i < firstSpecial; i++) {
        operands[i] = (int) take(1);
      }
      if (version == 5) {
        readEntries(folders);
        readEntries(files);
      } else {
        readOldNames();
      }
      at = program;
      while (at < in.length()) {
        int code = (int) take(1);
        if (code >= firstSpecial && range != 0) {
          address += (code - firstSpecial) / range * step;
          line += base + (code - firstSpecial) % range;
          addRow();
        } else if (code == 0) {
          extended();
        } else {
          standard(code, step, range == 0 ? 0 : (255 - firstSpecial) / range, operands);
        }
      }
    }

    private void standard(int code, long step, int constantAdvance, int[] operands) {
      switch (code) {
        case 1 -> addRow();
        case 2 -> address += unsigned() * step;
        case 3 -> line += (int) signed();
        case 4 -> file = (int) unsigned();
        case 8 -> address += constantAdvance * step;
        case 9 -> address += take(2);
        default -> {
          for (int i = 0; code < operands.length && i < operands[code]; i++) {
            unsigned();
          }
        }
      }
    }

    private void extended() {
      long length = unsigned();
      long next = at + length;
      if (length > 0) {
        int code = (int) take(1);
        if (code == 1) {
          if (elf.segmentAt(address - 1).isPresent()) {
            lines.putIfAbsent(address, Optional.empty());
          }
          address = 0;
          file = 1;
          line = 1;
        } else if (code == 2 && length >= 2 && length <= 9) {
          address = take((int) length - 1);
        }
      }
      in.slice(at, Math.max(0, next - at));
      at = next;
    }

    /** Functions that the linker dropped have rows too, at addresses near 0: leave them out. */
    private void addRow() {
      if (line > 0 && elf.segmentAt(address).isPresent()) {
        lines.put(address, Optional.of(new Line(fileName(file), line)));
      }
    }

    private String fileName(int index) {
      return known
          .computeIfAbsent(
              index,
              i -> {
                int position = version == 5 ? i : i - 1;
                boolean exists = position >= 0 && position < files.size();
                return new Line(exists ? files.get(position) : "", 0);
              })
          .file();
    }

    private void readOldNames() {
      folders.add("");
      for (String name = text(); !name.isEmpty(); name = text()) {
        folders.add(name);
      }
      for (String name = text(); !name.isEmpty(); name = text()) {
        files.add(join(unsigned(), name));
        unsigned();
        unsigned();
      }
    }

    /** A table of DWARF 5: first which columns it has, then the rows. */
    private void readEntries(List<String> names) {
      int columns = (int) take(1);
      long[] contents = new long[columns];
      long[] forms = new long[columns];
      for (int i = 0; i < columns; i++) {
        contents[i] = unsigned();
        forms[i] = unsigned();
      }
      long count = columns == 0 ? 0 : unsigned();
      for (long row = 0; row < count; row++) {
        String name = "";
        long folder = 0;
        for (int i = 0; i < columns; i++) {
          Object value = value((int) forms[i]);
          if (contents[i] == 1) {
            name = value.toString();
          } else if (contents[i] == 2 && value instanceof Long number) {
            folder = number;
          }
        }
        names.add(names == files ? join(folder, name) : name);
      }
    }

    private String join(long folder, String name) {
      boolean exists = folder >= 0 && folder < folders.size();
      String before = exists ? folders.get((int) folder) : "";
      String path = name.startsWith("/") || before.isEmpty() ? name : before + "/" + name;
      return path.replaceFirst("^(\\./)+", "");
    }

    private Object value(int form) {
      return switch (form) {
        case 0x08 -> text();
        case 0x0e -> textIn(".debug_str");
        case 0x1f -> textIn(".debug_line_str");
        case 0x0b -> take(1);
        case 0x05 -> take(2);
        case 0x06 -> take(4);
        case 0x07 -> take(8);
        case 0x0f -> unsigned();
        case 0x1e -> {
          in.slice(at, 16);
          at += 16;
          yield 0L;
        }
        default -> throw new ByteReader.Outside(at, form, in.length());
      };
    }

    private String textIn(String section) {
      long offset = take(is64Bit ? 8 : 4);
      return elf.content(section).map(s -> s.text(offset)).orElse("");
    }

    private String text() {
      String text = in.text(at);
      while (take(1) != 0) {
        // The next text starts after the zero byte.
      }
      return text;
    }

    private long take(int width) {
      long value = in.number(at, width);
      at += width;
      return value;
    }

    /** A number in as many bytes as it needs: 7 bits each, the lowest first. */
    private long unsigned() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        int b = in.u8(at++);
        value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
        if (b < 0x80) {
          return value;
        }
      }
    }

    private long signed() {
      long value = 0;
      for (int shift = 0; ; ) {
        int b = in.u8(at++);
        value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
        shift += 7;
        if (b < 0x80) {
          return shift < 64 && (b & 0x40) != 0 ? value | -1L << shift : value;
        }
      }
    }
  }
}
