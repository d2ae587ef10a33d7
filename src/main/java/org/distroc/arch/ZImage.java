package org.distroc.arch;

import java.util.Map;
import java.util.Optional;

/**
 * The kernel image of 32-bit ARM: code that unpacks the kernel, with a magic number and its own
 * addresses in its first instructions; Documentation/arm/booting.rst of the kernel.
 */
public final class ZImage implements KernelImage {
  private static final int MAGIC_AT = 36;
  private static final long MAGIC = 0x016f2818L;
  private static final int START = 40;
  private static final int END = 44;
  private static final int HEADER = 48;

  @Override
  public boolean recognizes(byte[] file) {
    return file.length > HEADER && new ByteReader(file, false).u32(MAGIC_AT) == MAGIC;
  }

  @Override
  public Map<String, byte[]> parts(byte[] file) {
    return Map.of("compressed kernel", file);
  }

  @Override
  public Optional<String> flaw(byte[] file) {
    if (!recognizes(file)) {
      return Optional.of("it has no header of a zImage");
    }
    ByteReader bytes = new ByteReader(file, false);
    long size = bytes.u32(END) - bytes.u32(START);
    return file.length < size
        ? Optional.of("it has " + file.length + " of the " + size + " bytes in its header")
        : Optional.empty();
  }
}
