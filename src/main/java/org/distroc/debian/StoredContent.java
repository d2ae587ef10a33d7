package org.distroc.debian;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Sha256;
import org.distroc.rootfs.Content;

/**
 * A file of a package in the cache. Its digest is compared while it is read: a damaged cache must
 * not become an image.
 *
 * @param files the bytes of all files of the package
 */
record StoredContent(Path files, long offset, long size, String sha256) implements Content {

  @Override
  public String identity() {
    return sha256;
  }

  @Override
  public InputStream open() throws IOException {
    InputStream in = BoundedFiles.stream(files, BoundedFiles.LARGE);
    try {
      in.skipNBytes(offset);
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return new BufferedInputStream(new Checked(in, size), 1 << 16);
  }

  private final class Checked extends InputStream {
    private final InputStream in;
    private final Sha256 digest = new Sha256();
    private long left;

    Checked(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(bytes, from, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException(files + " is truncated");
      }
      digest.update(bytes, from, count);
      left -= count;
      if (left == 0 && !digest.hex().equals(sha256)) {
        throw new IOException(
            files + " is damaged; remove its folder, and the package is unpacked again");
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
