package org.distroc.debug;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * The code that unpacks the kernel of a PC, as a boot loader finds it in the kernel image. The
 * fields are those of Documentation/arch/x86/boot.rst in the kernel source.
 *
 * @param start the first bytes of the code
 * @param addresses where boot loaders put it: the address in the header, and the one that a kernel
 *     prefers that can be anywhere
 */
record CompressedKernel(byte[] start, Set<Long> addresses) {
  private static final int SETUP_SECTORS = 0x1f1;
  private static final int MAGIC = 0x202;
  private static final int HDRS = 0x53726448;
  private static final int VERSION = 0x206;
  private static final int CODE32_START = 0x214;
  private static final int PREFERRED = 0x258;
  private static final int PREFERRED_SINCE = 0x20a;
  private static final int HEADER_END = 0x260;
  private static final int SECTOR = 512;
  private static final int COMPARED = 64;

  /** Copies the set, in order. */
  CompressedKernel {
    addresses = new TreeSet<>(addresses);
  }

  /**
   * Reads a kernel image. One that is no bzImage has no such code: nothing is like it, nowhere.
   *
   * @throws IOException if it cannot be read
   */
  static CompressedKernel read(Path image) throws IOException {
    return of(Files.readAllBytes(image));
  }

  static CompressedKernel of(byte[] image) {
    ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    if (image.length < HEADER_END || bytes.getInt(MAGIC) != HDRS) {
      return new CompressedKernel(new byte[0], Set.of());
    }
    int sectors = bytes.get(SETUP_SECTORS) == 0 ? 4 : bytes.get(SETUP_SECTORS) & 0xff;
    int from = (sectors + 1) * SECTOR;
    if (image.length < from + COMPARED) {
      return new CompressedKernel(new byte[0], Set.of());
    }
    Set<Long> addresses = new TreeSet<>();
    addresses.add(Integer.toUnsignedLong(bytes.getInt(CODE32_START)));
    if (bytes.getShort(VERSION) >= PREFERRED_SINCE) {
      addresses.add(bytes.getLong(PREFERRED));
    }
    return new CompressedKernel(Arrays.copyOfRange(image, from, from + COMPARED), addresses);
  }

  /** Whether this code, and no other, is at an address of the guest now. */
  boolean isAt(GdbRemote remote, long address) throws IOException {
    ByteBuffer there = remote.memory(address, start.length);
    return start.length > 0 && there.equals(ByteBuffer.wrap(start));
  }
}
