package org.distroc.arch;

import java.util.Optional;

/**
 * A kernel image that is an ELF file, which the firmware or QEMU loads as it would a program.
 *
 * @param target the kind of the file
 */
public record ElfKernel(ElfTarget target) implements KernelImage {
  private static final int HEADER = 64;
  private static final int CLASS = 4;
  private static final int DATA = 5;
  private static final int MACHINE = 18;
  private static final int ET_EXEC_OR_DYN = 16;

  /** Anything else of the machine is a program or an object file, but not a kernel. */
  @Override
  public boolean recognizes(byte[] file) {
    if (file.length < HEADER || new ByteReader(file, true).u32(0) != 0x7f454c46L) {
      return false;
    }
    ByteReader bytes = new ByteReader(file, target.isBigEndian());
    int type = bytes.u16(ET_EXEC_OR_DYN);
    return bytes.u8(CLASS) == (target.is64Bit() ? 2 : 1)
        && bytes.u8(DATA) == (target.isBigEndian() ? 2 : 1)
        && bytes.u16(MACHINE) == target.machine()
        && (type == 2 || type == 3);
  }

  /** The table of sections is at the end of the file. */
  @Override
  public Optional<String> flaw(byte[] file) {
    if (!recognizes(file)) {
      return Optional.of("it is not an ELF file for " + target.description());
    }
    ByteReader bytes = new ByteReader(file, target.isBigEndian());
    long table = target.is64Bit() ? bytes.u64(40) : bytes.u32(32);
    int size = bytes.u16(target.is64Bit() ? 58 : 46);
    int count = bytes.u16(target.is64Bit() ? 60 : 48);
    long end = table + (long) size * count;
    return table < 0 || end > file.length
        ? Optional.of("it has " + file.length + " of the " + end + " bytes in its header")
        : Optional.empty();
  }
}
