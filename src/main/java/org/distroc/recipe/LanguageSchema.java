package org.distroc.recipe;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of a language: the one place for what keys there are, and their defaults. */
final class LanguageSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode json;
  private final Schema validator;

  private LanguageSchema(JsonNode json) {
    this.json = json;
    this.validator = SchemaRegistry.withDialect(SchemaDialect.dialect()).getSchema(json);
  }

  private static final class Loaded {
    static final LanguageSchema RECIPE = of(Language.RECIPE);
  }

  /** The schema of recipes, loaded once. */
  static LanguageSchema ofRecipes() {
    return Loaded.RECIPE;
  }

  /** The schema of a language, read anew. */
  static LanguageSchema of(Language language) {
    try (InputStream in = LanguageSchema.class.getResourceAsStream(language.schema());
        JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
      JsonNode json = node(parser, parser.nextToken());
      return new LanguageSchema(inlined(json, json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same with what each {@code $ref} refers to in its place, and the words beside it put over
   * those. So all that reads the schema finds keys where they are written. A default belongs to the
   * key that has it, not to one that is written alike.
   */
  private static JsonNode inlined(JsonNode schema, JsonNode root) {
    if (schema.isArray()) {
      ArrayNode array = NODES.arrayNode();
      schema.forEach(item -> array.add(inlined(item, root)));
      return array;
    }
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode object = NODES.objectNode();
    if (schema.has("$ref")) {
      JsonNode meant = root.at(schema.path("$ref").stringValue().substring(1));
      inlined(meant, root).properties().forEach(e -> object.set(e.getKey(), e.getValue()));
      object.remove("default");
    }
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      if (!entry.getKey().equals("$ref")) {
        object.set(entry.getKey(), inlined(entry.getValue(), root));
      }
    }
    return object;
  }

  /** By hand: a JSON mapper would take longer to load than all of the schema. */
  private static JsonNode node(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getIntValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> throw new IllegalStateException("not in our schema: " + token);
    };
  }

  private static JsonNode object(JsonParser parser) {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      object.set(name, node(parser, parser.nextToken()));
    }
    return object;
  }

  private static JsonNode array(JsonParser parser) {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      array.add(node(parser, t));
    }
    return array;
  }

  /** What the validator has against a value, in no order. */
  List<Error> validate(JsonNode value) {
    return validator.validate(value);
  }

  /** Holds a tree against the schema; what is wrong becomes findings. */
  void check(SourceLocations places, Node root, FileDiagnostics findings) {
    List<Error> errors = validate(JsonTree.of(root));
    if (!errors.isEmpty()) {
      new SchemaErrorExplainer(this, places, findings).explain(errors);
    }
  }

  /** The schema itself. */
  JsonNode json() {
    return json;
  }
}
