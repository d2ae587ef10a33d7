package org.distroc.format.vhdx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The two structures of a VHDX file that carry a sum of their bytes, as {@code vhdx.S} lays them
 * out: the assembler cannot compute the sum, and nothing in them depends on the disk.
 */
final class Structures {
  private static final int HEADER = 4 << 10;
  private static final int REGIONS = 64 << 10;
  private static final int MIB = 1 << 20;

  private Structures() {}

  /** A header, with zeros in place of its sum. */
  static byte[] header(long number, byte[] file, byte[] data) {
    return buffer(HEADER)
        .put("head".getBytes(StandardCharsets.US_ASCII))
        .putInt(0)
        .putLong(number)
        .put(file)
        .put(data)
        .put(new byte[16])
        .putShort((short) 0)
        .putShort((short) 1)
        .putInt(MIB)
        .putLong(MIB)
        .array();
  }

  /** The table of the two regions, with zeros in place of its sum. */
  static byte[] regions() {
    return buffer(REGIONS)
        .put("regi".getBytes(StandardCharsets.US_ASCII))
        .putInt(0)
        .putInt(2)
        .putInt(0)
        .put(guid("2DC27766-F623-4200-9D64-115E9BFD4A08"))
        .putLong(3L * MIB)
        .putInt(MIB)
        .putInt(1)
        .put(guid("8B7CA206-4790-4B9A-B8FE-575F050F886E"))
        .putLong(2L * MIB)
        .putInt(MIB)
        .putInt(1)
        .array();
  }

  /** A GUID as Windows has it in files: its first three numbers are little-endian. */
  static byte[] guid(String text) {
    UUID id = UUID.fromString(text);
    long high = id.getMostSignificantBits();
    return buffer(16)
        .putInt((int) (high >>> 32))
        .putShort((short) (high >>> 16))
        .putShort((short) high)
        .order(ByteOrder.BIG_ENDIAN)
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /** For the assembler: hexadecimal numbers with commas between. */
  static String bytes(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte one : bytes) {
      text.append(text.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "0x%02x", one));
    }
    return text.toString();
  }

  /** The sum of a structure, for the assembler. */
  static String sum(byte[] structure) {
    CRC32C sum = new CRC32C();
    sum.update(structure);
    return String.format(Locale.ROOT, "0x%08x", sum.getValue());
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
