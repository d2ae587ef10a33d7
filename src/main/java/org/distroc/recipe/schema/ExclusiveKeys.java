package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.Wording;
import tools.jackson.databind.JsonNode;

/** Explains keys that cannot be combined. */
public final class ExclusiveKeys {
  private ExclusiveKeys() {}

  /** A union without any of its keys. */
  static Diagnostic none(SchemaErrorExplainer.Fault fault) {
    List<String> names = names(fault.rule());
    String place = Wording.place(fault.pointer(), fault.language());
    return Diagnostic.error(Code.D1025, place + " is empty")
        .label("one key is missing")
        .why("it needs exactly one of " + Wording.all(names))
        .help("for example `" + Examples.first(fault.rule()) + "`");
  }

  /** Neither of two keys, one of which is required. */
  static Diagnostic neither(SchemaErrorExplainer.Fault fault, String other) {
    String both = Wording.either(List.of(other, fault.property()));
    return Diagnostic.error(
            Code.D1025, Wording.place(fault.pointer(), fault.language()) + " needs " + both)
        .label(both + " is missing")
        .why("exactly one of them is required")
        .help("add one of them");
  }

  /** A second key of a union. */
  static Diagnostic several(SchemaErrorExplainer.Fault fault, String first, String key) {
    return several(key, first, names(fault.rule()));
  }

  /** As above, where the keys of the union are not the only ones of the map. */
  public static Diagnostic several(String key, String first, List<String> names) {
    return Diagnostic.error(Code.D1025, "`" + key + "` cannot be combined with `" + first + "`")
        .label("one key too many")
        .why("exactly one of " + Wording.all(names) + " is possible here")
        .help("remove one of them");
  }

  /** A key that another key, or its value, rules out. */
  static Diagnostic excluded(SchemaErrorExplainer.Fault fault, JsonNode condition) {
    String key = fault.pointer().substring(fault.pointer().lastIndexOf('/') + 1);
    String other = condition.path("required").path(0).stringValue("");
    JsonNode value = condition.path("properties").path(other).path("enum").path(0);
    if (value.isMissingNode()) {
      return Diagnostic.error(Code.D1025, "`" + key + "` cannot be combined with `" + other + "`")
          .label("one key too many")
          .why("exactly one of `" + other + "` and `" + key + "` is allowed")
          .help(
              fault.pointer().contains("/steps/")
                  ? "make it a separate step: `- " + key + ": …`"
                  : "remove one of them");
    }
    String setting = other + ": " + value.stringValue("");
    return Diagnostic.error(Code.D1035, "`" + key + "` cannot be used with `" + setting + "`")
        .label("not with `" + setting + "`")
        .why("with a C library, the library makes the system calls")
        .help("remove `" + key + "`, or write `libc: none`");
  }

  private static List<String> names(JsonNode rule) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : rule.path("properties").properties()) {
      names.add(property.getKey());
    }
    return names;
  }
}
