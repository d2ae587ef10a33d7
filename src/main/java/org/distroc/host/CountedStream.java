package org.distroc.host;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that is told how many bytes were read of it, and may end in an error then. */
public abstract class CountedStream extends FilterInputStream {
  /** Counts what is read of another stream. */
  protected CountedStream(InputStream in) {
    super(in);
  }

  /**
   * Takes in how many bytes a read returned or a skip skipped; zero at the end.
   *
   * @throws IOException if they are too many
   */
  protected abstract void count(long bytes) throws IOException;

  @Override
  public int read() throws IOException {
    int one = super.read();
    count(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    count(skipped);
    return skipped;
  }
}
