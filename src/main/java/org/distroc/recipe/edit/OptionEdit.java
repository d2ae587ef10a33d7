package org.distroc.recipe.edit;

import java.util.Objects;
import java.util.Optional;

/**
 * A change of {@code kernel.options}.
 *
 * @param name of the option, without {@code CONFIG_}
 * @param value that it gets, without quotes; empty to remove the option
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

  /** For messages: {@code NAME: value}, or {@code no NAME}. */
  @Override
  public String toString() {
    return value.map(v -> name + ": " + ScalarSpelling.of(v)).orElse("no " + name);
  }
}
