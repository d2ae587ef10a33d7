package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.Wording;
import tools.jackson.databind.JsonNode;

/** Explains a value of the right type that is invalid nevertheless. */
public final class WrongValue {
  private WrongValue() {}

  /** A value that is not in its enumeration. */
  static Diagnostic unknown(SchemaErrorExplainer.Fault fault) {
    List<String> words = new ArrayList<>();
    for (JsonNode from : List.of(fault.rule(), fault.rule().path("then"))) {
      from.path("enum").forEach(word -> words.add(word.stringValue()));
    }
    List<String> possible = new ArrayList<>(words);
    for (Map.Entry<String, JsonNode> key : fault.rule().path("properties").properties()) {
      possible.add("{" + key.getKey() + ": …}");
    }
    String text = text(fault.node());
    Diagnostic error =
        Diagnostic.error(
                Code.D1022,
                Wording.subject(fault.pointer(), fault.language()) + " cannot be " + quoted(text))
            .label("unknown value")
            .why("valid values: " + Wording.all(possible));
    String meant = fault.rule().path("meant").path(text.toLowerCase(Locale.ROOT)).stringValue("");
    if (!meant.isEmpty()) {
      return error.help("write `" + meant + "`");
    }
    boolean namesFile = text.indexOf('.') > 0 || text.indexOf('/') >= 0;
    Optional<String> near = Suggestions.closest(text, words);
    if (near.isPresent() && !(namesFile && fault.rule().has("properties"))) {
      return error.help("did you mean `" + near.get() + "`?");
    }
    if (fault.rule().has("properties")) {
      return error.help(WrongKind.asMap(fault.rule(), text));
    }
    return error.help(possible.size() == 1 ? "write `" + words.get(0) + "`" : "use one of these");
  }

  /** A string that does not match its pattern. */
  static Diagnostic form(SchemaErrorExplainer.Fault fault) {
    String text = text(fault.node());
    if (fault.pointer().startsWith("/init/source") && RecipePaths.leadsOutside(text)) {
      return RecipePaths.outside(text);
    }
    Diagnostic error =
        Diagnostic.error(
                Code.D1023,
                Wording.subject(fault.pointer(), fault.language()) + " cannot be " + quoted(text))
            .label("wrong format")
            .why(fault.rule().path("patternErrorMessage").stringValue(""));
    if (text.endsWith("\n")) {
      return error.help("write the text on one line; after `|` or `>` it ends with a line break");
    }
    if (fault.pointer().startsWith("/kernel/cmdline/") && text.indexOf(' ') >= 0) {
      return error.help("split it into several items, one per parameter");
    }
    return error.help(remedy(fault.rule(), text));
  }

  private static String remedy(JsonNode rule, String text) {
    return remedy(rule, rule, text);
  }

  private static String remedy(JsonNode example, JsonNode rule, String text) {
    Optional<String> mended = Suggestions.mended(text, rule.path("pattern").stringValue(""));
    return mended.isPresent()
        ? "did you mean `" + Wording.shown(mended.get()) + "`?"
        : "for example `" + Examples.first(example) + "`";
  }

  /** An invalid name of a kernel option or of a test. */
  static Diagnostic name(SchemaErrorExplainer.Fault fault) {
    String name = fault.property();
    boolean option = fault.pointer().equals("/kernel/options");
    if (option && name.startsWith("CONFIG_") && name.length() > 7) {
      String bare = name.substring(7);
      return Diagnostic.error(
              Code.D1030, "`" + Wording.shown(name) + "` must be written without `CONFIG_`")
          .label("without `CONFIG_`")
          .why("Kconfig names have no prefix; the kernel adds it in `.config` and in its sources")
          .help("write `" + Wording.shown(bare) + "`");
    }
    JsonNode rule = fault.rule().path("propertyNames");
    String what =
        switch (fault.pointer()) {
          case "/kernel/options" -> "a kernel option";
          case "/parameters" -> "a parameter";
          case "/rootfs/users" -> "a user";
          case "/rootfs/groups" -> "a group";
          case "/tests" -> "a test";
          default -> "a key in " + Wording.place(fault.pointer(), fault.language());
        };
    return Diagnostic.error(
            Code.D1023, "`" + Wording.shown(name) + "` cannot be the name of " + what)
        .label("wrong format")
        .why(rule.path("patternErrorMessage").stringValue(""))
        .help(
            name.isEmpty()
                ? "for example `" + example(what) + "`"
                : remedy(rule.has("examples") ? rule : fault.rule(), rule, name));
  }

  private static String example(String what) {
    return switch (what) {
      case "a kernel option" -> "PRINTK";
      case "a parameter" -> "port";
      case "a test" -> "prompt";
      default -> "www";
    };
  }

  /** A duplicate item of a list. */
  static Diagnostic repeated(SchemaErrorExplainer.Fault fault, String text) {
    return Diagnostic.error(
            Code.D1026,
            quoted(text)
                + " is listed twice in "
                + Wording.subject(fault.pointer(), fault.language()))
        .label("second time")
        .why("each item may appear only once")
        .help("remove one of them");
  }

  /** A number, a string or a list beyond its limits. */
  static Diagnostic range(SchemaErrorExplainer.Fault fault) {
    String subject = Wording.subject(fault.pointer(), fault.language());
    String limit = fault.rule().path(fault.keyword()).asString("");
    String message =
        switch (fault.keyword()) {
          case "minLength", "minItems" -> subject + " cannot be empty";
          case "maxLength" -> subject + " is longer than " + limit + " characters";
          case "maxItems" -> subject + " has more than " + limit + " items";
          case "minimum" -> subject + " cannot be less than " + limit;
          case "maximum" -> subject + " cannot be more than " + limit;
          default -> subject + " is invalid";
        };
    return Diagnostic.error(Code.D1024, message)
        .label("out of range")
        .help("for example `" + Examples.first(fault.rule()) + "`");
  }

  private static String text(Node node) {
    return node instanceof Node.Scalar scalar ? scalar.text() : node.kind().words();
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "empty" : "`" + Wording.shown(text) + "`";
  }
}
