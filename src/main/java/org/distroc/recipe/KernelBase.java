package org.distroc.recipe;

import java.nio.file.Path;

/** The configuration that the options are applied to. */
public sealed interface KernelBase {
  /** One of the kernel's own: {@code tinyconfig}, {@code allnoconfig}, {@code defconfig}. */
  record Target(String name) implements KernelBase {}

  /**
   * A configuration file next to the recipe.
   *
   * @param file absolute; it was a file in the recipe's folder when the recipe was read
   */
  record ConfigFile(Path file) implements KernelBase {}
}
