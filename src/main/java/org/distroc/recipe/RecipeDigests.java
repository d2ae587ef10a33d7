package org.distroc.recipe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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
        digests.put(part, sha256(text.toString()));
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

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
