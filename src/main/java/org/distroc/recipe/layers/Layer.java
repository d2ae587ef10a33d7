package org.distroc.recipe.layers;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceText;

/**
 * One file of a recipe.
 *
 * @param text what it says
 * @param root its keys
 * @param below all files that it extends, directly or not
 */
record Layer(SourceText text, Node.Keys root, Set<Layer> below) {

  /** A file that extends these and, with them, what they extend. */
  static Layer on(SourceText text, Node.Keys root, List<Layer> bases) {
    Set<Layer> below = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Layer base : bases) {
      below.add(base);
      below.addAll(base.below);
    }
    return new Layer(text, root, below);
  }

  /** Each file is a layer of its own, whatever it says. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
