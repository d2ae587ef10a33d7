package org.distroc.recipe.layers;

import java.util.List;
import java.util.Map;
import org.distroc.recipe.text.Node;

/** Compares values without their places. */
final class Same {
  private Same() {}

  /** Whether both mean the same, the order of keys aside. */
  static boolean values(Node one, Node other) {
    if (one instanceof Node.Keys a && other instanceof Node.Keys b) {
      return a.entries().keySet().equals(b.entries().keySet())
          && a.entries().entrySet().stream().allMatch(e -> same(e, b));
    }
    if (one instanceof Node.Items a && other instanceof Node.Items b) {
      return items(a.items(), b.items());
    }
    return one instanceof Node.Scalar a
        && other instanceof Node.Scalar b
        && a.kind() == b.kind()
        && a.text().equals(b.text());
  }

  private static boolean same(Map.Entry<String, Node.Entry> entry, Node.Keys other) {
    return values(entry.getValue().value(), other.get(entry.getKey()));
  }

  private static boolean items(List<Node> a, List<Node> b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = values(a.get(i), b.get(i));
    }
    return same;
  }
}
