package org.distroc.recipe.schema;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The git work tree that a recipe is in. It is cloned and shared as a whole, so a recipe may build
 * on another one anywhere in it.
 */
final class WorkTree {
  private WorkTree() {}

  /**
   * The top folder of the work tree around a folder. A home that is one, for the user's settings,
   * is not shared with anybody: it does not count, and neither does anything above it.
   */
  static Optional<Path> of(Path folder) {
    Path home = RecipePaths.real(Path.of(System.getProperty("user.home", "/")));
    for (Path at = folder; at != null; at = at.getParent()) {
      if (home.startsWith(RecipePaths.real(at))) {
        return Optional.empty();
      }
      if (Files.exists(at.resolve(".git"))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }
}
