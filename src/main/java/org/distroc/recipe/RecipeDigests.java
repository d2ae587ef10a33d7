package org.distroc.recipe;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.host.Sha256;

/**
 * Digests of what a recipe says, part by part. Comments, quotes and the order of keys make no
 * difference; what has no influence on the files that are built, such as the test, has no digest.
 */
public final class RecipeDigests {
  /** The parts on which the bytes of the built files depend. */
  private static final List<String> PARTS =
      List.of("name", "architecture", "kernel", "init", "image", "qemu.display");

  private RecipeDigests() {}

  /** SHA-256 in hexadecimal digits by dotted key, for each part that the recipe writes. */
  public static SortedMap<String, String> of(Recipe recipe) {
    SortedMap<String, String> digests = new TreeMap<>();
    for (String part : PARTS) {
      Node node = recipe.places().node("/" + part.replace('.', '/'));
      if (node != null) {
        StringBuilder text = new StringBuilder();
        append(text, node);
        digests.put(part, Sha256.of(text.toString()));
      }
    }
    return digests;
  }

  /** One text for each meaning: lengths before texts, keys sorted. */
  private static void append(StringBuilder out, Node node) {
    if (node instanceof Node.Keys keys) {
      out.append('{');
      new TreeMap<>(keys.entries())
          .forEach(
              (key, entry) -> {
                append(out, key);
                append(out, entry.value());
              });
      out.append('}');
    } else if (node instanceof Node.Items items) {
      out.append('[');
      items.items().forEach(item -> append(out, item));
      out.append(']');
    } else {
      append(out, ((Node.Scalar) node).text());
    }
  }

  private static void append(StringBuilder out, String text) {
    out.append(text.length()).append(':').append(text);
  }
}
