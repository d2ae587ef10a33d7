package org.distroc.kernel;

import java.io.IOException;
import java.io.InputStream;
import org.distroc.host.CountedStream;

/**
 * The tar stream that an archive unpacks to, within two bounds: in all it may have so many times
 * the bytes of the archive, and between the data of two files it has headers, which are small.
 */
public final class UnpackedStream extends CountedStream {
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
  public static UnpackedStream of(InputStream in, long archiveBytes) {
    return new UnpackedStream(in, Math.max(FLOOR, archiveBytes * RATIO));
  }

  /** A stream whose archive has no size. */
  static UnpackedStream of(InputStream in) {
    return in instanceof UnpackedStream one ? one : new UnpackedStream(in, Long.MAX_VALUE);
  }

  /** Allows for the data of one file, and headers after it. */
  public void data(long bytes) {
    budget = bytes + HEADERS;
  }

  @Override
  protected void count(long bytes) throws IOException {
    read += bytes;
    budget -= bytes;
    if (read > most) {
      throw new ArchiveException(
          "it unpacks to more than " + (most >> 20) + " MiB, far more than its size");
    }
    if (budget < 0) {
      throw new ArchiveException("it contains more than 1 MiB of headers and padding");
    }
  }
}
