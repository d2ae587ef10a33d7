package org.distroc.recipe;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The JSON Schema of recipes: the one place for what keys there are, and their defaults. */
final class RecipeSchema {
  private static final String RESOURCE = "/schemas/distro-v1.schema.json";

  private final JsonNode json;
  private final Schema validator;

  private RecipeSchema(JsonNode json) {
    this.json = json;
    this.validator = SchemaRegistry.withDialect(Dialects.getDraft7()).getSchema(json);
  }

  private static final class Loaded {
    static final RecipeSchema SCHEMA = load();
  }

  /** The schema, loaded once. */
  static RecipeSchema get() {
    return Loaded.SCHEMA;
  }

  private static RecipeSchema load() {
    try (InputStream in = RecipeSchema.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      SourceText source = new SourceText(RESOURCE, text);
      // JSON is YAML: the reader that is loaded anyway reads it sooner than a JSON library would.
      return new RecipeSchema(JsonTree.of(YamlTree.read(source, new Findings(source))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the validator has against a recipe, in no order. */
  List<Error> validate(JsonNode recipe) {
    return validator.validate(recipe);
  }

  /** The schema itself. */
  JsonNode json() {
    return json;
  }
}
