package org.distroc.recipe.layers;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.Wording;

/** Values that two bases set differently, of which neither extends the other. */
final class Conflicts {
  private record Conflict(Node first, Node second) {}

  private final Map<String, Conflict> found = new LinkedHashMap<>();
  private final Map<SourceText, Layer> layers = new IdentityHashMap<>();
  private Layer current;

  /** The values that are replaced from now on are replaced by this layer. */
  void enter(Layer layer) {
    current = layer;
    layers.put(layer.text(), layer);
  }

  /** A value replaces one of a layer below. */
  void replaced(String pointer, Node lower, Node upper) {
    Layer owner = layers.get(lower.source());
    Conflict before = found.get(pointer);
    if (before != null && decides(before)) {
      found.remove(pointer);
    } else if (owner != null
        && owner != current
        && !current.below().contains(owner)
        && !Same.values(lower, upper)) {
      found.put(pointer, new Conflict(lower, upper));
    }
  }

  /** Whether the current layer knows both values, and so decides between them. */
  private boolean decides(Conflict conflict) {
    Layer first = layers.get(conflict.first().source());
    Layer second = layers.get(conflict.second().source());
    return current.below().contains(first) && current.below().contains(second);
  }

  /** Warns of those that nothing on top decides. */
  void report(SourceLocations merged, FileDiagnostics findings) {
    found.forEach(
        (pointer, conflict) -> {
          if (merged.node(pointer) == conflict.second()) {
            findings.warning(conflict.second(), warning(pointer, conflict));
          }
        });
  }

  private static Diagnostic warning(String pointer, Conflict conflict) {
    return Diagnostic.warning(
            Code.D1103, "two bases set " + Wording.place(pointer, Language.RECIPE) + " differently")
        .label("this one takes effect")
        .why("it is also set at " + Removals.place(conflict.first()))
        .help("set it in the recipe that extends both");
  }
}
