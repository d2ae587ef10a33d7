package org.distroc.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.distroc.arch.Decompressor;
import org.distroc.arch.KernelImage;

/**
 * The kernel image of a PC, as Documentation/arch/x86/boot.rst of the kernel describes it: a start
 * in real mode with a header, then the protected-mode code, somewhere in which the compressed
 * kernel lies.
 */
public final class BzImage implements KernelImage {
  private static final int SETUP_SECTORS = 0x1f1;
  private static final int SYSTEM_SIZE = 0x1f4;
  private static final int BOOT_FLAG = 0x1fe;
  private static final int BOOTABLE = 0xaa55;
  private static final int MAGIC = 0x202;
  private static final int HDRS = 0x53726448;
  private static final int VERSION = 0x206;
  private static final int CODE32_START = 0x214;
  private static final int PAYLOAD_OFFSET = 0x248;
  private static final int PAYLOAD_LENGTH = 0x24c;
  private static final int PREFERRED = 0x258;
  private static final int PREFERRED_SINCE = 0x20a;
  private static final int HEADER_END = 0x260;
  private static final int SECTOR = 512;
  private static final int COMPARED = 64;

  @Override
  public boolean recognizes(byte[] file) {
    return file.length > HEADER_END && little(file).getInt(MAGIC) == HDRS;
  }

  @Override
  public Map<String, byte[]> parts(byte[] file) {
    int setup = setup(file);
    int from = Math.addExact(setup, number(file, PAYLOAD_OFFSET));
    int to = Math.addExact(from, number(file, PAYLOAD_LENGTH));
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("compressed kernel", Arrays.copyOfRange(file, from, to));
    parts.put("real-mode start", Arrays.copyOfRange(file, 0, setup));
    parts.put("code before the kernel", Arrays.copyOfRange(file, setup, from));
    parts.put("code after the kernel", Arrays.copyOfRange(file, to, file.length));
    return parts;
  }

  @Override
  public Optional<String> flaw(byte[] file) {
    if (!recognizes(file) || (little(file).getShort(BOOT_FLAG) & 0xffff) != BOOTABLE) {
      return Optional.of("it has no header of a bzImage");
    }
    // In units of 16 bytes, of which the last may not be full.
    long size = setup(file) + 16 * Integer.toUnsignedLong(little(file).getInt(SYSTEM_SIZE));
    return file.length <= size - 16
        ? Optional.of("it has " + file.length + " of the " + size + " bytes in its header")
        : Optional.empty();
  }

  /** Boot loaders put it at the address in the header, or at the one that the kernel prefers. */
  @Override
  public Decompressor decompressor(byte[] file) {
    if (file.length < HEADER_END || little(file).getInt(MAGIC) != HDRS) {
      return Decompressor.NONE;
    }
    int from = setup(file);
    if (file.length < from + COMPARED) {
      return Decompressor.NONE;
    }
    ByteBuffer bytes = little(file);
    Set<Long> addresses = new TreeSet<>();
    addresses.add(Integer.toUnsignedLong(bytes.getInt(CODE32_START)));
    if (bytes.getShort(VERSION) >= PREFERRED_SINCE) {
      addresses.add(bytes.getLong(PREFERRED));
    }
    return new Decompressor(Arrays.copyOfRange(file, from, from + COMPARED), addresses);
  }

  private static ByteBuffer little(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int setup(byte[] file) {
    int sectors = file[SETUP_SECTORS] == 0 ? 4 : file[SETUP_SECTORS] & 0xff;
    return (sectors + 1) * SECTOR;
  }

  private static int number(byte[] file, int at) {
    int value = little(file).getInt(at);
    if (value < 0 || value > file.length) {
      throw new IllegalArgumentException("outside of the file");
    }
    return value;
  }
}
