package org.distroc.recipe;

import java.util.Objects;
import java.util.Optional;

/**
 * One change of {@code kernel.options}.
 *
 * @param name of the option, without {@code CONFIG_}
 * @param value that it gets, as {@link Recipe.Kernel#options} has it; empty to remove the option
 */
public record OptionEdit(String name, Optional<String> value) {
  /** Refuses null. */
  public OptionEdit {
    Objects.requireNonNull(name);
    Objects.requireNonNull(value);
  }

  /** Adds the option, or changes its value. */
  public static OptionEdit set(String name, String value) {
    return new OptionEdit(name, Optional.of(value));
  }

  /** Removes the option. */
  public static OptionEdit remove(String name) {
    return new OptionEdit(name, Optional.empty());
  }

  /** As a person would say it. */
  @Override
  public String toString() {
    return value.map(v -> name + ": " + ScalarSpelling.of(v)).orElse("no " + name);
  }
}
