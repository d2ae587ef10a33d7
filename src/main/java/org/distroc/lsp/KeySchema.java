package org.distroc.lsp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.recipe.schema.LanguageSchema;
import tools.jackson.databind.JsonNode;

/** What the schema of recipes allows at a path of keys. */
final class KeySchema {
  private static final List<String> ALTERNATIVES = List.of("oneOf", "anyOf", "allOf");

  /** The section for an architecture has the keys of a recipe. */
  private static final String SECTIONS = "architectures";

  private final List<JsonNode> nodes;

  private KeySchema(List<JsonNode> nodes) {
    this.nodes = nodes;
  }

  /** What is allowed at a path from the top of a recipe. */
  static KeySchema at(List<String> path) {
    JsonNode top = LanguageSchema.ofRecipes().json();
    boolean section = path.size() >= 2 && path.get(0).equals(SECTIONS);
    List<JsonNode> nodes = withAlternatives(List.of(top));
    for (String step : section ? path.subList(2, path.size()) : path) {
      List<JsonNode> below = new ArrayList<>();
      for (JsonNode node : nodes) {
        JsonNode one = step(node, step);
        if (one.isObject()) {
          below.add(one);
        }
      }
      nodes = withAlternatives(below);
    }
    return new KeySchema(nodes);
  }

  private static JsonNode step(JsonNode node, String step) {
    if (step.equals(CursorPlace.ITEM)) {
      return node.path("items");
    }
    JsonNode known = node.path("properties").path(step);
    if (known.isObject()) {
      return known;
    }
    for (Map.Entry<String, JsonNode> pattern : node.path("patternProperties").properties()) {
      return pattern.getValue();
    }
    return node.path("additionalProperties");
  }

  private static List<JsonNode> withAlternatives(List<JsonNode> nodes) {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode node : nodes) {
      all.add(node);
      for (String word : ALTERNATIVES) {
        List<JsonNode> members = new ArrayList<>();
        node.path(word).forEach(members::add);
        all.addAll(withAlternatives(members));
      }
      for (String word : List.of("then", "else")) {
        if (node.path(word).isObject()) {
          all.addAll(withAlternatives(List.of(node.path(word))));
        }
      }
    }
    return all;
  }

  /** The keys of a map here, each with what is allowed as its value. */
  Map<String, KeySchema> keys() {
    Map<String, List<JsonNode>> found = new LinkedHashMap<>();
    for (JsonNode node : nodes) {
      for (Map.Entry<String, JsonNode> key : node.path("properties").properties()) {
        if (key.getValue().isObject()) {
          found.computeIfAbsent(key.getKey(), k -> new ArrayList<>()).add(key.getValue());
        }
      }
    }
    Map<String, KeySchema> keys = new LinkedHashMap<>();
    found.forEach((key, below) -> keys.put(key, new KeySchema(withAlternatives(below))));
    return keys;
  }

  /**
   * Values that can be written here: those of an enumeration, else true and false, else examples.
   */
  Set<String> values() {
    Set<String> values = new LinkedHashSet<>();
    for (JsonNode node : nodes) {
      node.path("enum").forEach(value -> add(value, values));
      add(node.path("const"), values);
    }
    if (values.isEmpty() && types().contains("boolean")) {
      values.addAll(List.of("true", "false"));
    }
    if (values.isEmpty()) {
      nodes.forEach(node -> node.path("examples").forEach(value -> add(value, values)));
    }
    return values;
  }

  private static void add(JsonNode value, Set<String> values) {
    if (value.isString()) {
      values.add(value.stringValue());
    } else if (value.isNumber() || value.isBoolean()) {
      values.add(value.toString());
    }
  }

  /** The first description. */
  String description() {
    return nodes.stream()
        .map(node -> node.path("description"))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .findFirst()
        .orElse("");
  }

  /** Whether a map is written here, and nothing else. */
  boolean isMap() {
    return types().equals(Set.of("object"));
  }

  /** Whether a list is written here, and nothing else. */
  boolean isList() {
    return types().equals(Set.of("array"));
  }

  private Set<String> types() {
    Set<String> types = new LinkedHashSet<>();
    for (JsonNode node : nodes) {
      JsonNode type = node.path("type");
      if (type.isString()) {
        types.add(type.stringValue());
      }
      type.forEach(one -> add(one, types));
    }
    return types.stream().filter(type -> !type.equals("null")).collect(Collectors.toSet());
  }
}
