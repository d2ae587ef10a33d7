package org.distroc.debian;

import java.util.List;
import org.distroc.diag.Span;

/**
 * A program that a recipe wants with what it needs, out of a package.
 *
 * @param path in the tree
 * @param packageName of the package that has it
 * @param file its path in the package
 * @param also further files or folders of the package and those that it depends on
 * @param at where the recipe asks for it
 */
public record ProgramRequest(
    String path, String packageName, String file, List<String> also, Span at) {
  /** Copies the list. */
  public ProgramRequest {
    also = List.copyOf(also);
  }
}
