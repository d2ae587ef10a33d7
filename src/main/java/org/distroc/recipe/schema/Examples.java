package org.distroc.recipe.schema;

import java.util.Map;
import org.distroc.diag.Json;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.PlainScalar;
import tools.jackson.databind.JsonNode;

/** Values of a schema as one would write them in a recipe. */
public final class Examples {
  private Examples() {}

  /** The first example that a schema gives, on one line. */
  static String first(JsonNode schema) {
    return yaml(schema.path("examples").path(0));
  }

  /** A value in flow style, on one line. */
  static String yaml(JsonNode value) {
    StringBuilder out = new StringBuilder();
    if (value.isObject()) {
      String comma = "{";
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        out.append(comma).append(entry.getKey()).append(": ").append(yaml(entry.getValue()));
        comma = ", ";
      }
      return out.append(value.isEmpty() ? "{}" : "}").toString();
    }
    if (value.isArray()) {
      String comma = "[";
      for (JsonNode item : value) {
        out.append(comma).append(yaml(item));
        comma = ", ";
      }
      return out.append(value.isEmpty() ? "[]" : "]").toString();
    }
    return value.isString() ? text(value.stringValue()) : value.toString();
  }

  /** A text without quotes where that means the same, else in double quotes. */
  static String text(String text) {
    boolean plain = PlainScalar.kind(text) == Node.Kind.TEXT;
    for (int i = 0; plain && i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      boolean inside = "./_+=".indexOf(c) >= 0 || c > 0x7F || i > 0 && "-:@~%".indexOf(c) >= 0;
      boolean between = c == ' ' && i > 0 && i < text.length() - 1 && text.charAt(i - 1) != ':';
      plain = word || inside || between;
    }
    boolean colonAtEnd = text.endsWith(":");
    return plain && !colonAtEnd ? text : Json.write(text);
  }
}
