package org.distroc.recipe.layers;

import java.util.List;
import java.util.Optional;

/**
 * What the command line changes in a recipe, on top of what the recipe and its bases say.
 *
 * @param architecture the one to build for; that of the recipe if empty
 * @param settings values of keys, each as {@code qemu.memory=256M}
 * @param parameters values of parameters, each as {@code port=81}
 */
public record Overrides(
    Optional<String> architecture, List<String> settings, List<String> parameters) {
  /** Nothing is changed. */
  public static final Overrides NONE = new Overrides(Optional.empty(), List.of(), List.of());

  /** Copies the lists. */
  public Overrides {
    settings = List.copyOf(settings);
    parameters = List.copyOf(parameters);
  }

  /** The same, for one architecture. */
  public Overrides on(String one) {
    return new Overrides(Optional.of(one), settings, parameters);
  }

  /** Whether nothing is changed. */
  public boolean isEmpty() {
    return architecture.isEmpty() && settings.isEmpty() && parameters.isEmpty();
  }
}
