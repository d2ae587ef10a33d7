package org.distroc.recipe.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.distroc.recipe.schema.LanguageSchema;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceText;

/** The keys that say how recipes build on others; the merged recipe does not have them. */
final class LayerKeys {
  static final String EXTENDS = "extends";
  static final String ARCHITECTURES = "architectures";

  private static final Set<String> ALL = Set.of(EXTENDS, ARCHITECTURES, Parameters.KEY);
  private static final String LANGUAGE = "distro";
  private static final String NAME = "name";
  private static final String FILE = "file";

  private LayerKeys() {}

  /** Whether a file needs merging at all. */
  static boolean in(Node.Keys root) {
    return ALL.stream().anyMatch(root.entries()::containsKey);
  }

  /** Whether a file says that it is a recipe. */
  static boolean isRecipe(Node.Keys root) {
    return root.entries().containsKey(LANGUAGE);
  }

  /** Checks how these keys are written; a value that is wrong is marked as bad. */
  static void check(SourceText text, Node.Keys root, FileDiagnostics findings) {
    if (in(root)) {
      Node.Keys keys = filtered(root, ALL::contains);
      LanguageSchema.ofRecipes().part(ALL).check(new SourceLocations(text, keys), keys, findings);
    }
  }

  /** What of a file is merged: the rest of its keys, of a base without its name. */
  static Node.Keys others(Layer layer) {
    boolean base = layer.text().base().isPresent();
    return filtered(layer.root(), key -> !ALL.contains(key) && !(base && key.equals(NAME)));
  }

  private static Node.Keys filtered(Node.Keys root, Predicate<String> kept) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    root.entries()
        .forEach(
            (key, entry) -> {
              if (kept.test(key)) {
                entries.put(key, entry);
              }
            });
    return new Node.Keys(
        entries, root.block(), root.complete(), root.source(), root.start(), root.end());
  }

  /**
   * A base as a recipe names it.
   *
   * @param file the path
   * @param with values of its parameters
   */
  record Base(Node.Scalar file, Map<String, Node.Entry> with) {}

  /** What a recipe extends, in order. */
  static List<Base> bases(Node.Keys root) {
    List<Base> bases = new ArrayList<>();
    Node value = root.get(EXTENDS);
    for (Node item : value instanceof Node.Items items ? items.items() : only(value)) {
      Node file = item instanceof Node.Keys keys ? keys.get(FILE) : item;
      Node with = item instanceof Node.Keys keys ? keys.get("with") : null;
      if (file instanceof Node.Scalar name && name.kind() == Node.Kind.TEXT) {
        bases.add(new Base(name, with instanceof Node.Keys values ? values.entries() : Map.of()));
      }
    }
    return bases;
  }

  private static List<Node> only(Node node) {
    return node == null ? List.of() : List.of(node);
  }
}
