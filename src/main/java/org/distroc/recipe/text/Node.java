package org.distroc.recipe.text;

import java.util.List;
import java.util.Map;

/**
 * A value of a recipe with its place: {@code start} and {@code end} are indexes into its {@link
 * #source}, so that the values of one recipe may come from several files.
 */
public sealed interface Node {
  /** The text that it is written in. */
  SourceText source();

  /** The index of its first character. */
  int start();

  /** The index after its last character. */
  int end();

  /** The type of a value, as in JSON. */
  enum Kind {
    /** A string. */
    TEXT("a string"),
    /** A number without a fraction. */
    INTEGER("a number"),
    /** A number with a fraction or an exponent. */
    DECIMAL("a decimal number"),
    /** {@code true} or {@code false}. */
    BOOLEAN("a boolean"),
    /** Null, or nothing written. */
    NULL("nothing"),
    /** A list. */
    LIST("a list"),
    /** A map. */
    MAP("a map"),
    /** A mistake that was reported already; further checks ignore it. */
    BROKEN("a mistake");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** What messages call it, with its article. */
    public String words() {
      return words;
    }
  }

  /** Its type. */
  Kind kind();

  /**
   * A single value.
   *
   * @param text without quotes, escapes resolved, numbers as spelled
   * @param plain whether it is written without quotes
   */
  record Scalar(Kind kind, String text, boolean plain, SourceText source, int start, int end)
      implements Node {}

  /**
   * A list.
   *
   * @param block whether it is written with dashes, not in brackets
   */
  record Items(List<Node> items, boolean block, SourceText source, int start, int end)
      implements Node {
    @Override
    public Kind kind() {
      return Kind.LIST;
    }
  }

  /**
   * A map of keys.
   *
   * @param entries in the order of the text, each key once
   * @param block whether it is written on lines, not in braces
   * @param complete whether no entry is left out because its key is a mistake
   */
  record Keys(
      Map<String, Entry> entries,
      boolean block,
      boolean complete,
      SourceText source,
      int start,
      int end)
      implements Node {
    @Override
    public Kind kind() {
      return Kind.MAP;
    }

    /** The value of a key, or null. */
    public Node get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, Node value) {}
}
