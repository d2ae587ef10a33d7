package org.distroc.recipe.schema;

import java.math.BigInteger;
import org.distroc.recipe.text.Node;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The same values without places, as the schema validator takes them. */
public final class JsonTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  static JsonNode of(Node node) {
    if (node instanceof Node.Keys keys) {
      ObjectNode object = NODES.objectNode();
      for (Node.Entry entry : keys.entries().values()) {
        object.set(entry.key().text(), of(entry.value()));
      }
      return object;
    }
    if (node instanceof Node.Items items) {
      ArrayNode array = NODES.arrayNode(items.items().size());
      for (Node item : items.items()) {
        array.add(of(item));
      }
      return array;
    }
    return scalar((Node.Scalar) node);
  }

  private static JsonNode scalar(Node.Scalar scalar) {
    String text = scalar.text();
    return switch (scalar.kind()) {
      case INTEGER ->
          text.length() < 10
              ? NODES.numberNode(Integer.parseInt(text))
              : NODES.numberNode(new BigInteger(text));
      // Not as a BigDecimal: 1e999999999 would be expanded.
      case DECIMAL -> NODES.numberNode(Double.parseDouble(text));
      case BOOLEAN -> NODES.booleanNode(text.charAt(0) == 't' || text.charAt(0) == 'T');
      case NULL, BROKEN -> NODES.nullNode();
      default -> NODES.stringNode(text);
    };
  }
}
