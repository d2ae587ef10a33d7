package org.distroc.kernel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The tar stream that an archive unpacks to, within two bounds: in all it may have so many times
 * the bytes of the archive, and between the data of two files it has headers, which are small.
 */
final class UnpackedStream extends FilterInputStream {
  /** Kernels have 6 to 10 times the size of their archives, for any compression. */
  private static final long RATIO = 40;

  /** A small archive may have a larger ratio, for tar pads with zeros. */
  private static final long FLOOR = 64 << 20;

  /** Names, links and padding: tar's own records have 10 KiB. */
  private static final long HEADERS = 1 << 20;

  private final long most;
  private long read;
  private long budget = HEADERS;

  private UnpackedStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  /** A stream that an archive of so many bytes unpacks to. */
  static UnpackedStream of(InputStream in, long archiveBytes) {
    return new UnpackedStream(in, Math.max(FLOOR, archiveBytes * RATIO));
  }

  /** A stream whose archive has no size. */
  static UnpackedStream of(InputStream in) {
    return in instanceof UnpackedStream one ? one : new UnpackedStream(in, Long.MAX_VALUE);
  }

  /** Allows for the data of one file, and headers after it. */
  void data(long bytes) {
    budget = bytes + HEADERS;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    count(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = super.read(bytes, from, length);
    count(count);
    return count;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long count = super.skip(bytes);
    count(count);
    return count;
  }

  private void count(long bytes) throws IOException {
    read += Math.max(0, bytes);
    budget -= Math.max(0, bytes);
    if (read > most) {
      throw new ArchiveException(
          "it unpacks to more than " + (most >> 20) + " MiB, far more than its size");
    }
    if (budget < 0) {
      throw new ArchiveException("it contains more than 1 MiB of headers and padding");
    }
  }
}
