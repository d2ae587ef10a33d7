package org.distroc.host;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * A file being written. Write errors get their own exception type, so that a full disk is not
 * mistaken for a broken network or a damaged archive when one loop reads and writes.
 */
public final class LocalFile extends FilterOutputStream {
  private final Path path;

  /** Writes to a stream; {@code path} is what errors name. */
  public LocalFile(Path path, OutputStream out) {
    super(out);
    this.path = path;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws FileSystemException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw new FileSystemException(path.toString(), null, e.getMessage());
    }
  }
}
