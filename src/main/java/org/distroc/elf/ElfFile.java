package org.distroc.elf;

import java.util.List;
import java.util.Optional;
import org.distroc.arch.ByteReader;
import org.distroc.arch.ElfTarget;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/**
 * An ELF file: the program headers that the kernel reads, and the sections and symbols for
 * debuggers. All numbers are as the ELF specification and elf.h name them.
 *
 * @param name the file as the user knows it
 * @param target its machine, class and byte order
 * @param type e_type: 1 an object file, 2 a program at a fixed address, 3 one at any address
 * @param entry the address at which the program starts
 * @param segments the program headers
 * @param sections the section headers; empty in a file that was stripped of them
 * @param symbols those of .symtab that have a name
 * @param bytes the whole file
 */
record ElfFile(
    String name,
    ElfTarget target,
    int type,
    long entry,
    List<Segment> segments,
    List<Section> sections,
    List<Symbol> symbols,
    ByteReader bytes) {

  static final int ET_REL = 1;
  static final int ET_EXEC = 2;

  /** A program header: bytes of the file to map at an address, followed by zeros. */
  record Segment(int type, int flags, long offset, long address, long fileSize, long memorySize) {
    static final int PT_LOAD = 1;
    static final int PT_DYNAMIC = 2;
    static final int PT_INTERP = 3;
    static final int PT_TLS = 7;
    static final int PT_GNU_STACK = 0x6474e551;

    boolean executable() {
      return (flags & 1) != 0;
    }

    boolean writable() {
      return (flags & 2) != 0;
    }

    boolean holds(long at) {
      return at - address >= 0 && at - address < memorySize;
    }
  }

  /** A section header with its name. */
  record Section(
      String name, int type, long flags, long address, long offset, long size, int link) {
    static final int SHT_SYMTAB = 2;
    static final int SHT_NOBITS = 8;
    static final int SHF_EXECINSTR = 4;
    static final int SHF_COMPRESSED = 0x800;

    boolean executable() {
      return (flags & SHF_EXECINSTR) != 0;
    }
  }

  /** A symbol: a name for an address, with the number of its section, 0 if it is undefined. */
  record Symbol(String name, long address, long size, int type, boolean global, int section) {
    static final int STT_NOTYPE = 0;
    static final int STT_FUNC = 2;
    static final int STT_IFUNC = 10;
  }

  /**
   * Reads an ELF file.
   *
   * @throws Failure D3001 if it is not an ELF file, D3002 if it is damaged
   */
  static ElfFile read(String name, byte[] bytes) {
    if (bytes.length < 4
        || bytes[0] != 0x7f
        || bytes[1] != 'E'
        || bytes[2] != 'L'
        || bytes[3] != 'F') {
      throw new Failure(notElf(name, bytes));
    }
    try {
      return new ElfParser(name, bytes).parse();
    } catch (ByteReader.Outside e) {
      throw new Failure(
          Diagnostic.error(Code.D3002, "`" + name + "` is a damaged ELF file")
              .why("it refers to bytes past its end: " + e.getMessage())
              .help("rebuild it; if that does not help, suspect the linker or the disk"));
    }
  }

  private static Diagnostic notElf(String name, byte[] bytes) {
    Diagnostic error = Diagnostic.error(Code.D3001, "`" + name + "` is not a program");
    if (bytes.length == 0) {
      return error
          .why("the file is empty")
          .help("see the build's output: the step that builds it left nothing");
    }
    if (bytes.length > 1 && bytes[0] == '#' && bytes[1] == '!') {
      return error
          .why("it starts with `#!`, so it is a script: the kernel starts the program named there")
          .help("give a program for `init`, and let it run the script");
    }
    return error
        .why("the kernel runs ELF files; they start with the bytes 7f 45 4c 46")
        .help("give C or assembly files in `source`: they are compiled to one");
  }

  /** The file's bytes for an address in a loadable segment; empty if there are none. */
  Optional<ByteReader> at(long address) {
    for (Segment segment : segments) {
      long inside = address - segment.address();
      if (segment.type() == Segment.PT_LOAD && inside >= 0 && inside < segment.fileSize()) {
        long from = segment.offset() + inside;
        long size = Math.min(segment.fileSize() - inside, bytes.length() - from);
        if (from >= 0 && size > 0) {
          return Optional.of(bytes.slice(from, size));
        }
      }
    }
    return Optional.empty();
  }

  /** The loadable segment that covers an address. */
  Optional<Segment> segmentAt(long address) {
    return segments.stream()
        .filter(s -> s.type() == Segment.PT_LOAD && s.holds(address))
        .findFirst();
  }

  /** The first program header of a type. */
  Optional<Segment> segment(int segmentType) {
    return segments.stream().filter(s -> s.type() == segmentType).findFirst();
  }

  /** The section of a name, if the file has it. */
  Optional<Section> section(String sectionName) {
    return sections.stream().filter(s -> s.name().equals(sectionName)).findFirst();
  }

  /** The bytes of a section; empty if it has none in the file, or they are compressed. */
  Optional<ByteReader> content(String sectionName) {
    return section(sectionName)
        .filter(s -> s.type() != Section.SHT_NOBITS && (s.flags() & Section.SHF_COMPRESSED) == 0)
        .filter(s -> s.offset() >= 0 && s.size() >= 0 && s.offset() + s.size() <= bytes.length())
        .map(s -> bytes.slice(s.offset(), s.size()));
  }

  /** The first defined symbol of a name. */
  Optional<Symbol> symbol(String symbolName) {
    return symbols.stream()
        .filter(s -> s.section() != 0 && s.name().equals(symbolName))
        .findFirst();
  }

  /** Whether addresses have 64 bits. */
  boolean is64Bit() {
    return target.is64Bit();
  }
}
