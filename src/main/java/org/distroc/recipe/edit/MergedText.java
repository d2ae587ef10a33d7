package org.distroc.recipe.edit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Span;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;

/**
 * A recipe with everything that it builds on merged into it, as one file again. In YAML each value
 * has a comment that says where it comes from: {@code # from base.yaml:12}.
 */
public final class MergedText {
  private final StringBuilder out = new StringBuilder();

  private MergedText() {}

  /** The recipe in YAML, with the origin of each value. */
  public static String yaml(SourceLocations recipe) {
    MergedText text = new MergedText();
    if (recipe.node("") instanceof Node.Keys root) {
      text.keys(root, 0, "");
    }
    return text.out.toString();
  }

  private void keys(Node.Keys keys, int indent, String first) {
    String lead = first;
    for (Node.Entry entry : keys.entries().values()) {
      out.append(lead.isEmpty() ? " ".repeat(indent) : lead);
      lead = "";
      out.append(ScalarSpelling.key(entry.key().text())).append(':');
      value(entry.value(), indent + 2);
    }
  }

  /** A value after its key or its dash. */
  private void value(Node value, int indent) {
    if (value instanceof Node.Keys keys && !keys.entries().isEmpty()) {
      out.append('\n');
      keys(keys, indent, "");
    } else if (value instanceof Node.Items items && !items.items().isEmpty()) {
      out.append('\n');
      items.items().forEach(item -> item(item, indent));
    } else {
      out.append(' ').append(word(value)).append("  # from ").append(origin(value)).append('\n');
    }
  }

  private void item(Node item, int indent) {
    if (item instanceof Node.Keys keys && !keys.entries().isEmpty()) {
      keys(keys, indent + 2, " ".repeat(indent) + "- ");
    } else {
      out.append(" ".repeat(indent)).append('-');
      value(item, indent + 2);
    }
  }

  private static String word(Node value) {
    if (value instanceof Node.Scalar scalar) {
      return scalar.kind() == Node.Kind.TEXT
          ? ScalarSpelling.text(scalar.text())
          : scalar.text().isEmpty() ? "null" : scalar.text();
    }
    return value instanceof Node.Keys ? "{}" : "[]";
  }

  private static String origin(Node value) {
    Span at = value.source().span(value.start(), value.end());
    return at.file() + ":" + at.line();
  }

  /** The recipe as maps, lists and scalars, for JSON. */
  public static Object plain(SourceLocations recipe) {
    return plain(recipe.node(""));
  }

  private static Object plain(Node node) {
    if (node instanceof Node.Keys keys) {
      Map<String, Object> map = new LinkedHashMap<>();
      keys.entries().forEach((key, entry) -> map.put(key, plain(entry.value())));
      return map;
    }
    if (node instanceof Node.Items items) {
      List<Object> list = new ArrayList<>();
      items.items().forEach(item -> list.add(plain(item)));
      return list;
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return switch (scalar.kind()) {
      case INTEGER -> new BigInteger(scalar.text());
      case BOOLEAN -> Boolean.valueOf(scalar.text());
      case NULL, BROKEN -> null;
      // A decimal number is the value of an option, and there a string means the same.
      default -> scalar.text();
    };
  }

  /** Where each single value comes from, by JSON pointer. */
  public static Map<String, Object> origins(SourceLocations recipe) {
    Map<String, Object> origins = new LinkedHashMap<>();
    for (String pointer : recipe.values().keySet()) {
      Node value = recipe.node(pointer);
      Span at = value.source().span(value.start(), value.end());
      Map<String, Object> place = new LinkedHashMap<>();
      place.put("file", at.file());
      place.put("line", at.line());
      place.put("column", at.column());
      if (at.extendedAt().isPresent()) {
        place.put("extended_by", at.chain().stream().map(Span::place).toList());
      }
      origins.put(pointer, place);
    }
    return origins;
  }
}
