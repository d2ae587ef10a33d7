package org.distroc.recipe;

import java.util.List;
import java.util.Map;

/**
 * A value of a recipe with its place in the text.
 *
 * <p>{@code start} and {@code end} are indexes into the {@link SourceText}.
 */
sealed interface Node {
  int start();

  int end();

  /** What a value is, in the words of JSON. */
  enum Kind {
    TEXT("a text"),
    INTEGER("a number"),
    DECIMAL("a decimal number"),
    BOOLEAN("a truth value"),
    NULL("nothing"),
    LIST("a list"),
    MAP("a map of keys"),
    /** A mistake that was reported already: nothing more is said about it. */
    BROKEN("a mistake");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  Kind kind();

  /**
   * A single value.
   *
   * @param text as it is meant: without quotes, escapes resolved, numbers as they were spelled
   * @param plain whether it was written without quotes
   */
  record Scalar(Kind kind, String text, boolean plain, int start, int end) implements Node {}

  /** A list. */
  record Items(List<Node> items, boolean block, int start, int end) implements Node {
    @Override
    public Kind kind() {
      return Kind.LIST;
    }
  }

  /**
   * A map of keys.
   *
   * @param entries in the order of the text, each key once
   * @param complete whether nothing was left out because its key was a mistake
   */
  record Keys(Map<String, Entry> entries, boolean block, boolean complete, int start, int end)
      implements Node {
    @Override
    public Kind kind() {
      return Kind.MAP;
    }

    /** The value of a key, or null. */
    Node get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, Node value) {}
}
