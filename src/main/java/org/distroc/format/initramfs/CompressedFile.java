package org.distroc.format.initramfs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.distroc.arch.ByteReader;

/**
 * Whether a compressed file holds certain bytes. What gzip wrote is decompressed, as Java can do
 * that. Of xz and Zstandard the frame is followed to its end, where it must say the right size.
 */
final class CompressedFile {
  private static final long XZ_START = 0x005a587a37fdL;
  private static final int XZ_END = 0x5a59;
  private static final int XZ_FRAME = 12;
  private static final long ZSTD_START = 0xfd2fb528L;
  private static final long LZ4_START = 0x184c2102L;

  /** The most that a block of LZ4's legacy format decompresses to. */
  private static final int LZ4_BLOCK = 8 << 20;

  private CompressedFile() {}

  /** What is wrong with the compressed form of a content; empty if nothing is. */
  static Optional<String> flaw(byte[] file, byte[] content) {
    if (file.length == 0) {
      return Optional.of("it is empty");
    }
    ByteReader bytes = new ByteReader(file, false);
    try {
      boolean whole;
      if (bytes.u16(0) == GZIPInputStream.GZIP_MAGIC) {
        whole = gunzips(file, content);
      } else if (bytes.number(0, 6) == XZ_START) {
        whole = contentOfXz(bytes) == content.length;
      } else if (bytes.u32(0) == ZSTD_START) {
        whole = contentOfZstd(bytes, content.length) == content.length;
      } else if (bytes.u32(0) == LZ4_START) {
        whole = contentOfLz4(file, bytes) == content.length;
      } else {
        return Optional.of("it does not begin as a compressed file does");
      }
      return whole ? Optional.empty() : Optional.of("it does not hold the whole archive");
    } catch (ByteReader.Outside e) {
      return Optional.of("it is cut off");
    }
  }

  private static boolean gunzips(byte[] file, byte[] content) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return Arrays.equals(in.readNBytes(content.length + 1), content);
    } catch (IOException e) {
      return false;
    }
  }

  /** The size in the index, which is before the footer: section 4 of the .xz file format. */
  private static long contentOfXz(ByteReader file) {
    long footer = file.length() - XZ_FRAME;
    if (file.u16(footer + 10) != XZ_END) {
      return -1;
    }
    long index = footer - (file.u32(footer + 4) + 1) * 4;
    Cursor at = new Cursor(file, index + 1);
    if (file.u8(index) != 0) {
      return -1;
    }
    long size = 0;
    for (long records = at.number(); records > 0; records--) {
      at.number();
      size += at.number();
    }
    return size;
  }

  /** Numbers of seven bits a byte, the lowest first. */
  private static final class Cursor {
    private final ByteReader file;
    private long at;

    Cursor(ByteReader file, long at) {
      this.file = file;
      this.at = at;
    }

    long number() {
      long value = 0;
      for (int shift = 0; shift < 63; shift += 7) {
        int one = file.u8(at++);
        value |= (long) (one & 0x7f) << shift;
        if (one < 0x80) {
          return value;
        }
      }
      return -1;
    }
  }

  /** The size that blocks of the legacy format decompress to; each begins with its own size. */
  private static long contentOfLz4(byte[] file, ByteReader bytes) {
    long size = 0;
    for (long at = 4; at < file.length; ) {
      long end = at + 4 + bytes.u32(at);
      if (end > file.length) {
        return -1;
      }
      byte[] block = Arrays.copyOfRange(file, (int) at + 4, (int) end);
      try (InputStream in = new BlockLZ4CompressorInputStream(new ByteArrayInputStream(block))) {
        size += in.readNBytes(LZ4_BLOCK + 1).length;
      } catch (IOException | RuntimeException e) {
        return -1;
      }
      at = end;
    }
    return size;
  }

  /**
   * The size in the header of the one frame, if all of its blocks are there: RFC 8878, 3.1.1.
   *
   * @param unknown the size if the header has none
   */
  private static long contentOfZstd(ByteReader file, long unknown) {
    int descriptor = file.u8(4);
    boolean single = (descriptor & 0x20) != 0;
    int width = descriptor >> 6 == 0 ? (single ? 1 : 0) : 1 << (descriptor >> 6);
    long at = 5 + (single ? 0 : 1) + new int[] {0, 1, 2, 4}[descriptor & 3];
    long size = width == 0 ? unknown : file.number(at, width) + (width == 2 ? 256 : 0);
    at += width;
    boolean last = false;
    while (!last) {
      int header = (int) file.number(at, 3);
      last = (header & 1) != 0;
      // A block of kind 1 is one byte, repeated.
      at += 3 + ((header >> 1 & 3) == 1 ? 1 : header >> 3);
    }
    at += (descriptor & 4) != 0 ? 4 : 0;
    return at == file.length() ? size : -1;
  }
}
