package org.distroc.recipe;

import java.nio.file.Path;
import java.util.List;
import org.distroc.init.InitSystem;

/** Where the init program comes from. */
public sealed interface InitProgram {
  /** A program that distroc ships: {@code shell} or {@code hello}. */
  record Shipped(String name) implements InitProgram {}

  /** Generated from what the recipe describes. */
  record Described(InitSystem system) implements InitProgram {}

  /**
   * The recipe's own sources.
   *
   * @param files absolute, at least one, each once; ending in {@code .c}, {@code .S} or {@code .s};
   *     they were files in the recipe's folder when the recipe was read
   */
  record Sources(List<Path> files) implements InitProgram {
    /** Copies the list. */
    public Sources {
      files = List.copyOf(files);
    }
  }
}
