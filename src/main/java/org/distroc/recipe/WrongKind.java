package org.distroc.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import tools.jackson.databind.JsonNode;

/** Explains a value of the wrong kind: a list for a text, a number for a list, nothing at all. */
final class WrongKind {
  private WrongKind() {}

  static Diagnostic explain(Explainer.Fault fault, SourceText source) {
    if (fault.node().kind() == Node.Kind.NULL) {
      return nothing(fault, source);
    }
    boolean option = fault.pointer().startsWith("/kernel/options/");
    if (option && fault.node().kind() == Node.Kind.BOOLEAN) {
      return CrossChecks.truthValue(((Node.Scalar) fault.node()).text());
    }
    List<String> wanted = wanted(fault.rule());
    String message =
        Words.subject(fault.pointer())
            + " must be "
            + String.join(" or ", wanted)
            + ", not "
            + fault.node().kind().words();
    return Diagnostic.error(Code.D1021, message)
        .label(fault.node().kind().words())
        .why(meaning(fault))
        .help(remedy(fault, wanted));
  }

  private static Diagnostic nothing(Explainer.Fault fault, SourceText source) {
    int at = fault.node().start();
    String rest = source.text().substring(at, source.lineEnd(at)).strip();
    Diagnostic error =
        Diagnostic.error(Code.D1021, Words.subject(fault.pointer()) + " has no value")
            .label("no value");
    if (rest.startsWith("#") && wanted(fault.rule()).contains(Node.Kind.TEXT.words())) {
      return error
          .why("a `#` after a space starts a comment")
          .help("put a text that starts with `#` in quotes: `\"# \"`");
    }
    if (fault.pointer().startsWith("/kernel/options/")) {
      return error.help("write `y`, `n`, `m`, a number or a text; an empty text is `\"\"`");
    }
    String example = Examples.first(fault.rule());
    return error
        .why(meaning(fault))
        .help(example.isEmpty() ? "write a value, or remove it" : "for example `" + example + "`");
  }

  private static String meaning(Explainer.Fault fault) {
    String description = fault.rule().path("description").stringValue("");
    return Words.meaning(Words.subject(fault.pointer()), description);
  }

  private static List<String> wanted(JsonNode rule) {
    List<String> kinds = new ArrayList<>();
    JsonNode type = rule.path("type");
    for (JsonNode one : type.isArray() ? type : List.of(type)) {
      kinds.add(
          switch (one.stringValue("")) {
            case "string" -> Node.Kind.TEXT.words();
            case "array" -> Node.Kind.LIST.words();
            case "object" -> Node.Kind.MAP.words();
            case "integer" -> "a whole number";
            default -> Node.Kind.INTEGER.words();
          });
    }
    return kinds;
  }

  private static String remedy(Explainer.Fault fault, List<String> wanted) {
    JsonNode rule = fault.rule();
    if (fault.node() instanceof Node.Scalar scalar) {
      if (wanted.contains(Node.Kind.TEXT.words())) {
        return asText(rule, scalar.text());
      }
      if (wanted.contains(Node.Kind.LIST.words())) {
        return "write a list: `" + asList(scalar.text()) + "`";
      }
      if (wanted.contains(Node.Kind.MAP.words())) {
        return asMap(rule, scalar.text());
      }
    }
    if (fault.node() instanceof Node.Keys keys && wanted.contains(Node.Kind.TEXT.words())) {
      Optional<String> joined = asParameter(fault.pointer(), keys);
      if (joined.isPresent()) {
        return "write `" + Words.shown(joined.get()) + "`";
      }
    }
    return "for example `" + Examples.first(rule) + "`";
  }

  private static String asText(JsonNode rule, String text) {
    String pattern = rule.path("pattern").stringValue("");
    if (rule.has("enum")) {
      return "for example `" + Examples.first(rule) + "`";
    }
    if (Pattern.compile(pattern).matcher(text).find()) {
      return "put it in quotes: `\"" + Words.shown(text) + "\"`";
    }
    Optional<String> mended = Suggestions.mended(text, pattern);
    return mended.isPresent()
        ? "did you mean `" + mended.get() + "`?"
        : "for example `" + Examples.first(rule) + "`";
  }

  private static String asList(String text) {
    List<String> words = new ArrayList<>();
    for (String word : Words.shown(text).split("[ ,]+")) {
      words.add(Examples.text(word));
    }
    return "[" + String.join(", ", words) + "]";
  }

  /** A text where a union of keys is meant: the key whose value has this form. */
  private static String asMap(JsonNode rule, String text) {
    for (Map.Entry<String, JsonNode> branch : rule.path("properties").properties()) {
      JsonNode pattern = branch.getValue().path("pattern");
      if (pattern.isString()
          && !Pattern.compile(pattern.stringValue()).matcher(" ").find()
          && Pattern.compile(pattern.stringValue()).matcher(text).find()) {
        return "did you mean `{" + branch.getKey() + ": " + Words.shown(text) + "}`?";
      }
    }
    return "write its keys on the lines below, indented; for example `"
        + Examples.first(rule)
        + "`";
  }

  /** {@code console: ttyS0} where {@code console=ttyS0} is meant. */
  private static Optional<String> asParameter(String pointer, Node.Keys keys) {
    if (!pointer.startsWith("/kernel/cmdline/") || keys.entries().size() != 1) {
      return Optional.empty();
    }
    Node.Entry entry = keys.entries().values().iterator().next();
    return entry.value() instanceof Node.Scalar value
        ? Optional.of(entry.key().text() + "=" + value.text())
        : Optional.empty();
  }
}
