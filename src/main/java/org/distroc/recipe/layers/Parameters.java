package org.distroc.recipe.layers;

import com.google.re2j.Pattern;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.recipe.schema.RegexSize;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.Wording;

/** The parameters that a file declares, each with its value: a given one, or its default. */
final class Parameters {
  static final String KEY = "parameters";
  private static final Set<String> TYPES = Set.of("text", "integer", "boolean");

  private final Map<String, Node.Scalar> values = new HashMap<>();
  private final FileDiagnostics findings;

  private Parameters(FileDiagnostics findings) {
    this.findings = findings;
  }

  /**
   * The values of a file's parameters.
   *
   * @param root the file
   * @param given values for them, by name
   * @param at what needs a value that is missing: the name of the file in {@code extends}; null for
   *     the recipe itself
   */
  static Parameters of(
      Node.Keys root, Map<String, Node.Entry> given, Node at, FileDiagnostics findings) {
    Parameters parameters = new Parameters(findings);
    Map<String, Node.Entry> declared =
        root.get(KEY) instanceof Node.Keys keys ? keys.entries() : Map.of();
    given.forEach(
        (name, value) -> {
          if (!declared.containsKey(name)) {
            findings.error(value.key(), () -> unknown(name, List.copyOf(declared.keySet())));
          }
        });
    declared.forEach(
        (name, entry) -> {
          if (entry.value() instanceof Node.Keys declaration && !findings.isBad(entry.key())) {
            parameters.declare(entry.key(), declaration, given.get(name), at);
          }
        });
    return parameters;
  }

  private void declare(Node.Scalar name, Node.Keys declaration, Node.Entry given, Node at) {
    checkForm(declaration.get("form"));
    check(declaration.get("default"), name.text(), declaration);
    Node value = given == null ? declaration.get("default") : given.value();
    if (value == null && TYPES.contains(text(declaration, "type"))) {
      findings.error(at == null ? name : at, () -> missing(name, declaration, at != null));
    }
    if (given != null) {
      value = typed(value, declaration);
      check(value, name.text(), declaration);
    }
    // A value that is wrong, or missing, still has a place in the texts.
    values.put(
        name.text(),
        value instanceof Node.Scalar scalar && !findings.isBad(scalar)
            ? scalar
            : new Node.Scalar(Node.Kind.BROKEN, "", true, name.source(), name.start(), name.end()));
  }

  /** A value of the command line is a text: it means what the declaration says. */
  private static Node typed(Node value, Node.Keys declaration) {
    return value instanceof Node.Scalar scalar && ParameterValues.isOfCommandLine(scalar)
        ? ParameterValues.as(scalar, text(declaration, "type"))
        : value;
  }

  private void checkForm(Node form) {
    if (form instanceof Node.Scalar regex && !findings.isBad(regex)) {
      RegexSize.mistake(regex.text()).ifPresent(wrong -> findings.error(regex, () -> wrong));
    }
  }

  private void check(Node value, String name, Node.Keys declaration) {
    // A parameter that is handed on with a wrong value was reported where it got that.
    if (value == null || value.kind() == Node.Kind.BROKEN || findings.isBad(value)) {
      return;
    }
    String mistake = mistake(value, declaration);
    if (!mistake.isEmpty()) {
      findings.error(value, () -> wrong(name, value, mistake, declaration));
    }
  }

  private static String mistake(Node value, Node.Keys declaration) {
    String type = text(declaration, "type");
    Node.Kind wanted =
        switch (type) {
          case "integer" -> Node.Kind.INTEGER;
          case "boolean" -> Node.Kind.BOOLEAN;
          default -> Node.Kind.TEXT;
        };
    if (value.kind() != wanted) {
      return wanted == Node.Kind.INTEGER
          ? "it is an integer"
          : wanted == Node.Kind.BOOLEAN ? "it is `true` or `false`" : "it is a text; quote it";
    }
    String text = ((Node.Scalar) value).text();
    if (wanted == Node.Kind.INTEGER) {
      return range(new BigInteger(text), declaration);
    }
    String form = text(declaration, "form");
    return form.isEmpty() || RegexSize.mistake(form).isPresent() || Pattern.matches(form, text)
        ? ""
        : "its form is `" + form + "`";
  }

  private static String range(BigInteger number, Node.Keys declaration) {
    Optional<BigInteger> from = bound(declaration, "from");
    Optional<BigInteger> to = bound(declaration, "to");
    boolean low = from.isPresent() && number.compareTo(from.get()) < 0;
    boolean high = to.isPresent() && number.compareTo(to.get()) > 0;
    if (!low && !high) {
      return "";
    }
    return "it is "
        + (from.isEmpty()
            ? "at most " + to.get()
            : to.isEmpty() ? "at least " + from.get() : from.get() + " to " + to.get());
  }

  private static Optional<BigInteger> bound(Node.Keys declaration, String key) {
    return declaration.get(key) instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.INTEGER
        ? Optional.of(new BigInteger(scalar.text()))
        : Optional.empty();
  }

  private static String text(Node.Keys declaration, String key) {
    return declaration.get(key) instanceof Node.Scalar scalar ? scalar.text() : "";
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The value of a parameter; null if there is none of that name. */
  Node.Scalar get(String name) {
    return values.get(name);
  }

  /** The names of all. */
  List<String> names() {
    return values.keySet().stream().sorted().toList();
  }

  private static Diagnostic unknown(String name, List<String> names) {
    Diagnostic error =
        Diagnostic.error(Code.D1110, "there is no parameter `" + Wording.shown(name) + "`")
            .label("not declared")
            .why(
                names.isEmpty()
                    ? "the recipe declares no parameters"
                    : "the recipe declares " + Wording.all(names));
    List<String> near = NearestNames.nearest(name, names);
    return near.isEmpty()
        ? error.help("remove it, or declare it under `parameters`")
        : error.help("did you mean " + Wording.either(near) + "?");
  }

  private static Diagnostic missing(Node.Scalar name, Node.Keys declaration, boolean inBase) {
    Diagnostic error =
        Diagnostic.error(Code.D1111, "the parameter `" + name.text() + "` has no value")
            .label("`" + name.text() + "` is missing")
            .why(
                "it has no default"
                    + (inBase ? "; it is declared at " + Removals.place(name) : ""));
    String description = text(declaration, "description");
    error = description.isEmpty() ? error : error.why(Wording.shown(description));
    return error.help(
        inBase
            ? "give it beside the file: `{file: …, with: {" + name.text() + ": …}}`"
            : "give it on the command line, `-P " + name.text() + "=…`, or declare a default");
  }

  private static Diagnostic wrong(String name, Node value, String mistake, Node.Keys declaration) {
    String text =
        value instanceof Node.Scalar scalar ? "`" + Wording.shown(scalar.text()) + "`" : "this";
    Diagnostic error =
        Diagnostic.error(Code.D1112, "the parameter `" + name + "` cannot be " + text)
            .label(mistake)
            .why("it is declared at " + Removals.place(declaration));
    String description = text(declaration, "description");
    return (description.isEmpty() ? error : error.why(Wording.shown(description)))
        .help("change the value, or the declaration");
  }
}
