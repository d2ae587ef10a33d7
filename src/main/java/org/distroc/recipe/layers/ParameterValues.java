package org.distroc.recipe.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.recipe.text.Characters;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.PlainScalar;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.Wording;

/** Values of parameters that the command line gives: {@code -P port=81}. */
final class ParameterValues {
  /** What diagnostics show as the file. */
  private static final String NAME = "-P";

  private ParameterValues() {}

  /**
   * The values by their names; of several for one, the last.
   *
   * @throws Failure D8001 if one is not a name and a value
   */
  static Map<String, Node.Entry> of(List<String> given, FileDiagnostics findings) {
    Map<String, Node.Entry> values = new LinkedHashMap<>();
    for (String one : given) {
      int equals = one.indexOf('=');
      if (equals < 1) {
        throw new Failure(
            Diagnostic.error(Code.D8001, "`-P " + Wording.shown(one) + "` is not NAME=VALUE")
                .help("for example `-P port=81`"));
      }
      SourceText source = new SourceText(NAME, one);
      if (!Characters.check(source, findings)) {
        String name = one.substring(0, equals);
        values.put(
            name,
            new Node.Entry(
                new Node.Scalar(Node.Kind.TEXT, name, true, source, 0, equals),
                new Node.Scalar(
                    Node.Kind.TEXT,
                    one.substring(equals + 1),
                    false,
                    source,
                    equals + 1,
                    one.length())));
      }
    }
    return values;
  }

  /** Whether a value is one of these. */
  static boolean isOfCommandLine(Node.Scalar value) {
    return value.source().file().equals(NAME) && value.source().base().isEmpty();
  }

  /** The same value as a type has it. */
  static Node.Scalar as(Node.Scalar value, String type) {
    Node.Kind kind =
        type.equals("text") || value.text().isEmpty()
            ? Node.Kind.TEXT
            : PlainScalar.kind(value.text());
    return new Node.Scalar(kind, value.text(), false, value.source(), value.start(), value.end());
  }
}
