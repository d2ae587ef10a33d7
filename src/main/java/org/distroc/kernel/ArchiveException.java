package org.distroc.kernel;

import java.io.IOException;

/**
 * Thrown for a damaged archive, or one with content that no kernel source has. Its message is for
 * the user.
 */
final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  ArchiveException(String message) {
    super(message);
  }
}
