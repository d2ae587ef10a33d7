package org.distroc.debian;

import java.util.EnumSet;
import java.util.Set;
import org.distroc.diag.Span;

/**
 * A package that a recipe wants as a whole.
 *
 * @param name of the package
 * @param without parts of it, and of what it depends on, to leave out
 * @param allow names of maintainer scripts that the recipe knows not to run
 * @param at where the recipe asks for it
 */
public record PackageRequest(String name, Set<PackageFilter> without, Set<String> allow, Span at) {
  /** Copies the sets. */
  public PackageRequest {
    without = without.isEmpty() ? EnumSet.noneOf(PackageFilter.class) : EnumSet.copyOf(without);
    allow = Set.copyOf(allow);
  }
}
