package org.distroc.kernel;

import java.io.IOException;

/**
 * Thrown for a damaged archive, or one with content that no kernel source has. Its message is for
 * the user.
 */
public final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong, as in {@code it has no data.tar}. */
  public ArchiveException(String message) {
    super(message);
  }
}
