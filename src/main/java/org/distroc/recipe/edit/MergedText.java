package org.distroc.recipe.edit;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Span;
import org.distroc.recipe.schema.LanguageSchema;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;

/**
 * A recipe with everything that it builds on merged into it, as one file again. In YAML each value
 * has a comment that says where it comes from: {@code # from base.yaml:12}.
 */
public final class MergedText {
  private final SourceLocations recipe;
  private final Map<Node, String> paths;
  private final Map<Node, String> notes;
  private final StringBuilder out = new StringBuilder();

  /** A recipe in a folder, where the paths in the result start. */
  public MergedText(SourceLocations recipe, Path folder) {
    this(recipe, folder, Map.of());
  }

  /**
   * As above.
   *
   * @param notes what the comments of values say besides their origin
   */
  public MergedText(SourceLocations recipe, Path folder, Map<Node, String> notes) {
    this.notes = Map.copyOf(notes);
    this.recipe = recipe;
    this.paths = RecipePaths.relative(recipe, folder);
  }

  /** The recipe in YAML, with the origin of each value. */
  public String yaml() {
    out.setLength(0);
    keys(inOrder(), 0, "");
    return out.toString();
  }

  /** The recipe with its keys in the order of the language; those of the lowest base came first. */
  private Node.Keys inOrder() {
    Node.Keys root = (Node.Keys) recipe.node("");
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (String key : LanguageSchema.ofRecipes().keys()) {
      if (root.entries().containsKey(key)) {
        entries.put(key, root.entries().get(key));
      }
    }
    root.entries().forEach(entries::putIfAbsent);
    return new Node.Keys(
        entries, root.block(), root.complete(), root.source(), root.start(), root.end());
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
      out.append(' ').append(word(value)).append("  # from ").append(origin(value));
      out.append(notes.containsKey(value) ? "; " + notes.get(value) : "").append('\n');
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

  private String word(Node value) {
    if (value instanceof Node.Scalar scalar) {
      return scalar.kind() == Node.Kind.TEXT
          ? ScalarSpelling.text(text(scalar))
          : scalar.text().isEmpty() ? "null" : scalar.text();
    }
    return value instanceof Node.Keys ? "{}" : "[]";
  }

  private String text(Node.Scalar scalar) {
    return paths.getOrDefault(scalar, scalar.text());
  }

  private static String origin(Node value) {
    Span at = value.source().span(value.start(), value.end());
    return at.file() + ":" + at.line();
  }

  /** The recipe as maps, lists and scalars, for JSON. */
  public Object plain() {
    return plain(inOrder());
  }

  private Object plain(Node node) {
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
      default -> text(scalar);
    };
  }

  /** Where each single value comes from, by JSON pointer. */
  public Map<String, Object> origins() {
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
