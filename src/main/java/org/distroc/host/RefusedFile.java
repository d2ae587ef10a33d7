package org.distroc.host;

import java.nio.file.FileSystemException;

/** A file that is not read because of what it is: of another kind, or too large. */
public final class RefusedFile extends FileSystemException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param reason completes "the file …": {@code is a FIFO}
   */
  RefusedFile(String file, String reason) {
    super(file, null, reason);
  }
}
