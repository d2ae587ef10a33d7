package org.distroc.debian;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file being written, so that a full disk is not mistaken for a damaged package. */
final class LocalOutput extends FilterOutputStream {
  private final Path path;

  LocalOutput(Path path, OutputStream out) {
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
