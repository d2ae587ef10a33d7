package org.distroc.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A map of the recipe, or the lack of one, beside the schema that knows its defaults. */
record Section(Node.Keys keys, JsonNode schema) {
  Section(Node node, JsonNode schema) {
    this(node instanceof Node.Keys keys ? keys : null, schema);
  }

  boolean has(String key) {
    return node(key) != null;
  }

  Node node(String key) {
    return keys == null ? null : keys.get(key);
  }

  Section section(String key) {
    return new Section(node(key), schema.path("properties").path(key));
  }

  Optional<String> optional(String key) {
    return node(key) instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
  }

  String text(String key) {
    return node(key) instanceof Node.Scalar scalar
        ? scalar.text()
        : schema.path("properties").path(key).path("default").asString();
  }

  /** A whole number. */
  int number(String key) {
    return wholeNumber(text(key));
  }

  /** YAML writes the same number as 2 and as 2.0. */
  static int wholeNumber(String text) {
    return (int) Double.parseDouble(text);
  }

  /** The keys that are written, in their order. */
  List<String> keyNames() {
    return keys == null ? List.of() : List.copyOf(keys.entries().keySet());
  }

  /** The map under a name that the schema does not list. */
  Section item(String name) {
    return new Section(node(name), schema.path("additionalProperties"));
  }

  <E extends Enum<E>> E word(Class<E> type, String key) {
    return Enum.valueOf(type, text(key).toUpperCase(Locale.ROOT));
  }

  /** The items of a list; a single text counts as a list of one. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    Node node = node(key);
    if (node instanceof Node.Items items) {
      for (Node item : items.items()) {
        texts.add(((Node.Scalar) item).text());
      }
    } else if (node instanceof Node.Scalar scalar) {
      texts.add(scalar.text());
    } else {
      for (JsonNode item : schema.path("properties").path(key).path("default")) {
        texts.add(item.stringValue());
      }
    }
    return texts;
  }

  List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    if (node(key) instanceof Node.Items items) {
      for (Node item : items.items()) {
        sections.add(new Section(item, schema.path("properties").path(key).path("items")));
      }
    }
    return sections;
  }
}
