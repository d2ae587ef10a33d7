package org.distroc.recipe;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.host.Sha256;
import org.distroc.recipe.text.Node;

/**
 * Digests of what a recipe says, key by key, to hold builds to in a lock file. Comments, quotes and
 * the order of keys make no difference. Every key has a digest unless it is named here as harmless:
 * one that is added to the language is locked from the first day.
 */
public final class RecipeDigests {
  /** Keys that no built file depends on, with dots, and the reasons. */
  static final Map<String, String> HARMLESS =
      Map.ofEntries(
          Map.entry("distro", "the lock has the version of the language itself"),
          Map.entry("version", "shown in comments, the manifest and the bill of materials"),
          Map.entry("description", "shown in README.md and the bill of materials"),
          Map.entry("test", "what the guest has to do"),
          Map.entry("tests", "what guests have to do"),
          Map.entry("qemu.memory", "how QEMU starts what was built"),
          Map.entry("qemu.cpu", "how QEMU starts what was built"),
          Map.entry("qemu.machine", "how QEMU starts what was built"),
          Map.entry("qemu.smp", "how QEMU starts what was built"),
          Map.entry("qemu.accel", "how QEMU starts what was built"),
          Map.entry("qemu.network", "how QEMU starts what was built"),
          Map.entry("qemu.firmware", "how QEMU starts what was built"),
          Map.entry("qemu.drive", "how QEMU starts what was built"),
          Map.entry("qemu.flags", "how QEMU starts what was built"),
          Map.entry("qemu.variants", "other machines for the tests"));

  /** The key whose keys have digests of their own: {@code qemu.display} is built in, others not. */
  private static final String SPLIT = "qemu";

  private RecipeDigests() {}

  /** SHA-256 in hexadecimal digits by dotted key, for each key that the recipe writes. */
  public static SortedMap<String, String> of(Recipe recipe) {
    return of(recipe.locations().node(""));
  }

  /** The same of a whole document. */
  static SortedMap<String, String> of(Node document) {
    SortedMap<String, String> digests = new TreeMap<>();
    add(digests, "", document);
    return digests;
  }

  private static void add(SortedMap<String, String> digests, String parent, Node node) {
    if (node instanceof Node.Keys keys) {
      keys.entries()
          .forEach(
              (key, entry) -> {
                String name = parent + key;
                if (name.equals(SPLIT) && entry.value() instanceof Node.Keys) {
                  add(digests, name + ".", entry.value());
                } else if (!HARMLESS.containsKey(name)) {
                  StringBuilder text = new StringBuilder();
                  append(text, entry.value());
                  digests.put(name, Sha256.of(text.toString()));
                }
              });
    }
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
