package org.distroc.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can be wrong with an ELF file that a tool has just written: not what it does, which package
 * {@code elf} checks, but whether all of it is there. Offsets are those of the ELF specification.
 *
 * @param file all of it
 * @param targets the kinds of files that the architecture's kernels run
 */
public record ElfFrame(byte[] file, Set<ElfTarget> targets) {
  private static final int MAGIC = 0x464c457f;
  private static final int RELOCATABLE = 1;
  private static final int NO_BITS = 8;

  /** What is wrong with an object file; empty if nothing is. */
  public Optional<String> object() {
    return checked(() -> type() == RELOCATABLE && !sections().isEmpty());
  }

  /** As above, where a section must be gone, too. */
  public Optional<String> objectWithout(String section) {
    return object()
        .or(
            () ->
                sections().contains(section)
                    ? Optional.of("it still has the section " + section)
                    : Optional.empty());
  }

  /** What is wrong with a program; empty if nothing is. */
  public Optional<String> program() {
    return checked(() -> type() != RELOCATABLE && end() > 0 && end() <= file.length);
  }

  /** What is wrong with a program that must be the loaded part of another; empty if nothing is. */
  public Optional<String> strippedOf(byte[] whole) {
    return program()
        .or(
            () -> {
              int header = is64Bit() ? 64 : 52;
              boolean same = file.length == end() && file.length <= whole.length;
              for (int i = header; same && i < file.length; i++) {
                same = file[i] == whole[i];
              }
              return same ? Optional.empty() : Optional.of("it is not what init.elf loads");
            });
  }

  private interface Check {
    boolean passes();
  }

  private Optional<String> checked(Check check) {
    if (file.length == 0) {
      return Optional.of("it is empty");
    }
    try {
      // The magic number is four bytes, not a number in the order of the machine.
      if (new ByteReader(file, false).u32(0) != MAGIC) {
        return Optional.of("it is no ELF file");
      }
      ElfTarget target = new ElfTarget(bytes().u16(18), is64Bit(), isBigEndian());
      if (!targets.contains(target)) {
        return Optional.of("it is for another machine: " + target.description());
      }
      return check.passes() ? Optional.empty() : Optional.of("it is no complete ELF file");
    } catch (ByteReader.Outside e) {
      return Optional.of("it is cut off");
    }
  }

  private ByteReader bytes() {
    return new ByteReader(file, isBigEndian());
  }

  private boolean is64Bit() {
    return file.length > 4 && file[4] == 2;
  }

  private boolean isBigEndian() {
    return file.length > 5 && file[5] == 2;
  }

  private int type() {
    return bytes().u16(16);
  }

  private long address(long offset) {
    return bytes().number(offset, is64Bit() ? 8 : 4);
  }

  /** Where the last byte that is loaded ends; 0 if there are no program headers. */
  private long end() {
    boolean wide = is64Bit();
    long headers = address(wide ? 32 : 28);
    int width = bytes().u16(wide ? 54 : 42);
    int count = bytes().u16(wide ? 56 : 44);
    long end = count == 0 ? 0 : Math.max(wide ? 64 : 52, headers + (long) count * width);
    for (int i = 0; i < count; i++) {
      long at = headers + (long) i * width;
      long size = address(at + (wide ? 32 : 16));
      end = size == 0 ? end : Math.max(end, address(at + (wide ? 8 : 4)) + size);
    }
    return end;
  }

  /** The names of all sections, whose bytes must be in the file. */
  private List<String> sections() {
    boolean wide = is64Bit();
    long headers = address(wide ? 40 : 32);
    int width = bytes().u16(wide ? 58 : 46);
    int count = bytes().u16(wide ? 60 : 48);
    long names = headers + (long) bytes().u16(wide ? 62 : 50) * width;
    List<String> sections = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      long at = headers + (long) i * width;
      if (bytes().u32(at + 4) != NO_BITS) {
        bytes().slice(address(at + (wide ? 24 : 16)), address(at + (wide ? 32 : 20)));
      }
      sections.add(bytes().text(address(names + (wide ? 24 : 16)) + bytes().u32(at)));
    }
    return sections;
  }
}
