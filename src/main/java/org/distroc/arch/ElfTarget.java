package org.distroc.arch;

import java.util.Locale;

/**
 * The kind of an ELF file.
 *
 * @param machine {@code e_machine} of the ELF specification
 * @param is64Bit whether addresses have 64 bits (ELFCLASS64)
 * @param isBigEndian whether numbers start with their highest byte (ELFDATA2MSB)
 */
public record ElfTarget(int machine, boolean is64Bit, boolean isBigEndian) {

  /** As people call it, such as {@code 64-bit x86-64}. */
  public String description() {
    String bits = is64Bit ? "64-bit" : "32-bit";
    return switch (machine) {
      case 62 -> bits + " x86-64";
      case 3 -> bits + " x86";
      case 40, 183 -> bits + " ARM";
      case 243 -> bits + " RISC-V";
      case 21, 20 -> bits + " PowerPC";
      case 22 -> bits + " s390";
      case 8 -> bits + " MIPS";
      default -> String.format(Locale.ROOT, "%s (machine %d)", bits, machine);
    };
  }
}
