package org.distroc.recipe.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of a language: the one place that defines keys and their defaults. */
public final class LanguageSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Language language;
  private final JsonNode json;
  private final Schema validator;

  private LanguageSchema(Language language, JsonNode json) {
    this.language = language;
    this.json = json;
    this.validator = SchemaRegistry.withDialect(SchemaDialect.dialect()).getSchema(json);
  }

  private static final class Loaded {
    static final LanguageSchema RECIPE = of(Language.RECIPE);
  }

  /** The schema of some keys at the top of a file, without what it requires of a whole file. */
  public LanguageSchema part(Set<String> keys) {
    ObjectNode properties = NODES.objectNode();
    for (Map.Entry<String, JsonNode> property : json.path("properties").properties()) {
      if (keys.contains(property.getKey())) {
        properties.set(property.getKey(), property.getValue());
      }
    }
    return new LanguageSchema(language, NODES.objectNode().set("properties", properties));
  }

  /** The schema of recipes, loaded once. */
  public static LanguageSchema ofRecipes() {
    return Loaded.RECIPE;
  }

  /** The keys at the top of a file. */
  public Set<String> keys() {
    return json.path("properties").propertyNames().stream()
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The schema of a language, read again by each call. */
  public static LanguageSchema of(Language language) {
    try (InputStream in = LanguageSchema.class.getResourceAsStream(language.schema());
        JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
      JsonNode json = node(parser, parser.nextToken());
      return new LanguageSchema(language, inlined(json, json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The schema with each {@code $ref} replaced by its target, overridden by the keywords next to
   * the {@code $ref}, so that every reader finds keywords in place. A default belongs to the key
   * that has it, and is not inherited through a {@code $ref}.
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

  /** Without a JSON mapper, which would take longer to load than the whole schema. */
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

  /** The validator's errors about a value, in no order. */
  public List<Error> validate(JsonNode value) {
    return validator.validate(value);
  }

  /** Validates a tree against the schema; errors go to {@code findings}. */
  public void check(SourceLocations places, Node root, FileDiagnostics findings) {
    List<Error> errors = validate(JsonTree.of(root));
    if (!errors.isEmpty()) {
      new SchemaErrorExplainer(this, places, findings).explain(errors);
    }
  }

  /** Validates a part of a file, from the top: what it says, not what it lacks. */
  public void checkPart(SourceLocations places, Node root, FileDiagnostics findings) {
    List<Error> errors =
        validate(JsonTree.of(root)).stream()
            .filter(error -> !error.getKeyword().equals("required"))
            .filter(error -> !error.getKeyword().startsWith("min"))
            .toList();
    if (!errors.isEmpty()) {
      new SchemaErrorExplainer(this, places, findings).explain(errors);
    }
  }

  /** The language that it describes. */
  public Language language() {
    return language;
  }

  /** The string at a pointer into the schema. */
  public String text(String pointer) {
    return json.at(pointer).stringValue();
  }

  /** The schema itself. */
  public JsonNode json() {
    return json;
  }
}
