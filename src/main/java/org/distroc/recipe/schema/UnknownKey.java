package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.Wording;
import tools.jackson.databind.JsonNode;

/** Explains a key that does not exist where it is written. */
public final class UnknownKey {
  private UnknownKey() {}

  static Diagnostic explain(SchemaErrorExplainer.Fault fault, JsonNode root) {
    String key = fault.property();
    List<String> here = names(fault.rule());
    Diagnostic error =
        Diagnostic.error(Code.D1010, "unknown key `" + Wording.shown(key) + "`")
            .label("not a key of " + Wording.place(fault.pointer(), fault.language()))
            .why("valid keys: " + Wording.all(here));
    List<String> elsewhere = new ArrayList<>();
    collect(root, "", key, elsewhere);
    // If a key exists both in a map and deeper inside it, suggest the outer one.
    elsewhere.removeIf(
        inner -> elsewhere.stream().anyMatch(o -> !o.isEmpty() && inner.startsWith(o + ".")));
    if (!elsewhere.isEmpty()) {
      return error.help(
          elsewhere.contains("")
              ? "`"
                  + key
                  + "` belongs at the top of the "
                  + fault.language().noun()
                  + ", without indentation"
              : "`" + key + "` belongs under " + Wording.either(elsewhere));
    }
    Optional<String> near = Suggestions.closest(key, here);
    if (near.isPresent()) {
      return error.help("did you mean `" + near.get() + "`?");
    }
    if (isOptionName(key)) {
      return error.help("kernel options belong under `kernel.options`");
    }
    return error.help("remove it, or use one of the valid keys");
  }

  /** Whether an unknown key of the map is probably a misspelling of one of these. */
  static boolean standsFor(List<String> missing, Node.Keys keys, JsonNode rule) {
    for (String key : keys.entries().keySet()) {
      boolean unknown = !rule.path("properties").has(key);
      if (unknown && Suggestions.closest(key, missing).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static List<String> names(JsonNode rule) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : rule.path("properties").properties()) {
      names.add(property.getKey());
    }
    return names;
  }

  /** The paths of all keys with this name in the whole language. */
  private static void collect(JsonNode schema, String path, String key, List<String> found) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (property.getKey().equals(key)) {
        found.add(path);
      }
      String inside = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
      collect(property.getValue(), inside, key, found);
      collect(property.getValue().path("items"), inside, key, found);
    }
  }

  private static boolean isOptionName(String key) {
    boolean letter = false;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      letter |= c >= 'A' && c <= 'Z';
      if (c != '_' && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return letter && key.length() > 1;
  }
}
