package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.PlainScalar;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.Wording;
import tools.jackson.databind.JsonNode;

/** Explains a value of the wrong type: a list for a string, a number for a list, nothing at all. */
public final class WrongKind {
  private WrongKind() {}

  static Diagnostic explain(SchemaErrorExplainer.Fault fault) {
    if (fault.node().kind() == Node.Kind.NULL) {
      return nothing(fault);
    }
    boolean option = fault.pointer().startsWith("/kernel/options/");
    if (option && fault.node().kind() == Node.Kind.BOOLEAN) {
      return CrossChecks.truthValue(((Node.Scalar) fault.node()).text());
    }
    List<String> wanted = wanted(fault.rule());
    String message =
        Wording.subject(fault.pointer(), fault.language())
            + " must be "
            + String.join(" or ", wanted)
            + ", not "
            + fault.node().kind().words();
    Diagnostic error = Diagnostic.error(Code.D1021, message).label(fault.node().kind().words());
    return meaning(error, fault).help(remedy(fault, wanted));
  }

  private static Diagnostic meaning(Diagnostic error, SchemaErrorExplainer.Fault fault) {
    String description = fault.rule().path("description").stringValue("");
    return description.isEmpty()
        ? error
        : error.why(
            Wording.meaning(Wording.subject(fault.pointer(), fault.language()), description));
  }

