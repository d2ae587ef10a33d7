package org.distroc.recipe.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema for editors, which follows from that of the language. The schema of the language
 * describes a recipe once everything is merged; an editor shows one file of it. There a value can
 * be {@code null} if there is a base, a list can be changed, a text can contain parameters if the
 * file declares some, and what a base may have is not required.
 */
public final class EditorSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonNode LANGUAGE = LanguageSchema.ofRecipes().json();

  /** Keys that are the same in each file. */
  private static final Set<String> FIXED = Set.of("distro", "name", "extends", "parameters");

  private static final String SECTIONS = "architectures";

  private static final Set<String> NOT_IN_SECTIONS =
      Set.of("distro", "architecture", "extends", SECTIONS, "parameters");

  /** What only holds for merged maps. */
  private static final List<String> OF_WHOLE_MAPS = List.of("required", "minProperties", "allOf");

  /** What no editor shows. */
  private static final List<String> UNSEEN = List.of("examples", "meant", "kinds");

  private final ObjectNode definitions = JSON.objectNode();

  /** The whole schema, as JSON. */
  public static String text() {
    StringBuilder text = new StringBuilder("{\n");
    ObjectNode whole = whole();
    JsonNode definitions = whole.remove("definitions");
    whole.properties().forEach(entry -> member(text, entry).append(",\n"));
    text.append("\"definitions\":{\n");
    String comma = "";
    for (Map.Entry<String, JsonNode> entry : definitions.properties()) {
      member(text.append(comma), entry);
      comma = ",\n";
    }
    return text.append("\n}\n}").toString();
  }

  private static StringBuilder member(StringBuilder text, Map.Entry<String, JsonNode> entry) {
    return text.append('"').append(entry.getKey()).append("\":").append(entry.getValue());
  }

  /** The whole schema. */
  static ObjectNode whole() {
    return new EditorSchema().schema();
  }

  private ObjectNode schema() {
    ObjectNode whole = JSON.objectNode();
    whole.set("$schema", LANGUAGE.path("$schema"));
    whole.put("title", "distroc recipe, version 1, for editors");
    whole.set("description", LANGUAGE.path("description"));
    whole.put("type", "object");
    ObjectNode named = JSON.objectNode();
    named.putArray("allOf").add(ref("base+parameters"));
    named.set("required", LANGUAGE.path("required"));
    whole.setAll(
        choice(
            "extends",
            choice("parameters", ref("layer+parameters"), ref("layer")),
            choice(
                "name",
                choice("parameters", named, ref("recipe")),
                choice("parameters", ref("base+parameters"), ref("base")))));
    for (boolean parameters : new boolean[] {false, true}) {
      file("base", false, parameters);
      file("layer", true, parameters);
      section(parameters);
    }
    ObjectNode recipe = LANGUAGE.deepCopy().asObject();
    recipe.remove("$schema");
    recipe.path("properties").asObject().set(SECTIONS, sections(false));
    definitions.set("recipe", recipe);
    whole.set("definitions", definitions);
    return whole;
  }

  private static ObjectNode choice(String key, JsonNode then, JsonNode otherwise) {
    ObjectNode choice = JSON.objectNode();
    choice.putObject("if").putArray("required").add(key);
    choice.set("then", then);
    choice.set("else", otherwise);
    return choice;
  }

  private static ObjectNode ref(String definition) {
    return JSON.objectNode().put("$ref", "#/definitions/" + definition);
  }

  private static String name(String kind, boolean parameters) {
    return kind + (parameters ? "+parameters" : "");
  }

  /** One file of several: each key has a definition of its own, which sections use too. */
  private void file(String kind, boolean removals, boolean parameters) {
    ObjectNode file = JSON.objectNode();
    file.put("type", "object");
    file.put("additionalProperties", false);
    file.putArray("required").add("distro");
    ObjectNode properties = file.putObject("properties");
    for (Map.Entry<String, JsonNode> key : LANGUAGE.path("properties").properties()) {
      if (key.getKey().equals(SECTIONS)) {
        properties.set(SECTIONS, sections(parameters));
      } else if (FIXED.contains(key.getKey())) {
        properties.set(key.getKey(), key.getValue());
      } else {
        String definition = name(kind, parameters) + "." + key.getKey();
        definitions.set(definition, value(key.getValue(), removals, parameters));
        properties.set(key.getKey(), ref(definition));
      }
    }
    definitions.set(name(kind, parameters), file);
  }

  private void section(boolean parameters) {
    ObjectNode section = JSON.objectNode();
    section.set(
        "description", LANGUAGE.at("/properties/architectures/additionalProperties/description"));
    section.put("type", "object");
    section.put("additionalProperties", false);
    ObjectNode properties = section.putObject("properties");
    for (String key : LANGUAGE.path("properties").propertyNames()) {
      if (key.equals("name")) {
        properties.set(key, LANGUAGE.at("/properties/name"));
      } else if (!NOT_IN_SECTIONS.contains(key)) {
        properties.set(key, ref(name("layer", parameters) + "." + key));
      }
    }
    definitions.set(name("section", parameters), section);
  }

  private static ObjectNode sections(boolean parameters) {
    ObjectNode sections = LANGUAGE.at("/properties/architectures").deepCopy().asObject();
    sections.set("additionalProperties", ref(name("section", parameters)));
    JsonNode names = LANGUAGE.at("/properties/architecture/then/enum");
    sections.putObject("propertyNames").set("enum", names);
    return sections;
  }

  /** The value of a key: in a file of several, it may also say what becomes of that of a base. */
  private static ObjectNode value(JsonNode schema, boolean removals, boolean parameters) {
    ObjectNode own = within(schema, removals, parameters);
    ArrayNode any = JSON.arrayNode();
    any.add(own);
    SchemaRule rule = new SchemaRule(schema);
    if (removals && !rule.isNull()) {
      any.add(JSON.objectNode().put("type", "null"));
    }
    if (rule.isList() && !rule.isMap()) {
      any.add(change(own.path("items")));
    }
    return any(own, any, schema, parameters);
  }

  private static ObjectNode any(
      ObjectNode own, ArrayNode any, JsonNode schema, boolean parameters) {
    if (parameters && isSingle(schema)) {
      any.add(JSON.objectNode().put("type", "string").put("pattern", "\\$\\{[^}]*\\}"));
    }
    if (any.size() == 1) {
      return own;
    }
    ObjectNode value = JSON.objectNode();
    for (String about : List.of("description", "default")) {
      if (own.has(about)) {
        value.set(about, own.remove(about));
      }
    }
    value.set("anyOf", any);
    return value;
  }

  private static ObjectNode change(JsonNode item) {
    ObjectNode change = JSON.objectNode();
    change.put("description", "A change of the list of the bases, or of the list that is usual.");
    change.put("type", "object");
    change.put("additionalProperties", false);
    change.put("minProperties", 1);
    ObjectNode words = change.putObject("properties");
    for (String word : List.of("add", "remove")) {
      ObjectNode list = words.putObject(word);
      list.put("type", "array");
      list.set("items", item);
    }
    return change;
  }

  private static boolean isSingle(JsonNode schema) {
    JsonNode types = schema.path("type");
    for (JsonNode type : types.isArray() ? types : List.of(types)) {
      if (!Set.of("array", "object", "null").contains(type.stringValue(""))) {
        return true;
      }
    }
    return false;
  }

  /** The same schema, with the keys and items below it as they are in a file of several. */
  private static ObjectNode within(JsonNode schema, boolean removals, boolean parameters) {
    ObjectNode own = schema.deepCopy().asObject();
    OF_WHOLE_MAPS.forEach(own::remove);
    UNSEEN.forEach(own::remove);
    if (own.path("properties").isObject()) {
      ObjectNode properties = own.path("properties").asObject();
      for (String key : List.copyOf(properties.propertyNames())) {
        properties.set(key, below(properties.path(key), removals, parameters));
      }
    }
    if (own.path("additionalProperties").isObject()) {
      own.set(
          "additionalProperties", below(own.path("additionalProperties"), removals, parameters));
    }
    if (own.path("items").isObject()) {
      own.set("items", item(own.path("items"), parameters));
    }
    return own;
  }

  private static JsonNode below(JsonNode schema, boolean removals, boolean parameters) {
    return schema.isObject() ? value(schema, removals, parameters) : schema;
  }

  /** An item is replaced whole: in it, nothing is removed, and everything is required. */
  private static JsonNode item(JsonNode schema, boolean parameters) {
    ObjectNode own = schema.deepCopy().asObject();
    UNSEEN.forEach(own::remove);
    if (own.path("properties").isObject()) {
      ObjectNode properties = own.path("properties").asObject();
      for (String key : List.copyOf(properties.propertyNames())) {
        if (properties.path(key).isObject()) {
          properties.set(key, item(properties.path(key), parameters));
        }
      }
    }
    if (own.path("items").isObject()) {
      own.set("items", item(own.path("items"), parameters));
    }
    ArrayNode any = JSON.arrayNode();
    any.add(own);
    return any(own, any, schema, parameters);
  }
}
