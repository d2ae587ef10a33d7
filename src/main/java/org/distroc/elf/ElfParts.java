package org.distroc.elf;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.distroc.diag.Failure;

/** The named parts of an ELF file. */
public final class ElfParts {
  private ElfParts() {}

  /** Whether a file starts like an ELF file. */
  public static boolean isElf(byte[] file) {
    return file.length > 4 && file[0] == 0x7f && file[1] == 'E' && file[2] == 'L' && file[3] == 'F';
  }

  /**
   * The content of each section by its name, and the header; of a file without sections that of
   * each segment by its address.
   *
   * @throws Failure D3002 if the file is damaged
   */
  public static Map<String, byte[]> of(byte[] file) {
    ElfFile elf = ElfFile.read("file", file);
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (ElfFile.Section section : elf.sections()) {
      if (section.type() != ElfFile.Section.SHT_NOBITS && section.size() > 0) {
        put(parts, section.name(), file, section.offset(), section.size());
      }
    }
    if (elf.sections().isEmpty()) {
      for (ElfFile.Segment segment : elf.segments()) {
        String name = String.format(Locale.ROOT, "segment at 0x%x", segment.address());
        put(parts, name, file, segment.offset(), segment.fileSize());
      }
    }
    put(parts, "ELF header", file, 0, Math.min(64, file.length));
    return parts;
  }

  /** Parts of a damaged table outside of the file are cut off. */
  private static void put(
      Map<String, byte[]> parts, String name, byte[] file, long offset, long size) {
    int from = (int) Math.min(offset, file.length);
    int to = (int) Math.min(offset + size, file.length);
    String free = name;
    for (int i = 2; parts.containsKey(free); i++) {
      free = name + " (" + i + ")";
    }
    parts.put(free, Arrays.copyOfRange(file, Math.max(0, from), Math.max(from, to)));
  }
}