  private static Diagnostic nothing(SchemaErrorExplainer.Fault fault) {
    SourceText source = fault.node().source();
    int at = fault.node().start();
    String rest = source.text().substring(at, source.lineEnd(at)).strip();
    Diagnostic error =
        Diagnostic.error(
                Code.D1021, Wording.subject(fault.pointer(), fault.language()) + " has no value")
            .label("no value");
    if (rest.startsWith("#") && wanted(fault.rule()).contains(Node.Kind.TEXT.words())) {
      return error
          .why("a `#` after a space starts a comment")
          .help("quote a string that starts with `#`: `\"# \"`");
    }
    if (fault.pointer().startsWith("/kernel/options/")) {
      return error.help("write `y`, `n`, `m`, a number or a string; the empty string is `\"\"`");
    }
    String example = Examples.first(fault.rule());
    return meaning(error, fault)
        .help(
            example.isEmpty()
                ? "write a value, or remove the key"
                : "for example `" + example + "`");
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
            case "integer" -> "an integer";
            case "boolean" -> Node.Kind.BOOLEAN.words();
            default -> Node.Kind.INTEGER.words();
          });
    }
    return kinds;
  }

  private static String remedy(SchemaErrorExplainer.Fault fault, List<String> wanted) {
    boolean map = wanted.contains(Node.Kind.MAP.words());
    if (fault.node() instanceof Node.Scalar scalar) {
      return ofScalar(fault, wanted, scalar.text());
    }
    if (fault.node() instanceof Node.Items items && map) {
      Optional<String> option = firstOption(fault.pointer(), items);
      if (option.isPresent()) {
        return "write `" + option.get() + "`, without a dash, one option per line";
      }
      return "remove the dashes or brackets: write `key: value`, one key per line";
    }
    if (fault.node() instanceof Node.Keys keys && wanted.contains(Node.Kind.LIST.words())) {
      return keys.block()
          ? "start each item of the list with a dash: `- `"
          : "put the items in brackets: `[…]`";
    }
    if (fault.node() instanceof Node.Keys keys) {
      Optional<String> joined = asParameter(fault.pointer(), keys);
      if (joined.isPresent()) {
        return "write `" + Wording.shown(joined.get()) + "`";
      }
    }
    return "for example `" + Examples.first(fault.rule()) + "`";
  }

  /** The first line of {@code - TTY=y} as it is meant. */
  private static Optional<String> firstOption(String pointer, Node.Items items) {
    if (!pointer.equals("/kernel/options")
        || items.items().isEmpty()
        || !(items.items().get(0) instanceof Node.Scalar first)) {
      return Optional.empty();
    }
    String[] parts = first.text().replaceFirst("^CONFIG_", "").split("[=:]", 2);
    String value = parts.length > 1 ? parts[1].strip() : "y";
    return parts[0].matches("[A-Za-z0-9_]+ *")
        ? Optional.of(Wording.shown(parts[0].strip() + ": " + value))
        : Optional.empty();
  }

  private static String ofScalar(
      SchemaErrorExplainer.Fault fault, List<String> wanted, String text) {
    if (wanted.contains(Node.Kind.TEXT.words())) {
      return asText(fault.rule(), text);
    }
    if (wanted.contains(Node.Kind.LIST.words())) {
      return "write a list: `" + asList(text) + "`";
    }
    if (wanted.contains(Node.Kind.MAP.words())) {
      int equals = fault.pointer().equals("/kernel/options") ? text.indexOf('=') : -1;
      return equals > 0
          ? "write `"
              + Wording.shown(text.substring(0, equals).replaceFirst("^CONFIG_", ""))
              + ": y`, one option per line"
          : asMap(fault.rule(), text);
    }
    return PlainScalar.kind(text) == Node.Kind.INTEGER
        ? "remove the quotes"
        : "for example `" + Examples.first(fault.rule()) + "`";
  }

  private static String asText(JsonNode rule, String text) {
    String pattern = rule.path("pattern").stringValue("");
    if (rule.has("enum")) {
      return "for example `" + Examples.first(rule) + "`";
    }
    if (Pattern.compile(pattern).matcher(text).find()) {
      return "put it in quotes: `\"" + Wording.shown(text) + "\"`";
    }
    Optional<String> mended = Suggestions.mended(text, pattern);
    return mended.isPresent()
        ? "did you mean `" + mended.get() + "`?"
        : "for example `" + Examples.first(rule) + "`";
  }

  private static String asList(String text) {
    List<String> words = new ArrayList<>();
    for (String word : Wording.shown(text).split("[ ,]+")) {
      words.add(Examples.text(word));
    }
    return "[" + String.join(", ", words) + "]";
  }

  /** For a string where a map is expected: the key that such a value fits. */
  static String asMap(JsonNode rule, String text) {
    int colon = text.indexOf(':');
    if (colon > 0 && rule.path("properties").has(text.substring(0, colon))) {
      return "put a space after the colon: `" + Wording.shown(text.replaceFirst(":", ": ")) + "`";
    }
    String path = null;
    for (Map.Entry<String, JsonNode> branch : rule.path("properties").properties()) {
      JsonNode value = branch.getValue();
      String written = "{" + branch.getKey() + ": " + Wording.shown(text) + "}";
      if (fits(value, text)) {
        return "did you mean `" + written + "`?";
      }
      if (fits(value.path("properties").path("url"), text)) {
        return "did you mean `{" + branch.getKey() + ": {url: " + Wording.shown(text) + ", …}}`?";
      }
      boolean namesFile = branch.getKey().equals("path") || branch.getKey().equals("file");
      path = namesFile && (text.indexOf('/') >= 0 || text.indexOf('.') >= 0) ? written : path;
    }
    if (path != null) {
      return "did you mean `" + path + "`?";
    }
    String example = lastExample(rule);
    return example.isEmpty()
        ? "write `key: value`, one key per line"
        : "write keys, for example `" + example + "`";
  }

  /** If a schema also allows a string, the examples with keys come last. */
  private static String lastExample(JsonNode rule) {
    JsonNode examples = rule.path("examples");
    return Examples.yaml(examples.path(Math.max(0, examples.size() - 1)));
  }

  /** Whether a value has a format of its own that the text matches. */
  private static boolean fits(JsonNode value, String text) {
    for (JsonNode word : value.path("enum")) {
      if (word.stringValue().equals(text)) {
        return true;
      }
    }
    JsonNode pattern = value.path("pattern");
    return pattern.isString()
        && !Pattern.compile(pattern.stringValue()).matcher(" ").find()
        && Pattern.compile(pattern.stringValue()).matcher(text).find();
  }

  /** For {@code console: ttyS0}, {@code console=ttyS0}. */
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
