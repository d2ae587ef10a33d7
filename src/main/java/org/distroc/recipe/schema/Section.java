package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.recipe.text.Node;
import org.distroc.spec.RecipeValues;
import org.distroc.spec.Variants;
import tools.jackson.databind.JsonNode;

/**
 * A map of the recipe and its schema, which has the defaults.
 *
 * @param keys null if the recipe does not have the map
 */
public record Section(Node.Keys keys, JsonNode schema) {
  /** Of a node that is a map, or of nothing. */
  public Section(Node node, JsonNode schema) {
    this(node instanceof Node.Keys keys ? keys : null, schema);
  }

  /** The top of a valid document. */
  public static Section of(Node root, LanguageSchema schema) {
    return new Section(root, schema.json());
  }

  /** Whether the recipe sets a key. */
  public boolean has(String key) {
    return node(key) != null;
  }

  /** The value of a key, or null. */
  public Node node(String key) {
    return keys == null ? null : keys.get(key);
  }

  /** The map at a key. */
  public Section section(String key) {
    return new Section(node(key), schema.path("properties").path(key));
  }

  /** The value of a key that may be absent. */
  public Optional<String> optional(String key) {
    return node(key) instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
  }

  /** The value of a key, or its default. */
  public String text(String key) {
    return node(key) instanceof Node.Scalar scalar
        ? scalar.text()
        : schema.path("properties").path(key).path("default").asString();
  }

  /** An integer. */
  public int number(String key) {
    return RecipeValues.integer(text(key));
  }

  /** The keys that the recipe has, in their order. */
  public List<String> keyNames() {
    return keys == null ? List.of() : List.copyOf(keys.entries().keySet());
  }

  /** The map at a name that the schema does not list. */
  public Section item(String name) {
    return new Section(node(name), schema.path("additionalProperties"));
  }

  /** The constant of an enumeration that a key names. */
  public <E extends Enum<E>> E word(Class<E> type, String key) {
    return RecipeValues.constant(type, text(key));
  }

  /** The items of a list; a single string counts as a list of one. */
  public List<String> texts(String key) {
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

  /** The maps of a list. */
  public List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    if (node(key) instanceof Node.Items items) {
      for (Node item : items.items()) {
        sections.add(new Section(item, schema.path("properties").path(key).path("items")));
      }
    }
    return sections;
  }

  /** This map as {@code qemu.variants}. */
  public Variants variants() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String key : keyNames()) {
      if (!key.equals("exclude")) {
        values.put(key, texts(key));
      }
    }
    List<Map<String, String>> excluded = new ArrayList<>();
    for (Section item : sections("exclude")) {
      Map<String, String> combination = new LinkedHashMap<>();
      item.keyNames().forEach(key -> combination.put(key, item.text(key)));
      excluded.add(combination);
    }
    return new Variants(values, excluded);
  }
}
