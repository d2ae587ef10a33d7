package org.distroc.kconfig.eval;

import java.util.Objects;

/** What a configuration starts from, before its fragment. */
public sealed interface BaseConfig {
  /**
   * A target of the kernel's makefile.
   *
   * @param name tinyconfig, allnoconfig, allyesconfig, allmodconfig, alldefconfig, defconfig, or
   *     the name of a file of the architecture that ends in {@code defconfig}
   */
  record Target(String name) implements BaseConfig {
    /** Refuses null. */
    public Target {
      Objects.requireNonNull(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * The text of a {@code .config} file, which may be incomplete.
   *
   * @param name how messages call it
   * @param content its lines
   */
  record Text(String name, String content) implements BaseConfig {
    /** Refuses null. */
    public Text {
      Objects.requireNonNull(name);
      Objects.requireNonNull(content);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
