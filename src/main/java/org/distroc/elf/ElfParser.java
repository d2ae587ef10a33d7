package org.distroc.elf;

import java.util.ArrayList;
import java.util.List;
import org.distroc.arch.ByteReader;
import org.distroc.arch.ElfTarget;
import org.distroc.elf.ElfFile.Section;
import org.distroc.elf.ElfFile.Segment;
import org.distroc.elf.ElfFile.Symbol;

/**
 * Reads the tables of an ELF file. Files of 32 and of 64 bits have the same members at other
 * offsets.
 */
final class ElfParser {
  private final String name;
  private final ByteReader in;
  private final boolean is64Bit;
  private final boolean bigEndian;

  ElfParser(String name, byte[] bytes) {
    ByteReader ident = new ByteReader(bytes, false);
    this.name = name;
    this.is64Bit = ident.u8(4) == 2;
    this.bigEndian = ident.u8(5) == 2;
    this.in = new ByteReader(bytes, bigEndian);
  }

  ElfFile parse() {
    List<Section> sections = sections();
    return new ElfFile(
        name,
        new ElfTarget(in.u16(18), is64Bit, bigEndian),
        in.u16(16),
        address(24),
        segments(),
        List.copyOf(sections),
        symbols(sections),
        in);
  }

  private long address(long offset) {
    return is64Bit ? in.u64(offset) : in.u32(offset);
  }

  private List<Segment> segments() {
    long table = is64Bit ? in.u64(32) : in.u32(28);
    int width = in.u16(is64Bit ? 54 : 42);
    int count = in.u16(is64Bit ? 56 : 44);
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ByteReader h = in.slice(table + (long) i * width, is64Bit ? 56 : 32);
      int type = (int) h.u32(0);
      segments.add(
          is64Bit
              ? new Segment(type, (int) h.u32(4), h.u64(8), h.u64(16), h.u64(32), h.u64(40))
              : new Segment(type, (int) h.u32(24), h.u32(4), h.u32(8), h.u32(16), h.u32(20)));
    }
    return List.copyOf(segments);
  }

  private List<Section> sections() {
    long table = is64Bit ? in.u64(40) : in.u32(32);
    int width = in.u16(is64Bit ? 58 : 46);
    int count = in.u16(is64Bit ? 60 : 48);
    int names = in.u16(is64Bit ? 62 : 50);
    List<Section> unnamed = new ArrayList<>();
    List<Long> nameOffsets = new ArrayList<>();
    for (int i = 0; table != 0 && i < count; i++) {
      ByteReader h = in.slice(table + (long) i * width, is64Bit ? 64 : 40);
      nameOffsets.add(h.u32(0));
      int type = (int) h.u32(4);
      unnamed.add(
          is64Bit
              ? new Section("", type, h.u64(8), h.u64(16), h.u64(24), h.u64(32), (int) h.u32(40))
              : new Section("", type, h.u32(8), h.u32(12), h.u32(16), h.u32(20), (int) h.u32(24)));
    }
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < unnamed.size(); i++) {
      Section s = unnamed.get(i);
      sections.add(
          new Section(
              text(unnamed, names, nameOffsets.get(i)),
              s.type(),
              s.flags(),
              s.address(),
              s.offset(),
              s.size(),
              s.link()));
    }
    return sections;
  }

  private String text(List<Section> sections, int table, long offset) {
    if (table <= 0 || table >= sections.size()) {
      return "";
    }
    Section strings = sections.get(table);
    return in.slice(strings.offset(), strings.size()).text(offset);
  }

  private List<Symbol> symbols(List<Section> sections) {
    List<Symbol> symbols = new ArrayList<>();
    int width = is64Bit ? 24 : 16;
    for (Section table : sections) {
      if (table.type() != Section.SHT_SYMTAB) {
        continue;
      }
      ByteReader entries = in.slice(table.offset(), table.size());
      for (long at = 0; at + width <= entries.length(); at += width) {
        ByteReader e = entries.slice(at, width);
        int info = e.u8(is64Bit ? 4 : 12);
        String symbol = e.u32(0) == 0 ? "" : text(sections, table.link(), e.u32(0));
        if (!symbol.isEmpty()) {
          symbols.add(
              new Symbol(
                  symbol,
                  is64Bit ? e.u64(8) : e.u32(4),
                  is64Bit ? e.u64(16) : e.u32(8),
                  info & 0xf,
                  info >> 4 != 0,
                  e.u16(is64Bit ? 6 : 14)));
        }
      }
    }
    return List.copyOf(symbols);
  }
}
