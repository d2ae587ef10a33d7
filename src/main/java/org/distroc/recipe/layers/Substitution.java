package org.distroc.recipe.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.Wording;
import org.distroc.recipe.text.YamlTree;

/**
 * Puts the values of a file's parameters where it writes {@code ${name}}. A whole value keeps the
 * type of the parameter; within a text it is text. {@code $${} stands for {@code ${} itself. In a
 * file without parameters nothing changes.
 */
final class Substitution {
  /** How much all values may grow, in Java characters. */
  private static final int MOST_GROWTH = 1 << 20;

  private final Parameters parameters;
  private final FileDiagnostics findings;
  private int growth;

  Substitution(Parameters parameters, FileDiagnostics findings) {
    this.parameters = parameters;
    this.findings = findings;
  }

  /** The file with its values put in. */
  Node.Keys applied(Node.Keys root) {
    if (parameters.isEmpty()) {
      return root;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    root.entries()
        .forEach(
            (key, entry) -> {
              // What a test captured has the same form.
              boolean captures = key.equals("test") || key.equals("tests");
              entries.put(
                  key,
                  key.equals(Parameters.KEY)
                      ? entry
                      : new Node.Entry(entry.key(), node(entry.value(), captures)));
            });
    return with(root, entries);
  }

  private static Node.Keys with(Node.Keys keys, Map<String, Node.Entry> entries) {
    return new Node.Keys(
        entries, keys.block(), keys.complete(), keys.source(), keys.start(), keys.end());
  }

  private Node node(Node node, boolean captures) {
    if (node instanceof Node.Keys keys) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      keys.entries()
          .forEach(
              (key, entry) -> {
                boolean inSection = captures || key.equals("test") || key.equals("tests");
                entries.put(key, new Node.Entry(entry.key(), node(entry.value(), inSection)));
              });
      return with(keys, entries);
    }
    if (node instanceof Node.Items items) {
      List<Node> all = new ArrayList<>();
      items.items().forEach(item -> all.add(node(item, captures)));
      return new Node.Items(all, items.block(), items.source(), items.start(), items.end());
    }
    Node.Scalar scalar = (Node.Scalar) node;
    boolean text = scalar.kind() == Node.Kind.TEXT && scalar.text().contains("${");
    return text && !findings.isBad(scalar) ? scalar(scalar, captures) : scalar;
  }

  private Node.Scalar scalar(Node.Scalar scalar, boolean captures) {
    String text = scalar.text();
    int close = text.indexOf('}');
    if (text.startsWith("${") && close == text.length() - 1) {
      Node.Scalar whole = parameters.get(text.substring(2, close));
      if (whole != null) {
        return placed(scalar, whole.kind(), whole.text());
      }
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
      int end = text.indexOf('}', at);
      if (at > from && text.charAt(at - 1) == '$') {
        out.append(text, from, at - 1).append("${");
        from = at + 2;
        continue;
      }
      String name = end < 0 ? "" : text.substring(at + 2, end);
      Node.Scalar value = parameters.get(name);
      if (value == null && !captures) {
        findings.error(scalar, () -> undeclared(name));
        return placed(scalar, Node.Kind.BROKEN, "");
      }
      if (value != null && value.kind() == Node.Kind.BROKEN) {
        return placed(scalar, Node.Kind.BROKEN, "");
      }
      int next = end < 0 ? at + 2 : end + 1;
      out.append(text, from, at).append(value == null ? text.substring(at, next) : value.text());
      from = next;
      if (isTooLong(out.length() - text.length())) {
        findings.error(scalar, Substitution::tooLong);
        return placed(scalar, Node.Kind.BROKEN, "");
      }
    }
    out.append(text, from, text.length());
    growth += Math.max(0, out.length() - text.length());
    return placed(scalar, Node.Kind.TEXT, out.toString());
  }

  private boolean isTooLong(int more) {
    return more > YamlTree.LONGEST || growth + more > MOST_GROWTH;
  }

  private static Node.Scalar placed(Node.Scalar at, Node.Kind kind, String text) {
    return new Node.Scalar(kind, text, at.plain(), at.source(), at.start(), at.end());
  }

  private Diagnostic undeclared(String name) {
    Diagnostic error =
        Diagnostic.error(
                Code.D1113,
                name.isEmpty()
                    ? "`${` without the name of a parameter"
                    : "there is no parameter `" + Wording.shown(name) + "`")
            .label("not declared")
            .why("this file declares " + Wording.all(parameters.names()));
    List<String> near = NearestNames.nearest(name, parameters.names());
    return near.isEmpty()
        ? error.help("declare it under `parameters`; `$${` stands for `${` itself")
        : error.help("did you mean " + Wording.either(near) + "?");
  }

  private static Diagnostic tooLong() {
    return Diagnostic.error(Code.D1101, "the values of parameters make this text too long")
        .label("too long")
        .why("a value has at most " + YamlTree.LONGEST + " characters")
        .help("use shorter values");
  }
}
