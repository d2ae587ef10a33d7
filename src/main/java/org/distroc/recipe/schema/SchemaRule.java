package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the schema of recipes says about one place, as far as merging depends on it.
 *
 * @param json the schema of the place; missing for a key that does not exist
 */
public record SchemaRule(JsonNode json) {
  /** The whole recipe. */
  public static SchemaRule root() {
    return new SchemaRule(LanguageSchema.ofRecipes().json());
  }

  /** A key of a map here. */
  public SchemaRule key(String name) {
    JsonNode named = json.path("properties").path(name);
    return new SchemaRule(named.isMissingNode() ? json.path("additionalProperties") : named);
  }

  /** Whether a list can be written here. */
  public boolean isList() {
    return has("array");
  }

  /** Whether a map can be written here. */
  public boolean isMap() {
    return has("object");
  }

  /** Whether {@code null} is a value here, and not the removal of what a base says. */
  public boolean isNull() {
    return has("null");
  }

  /** Keys of a map here of which it has one at most, while others may stand next to it. */
  public List<String> kinds() {
    List<String> kinds = new ArrayList<>();
    json.path("kinds").forEach(kind -> kinds.add(kind.stringValue("")));
    return kinds;
  }

  /** Whether a text can be written here. */
  public boolean isText() {
    return has("string");
  }

  private boolean has(String type) {
    JsonNode types = json.path("type");
    for (JsonNode one : types.isArray() ? types : List.of(types)) {
      if (one.stringValue("").equals(type)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a map here has one key of several. */
  public boolean isChoice() {
    return json.path("maxProperties").asInt(0) == 1;
  }

  /** The texts of the list that is meant if none is written. */
  public List<String> defaultItems() {
    List<String> items = new ArrayList<>();
    if (json.path("default").isString()) {
      items.add(standard());
    }
    json.path("default").forEach(item -> items.add(item.stringValue("")));
    return items;
  }

  /** The text that is meant if none is written. */
  public String standard() {
    return json.path("default").stringValue("");
  }

  /** The words that can be written here; empty if any can. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    for (JsonNode from : List.of(json, json.path("then"))) {
      from.path("enum").forEach(word -> words.add(word.stringValue("")));
    }
    return words;
  }

  /** What a word of other tools means here; empty if nothing. */
  public String meant(String word) {
    return json.path("meant").path(word).stringValue("");
  }
}
