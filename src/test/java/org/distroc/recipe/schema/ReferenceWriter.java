package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.recipe.text.Language;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Writes the reference of all keys of a language, such as {@code docs/reference.md}. */
final class ReferenceWriter {
  private final StringBuilder out = new StringBuilder();

  private ReferenceWriter() {}

  static String write(Language language) {
    JsonNode schema = LanguageSchema.of(language).json();
    ReferenceWriter writer = new ReferenceWriter();
    writer.out.append("# The keys of a " + language.noun() + "\n\n");
    writer.out.append("<!-- Generated from " + language.schema().substring(1) + ". To");
    writer.out.append(" regenerate it:\n");
    writer.out.append("     mvn -q test -Dtest=ReferenceTest -Ddistroc.update=true -->\n\n");
    writer.out.append(schema.path("description").stringValue()).append("\n\n");
    writer.out.append(
        "The format is YAML 1.2 without anchors, tags and merge keys. Unknown keys are errors.\n");
    writer.out.append("All keys are optional unless marked *required*.\n\n");
    writer.summary(schema, "", 0);
    writer.out.append('\n');
    writer.keys(schema, "", false);
    return writer.out.toString();
  }

  private void summary(JsonNode schema, String path, int depth) {
    for (Map.Entry<String, JsonNode> key : schema.path("properties").properties()) {
      String name = path.isEmpty() ? key.getKey() : path + "." + key.getKey();
      String anchor = name.replaceAll("[^a-z0-9_-]", "");
      out.append("  ".repeat(depth)).append("- [`").append(key.getKey()).append("`](#");
      out.append(anchor).append(")\n");
      summary(key.getValue(), name, depth + 1);
      summary(key.getValue().path("items"), name + "[]", depth + 1);
      summary(named(name, key.getValue()), name + ".NAME", depth + 1);
    }
  }

  private void keys(JsonNode schema, String path, boolean choice) {
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.stringValue()));
    for (Map.Entry<String, JsonNode> key : schema.path("properties").properties()) {
      String name = path.isEmpty() ? key.getKey() : path + "." + key.getKey();
      JsonNode value = key.getValue();
      out.append("## `").append(name).append("`\n\n");
      out.append(value.path("description").stringValue()).append("\n\n");
      if (required.contains(key.getKey())) {
        out.append("- *required*\n");
      } else if (choice) {
        out.append("- one of these keys is required\n");
      }
      facts(value);
      out.append('\n');
      keys(value, name, value.has("maxProperties"));
      keys(value.path("items"), name + "[]", value.path("items").has("maxProperties"));
      keys(named(name, value), name + ".NAME", false);
    }
  }

  /** The maps that stand under names, unless their keys are described elsewhere. */
  static JsonNode named(String path, JsonNode value) {
    boolean elsewhere = path.equals("tests") || path.equals("architectures");
    return elsewhere ? MissingNode.getInstance() : value.path("additionalProperties");
  }

  private void facts(JsonNode value) {
    out.append("- type: ").append(kind(value)).append('\n');
    values(value);
    fact("format", value.path("patternErrorMessage").stringValue(""));
    fact("format of an item", value.path("items").path("patternErrorMessage").stringValue(""));
    fact(
        "format of a name",
        value.path("propertyNames").path("patternErrorMessage").stringValue(""));
    limits(value);
    if (value.has("default")) {
      out.append("- default: `").append(Examples.yaml(value.path("default"))).append("`\n");
    }
    List<String> examples = new ArrayList<>();
    value.path("examples").forEach(e -> examples.add("`" + Examples.yaml(e) + "`"));
    fact(examples.size() == 1 ? "example" : "examples", String.join(", ", examples));
  }

  private void values(JsonNode value) {
    List<String> values = new ArrayList<>();
    for (JsonNode from : List.of(value, value.path("then"), value.path("items"))) {
      from.path("enum").forEach(v -> values.add("`" + v.stringValue() + "`"));
    }
    fact("allowed values", String.join(", ", values));
  }

  private void limits(JsonNode value) {
    if (value.has("minimum")) {
      fact("range", value.path("minimum") + " to " + value.path("maximum"));
    }
    if (value.has("maxLength")) {
      fact("at most", value.path("maxLength") + " characters");
    }
    if (value.has("minItems")) {
      fact("at least", value.path("minItems") + " item");
    }
    if (value.has("maxItems")) {
      fact("at most", value.path("maxItems") + " items");
    }
    if (value.path("uniqueItems").asBoolean(false)) {
      out.append("- items must be unique\n");
    }
  }

  private void fact(String name, String text) {
    if (!text.isEmpty()) {
      out.append("- ").append(name).append(": ").append(text).append('\n');
    }
  }

  private static String kind(JsonNode value) {
    List<String> kinds = new ArrayList<>();
    JsonNode type = value.path("type");
    for (JsonNode one : type.isArray() ? type : List.of(type)) {
      kinds.add(
          switch (one.stringValue()) {
            case "string" -> "string";
            case "integer" -> "integer";
            case "number" -> "number";
            case "array" -> "list";
            case "boolean" -> "boolean";
            case "null" -> "null";
            default -> value.has("properties") ? "map, keys below" : "map of names to values";
          });
    }
    return String.join(" or ", kinds);
  }
}
