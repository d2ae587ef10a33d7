package org.distroc.kernel;

import java.io.IOException;

/**
 * An archive that is damaged, or holds what no kernel source holds. Its message is for the user.
 */
final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  ArchiveException(String message) {
    super(message);
  }
}
