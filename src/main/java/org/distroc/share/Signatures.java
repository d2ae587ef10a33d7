package org.distroc.share;

import java.nio.file.Path;

/** OpenSSH signatures of lock files and of recipes in registries. */
public final class Signatures {
  private Signatures() {}

  /** The file with the signature of a lock file, next to it. */
  public static Path fileOf(Path lock) {
    return lock.resolveSibling(lock.getFileName() + ".sig");
  }
}
