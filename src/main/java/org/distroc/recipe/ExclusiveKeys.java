package org.distroc.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import tools.jackson.databind.JsonNode;

/** Explains keys that exclude each other. */
final class ExclusiveKeys {
  private ExclusiveKeys() {}

  /** None of the keys of a union is there. */
  static Diagnostic none(SchemaErrorExplainer.Fault fault) {
    List<String> names = names(fault.rule());
    String place = Wording.place(fault.pointer());
    return Diagnostic.error(Code.D1025, place + " is empty")
        .label("one key is missing")
        .why("it needs exactly one of " + Wording.all(names))
        .help("for example `" + Examples.first(fault.rule()) + "`");
  }

  /** Neither of two keys is there. */
  static Diagnostic neither(SchemaErrorExplainer.Fault fault, String other) {
    String both = Wording.either(List.of(other, fault.property()));
    return Diagnostic.error(Code.D1025, Wording.place(fault.pointer()) + " needs " + both)
        .label(both + " is missing")
        .why("exactly one of them says what is meant")
        .help("write one of them");
  }

  /** A second key of a union. */
  static Diagnostic several(SchemaErrorExplainer.Fault fault, String first, String key) {
    return Diagnostic.error(Code.D1025, "`" + key + "` excludes `" + first + "`")
        .label("one key too many")
        .why("exactly one of " + Wording.all(names(fault.rule())) + " is possible here")
        .help("remove one of them");
  }

  /** A key that another one, or its value, forbids. */
  static Diagnostic excluded(SchemaErrorExplainer.Fault fault, JsonNode condition) {
    String key = fault.pointer().substring(fault.pointer().lastIndexOf('/') + 1);
    String other = condition.path("required").path(0).stringValue("");
    JsonNode value = condition.path("properties").path(other).path("enum").path(0);
    if (value.isMissingNode()) {
      return Diagnostic.error(Code.D1025, "`" + key + "` excludes `" + other + "`")
          .label("one key too many")
          .why("exactly one of `" + other + "` and `" + key + "` says what is meant")
          .help(
              fault.pointer().contains("/steps/")
                  ? "make it a step of its own: `- " + key + ": …`"
                  : "remove one of them");
    }
    String setting = other + ": " + value.stringValue("");
    return Diagnostic.error(Code.D1035, "`" + key + "` does not go with `" + setting + "`")
        .label("not with `" + setting + "`")
        .why("with a C library it is the library that makes the system calls")
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
