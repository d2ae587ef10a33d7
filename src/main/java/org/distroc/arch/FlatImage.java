package org.distroc.arch;

import java.util.Arrays;
import java.util.Optional;

/**
 * A kernel image that is the kernel's memory as it is, with a header of 64 bytes in its first
 * instructions: Documentation/arm64/booting.rst of the kernel, which other architectures follow.
 */
public final class FlatImage implements KernelImage {
  private static final int HEADER = 64;
  private static final int IMAGE_SIZE = 16;

  private final int magicAt;
  private final byte[] magic;

  /**
   * Images with these bytes at an offset.
   *
   * @param magicAt the offset, in the header
   * @param magic the bytes
   */
  public FlatImage(int magicAt, byte... magic) {
    this.magicAt = magicAt;
    this.magic = magic.clone();
  }

  @Override
  public boolean recognizes(byte[] file) {
    return file.length > HEADER
        && Arrays.equals(file, magicAt, magicAt + magic.length, magic, 0, magic.length);
  }

  /** The header has the size in memory, which is at least that of the file. */
  @Override
  public Optional<String> flaw(byte[] file) {
    if (!recognizes(file)) {
      return Optional.of("it has no header of a kernel image");
    }
    long size = new ByteReader(file, false).u64(IMAGE_SIZE);
    return size != 0 && Long.compareUnsigned(size, file.length) < 0
        ? Optional.of("it has " + file.length + " bytes, and its header allows " + size)
        : Optional.empty();
  }
}
