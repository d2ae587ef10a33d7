package org.distroc.arch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The kernel image of a mainframe: a program that a reader of punched cards could start, with the
 * word {@code S390EP} before the kernel's own start; arch/s390/boot/head.S of the kernel.
 */
public final class S390Image implements KernelImage {
  private static final int MAGIC_AT = 0x10008;
  private static final byte[] MAGIC = "S390EP".getBytes(StandardCharsets.US_ASCII);

  @Override
  public boolean recognizes(byte[] file) {
    return file.length > MAGIC_AT + MAGIC.length
        && Arrays.equals(file, MAGIC_AT, MAGIC_AT + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  @Override
  public Map<String, byte[]> parts(byte[] file) {
    return Map.of("compressed kernel", file);
  }

  @Override
  public Optional<String> flaw(byte[] file) {
    return recognizes(file)
        ? Optional.empty()
        : Optional.of("it does not have the start of a kernel for mainframes");
  }
}
