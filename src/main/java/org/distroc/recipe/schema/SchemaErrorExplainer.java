package org.distroc.recipe.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.Wording;
import tools.jackson.databind.JsonNode;

/**
 * Turns the errors of the schema validator into diagnostics, at the place where a person would fix
 * the recipe. It is loaded only when there is something to explain.
 */
public final class SchemaErrorExplainer {
  private final LanguageSchema schema;
  private final SourceLocations places;
  private final FileDiagnostics findings;
  private final Language language;
  private final Set<Node> wrongKind = Collections.newSetFromMap(new IdentityHashMap<>());

  SchemaErrorExplainer(LanguageSchema schema, SourceLocations places, FileDiagnostics findings) {
    this.schema = schema;
    this.places = places;
    this.findings = findings;
    this.language = schema.language();
  }

  /**
   * An error of the validator, with everything needed to explain it.
   *
   * @param pointer of the value in the recipe
   * @param location of the keyword in the schema, as a JSON pointer
   * @param rule the schema that holds the keyword; of a keyword under {@code then}, the one around
   * @param property the key in question, for keywords about keys
   * @param language of the file
   */
  record Fault(
      String keyword,
      String pointer,
      Node node,
      String location,
      JsonNode rule,
      String property,
      Language language) {}

  void explain(List<Error> errors) {
    List<Fault> faults = new ArrayList<>();
    for (Error error : errors) {
      Fault fault = fault(error);
      if (fault.node().kind() != Node.Kind.BROKEN) {
        faults.add(fault);
        if (fault.keyword().equals("type")) {
          wrongKind.add(fault.node());
        }
      }
    }
    Set<String> explained = new HashSet<>();
    for (Fault fault : faults) {
      if (!follows(fault)
          && explained.add(fault.keyword() + fault.pointer() + " " + fault.property())) {
        explain(fault);
      }
    }
  }

  /** Whether the same value is wrong for a reason that takes precedence. */
  private boolean follows(Fault fault) {
    if (wrongKind.contains(fault.node())) {
      return !fault.keyword().equals("type");
    }
    return fault.node() instanceof Node.Scalar
        && findings.isBad(fault.node())
        && !fault.keyword().equals("false");
  }

  private Fault fault(Error error) {
    String pointer = pointer(error.getInstanceLocation());
    Node node = places.node(pointer);
    String location = error.getSchemaLocation().getFragment().toString();
    return new Fault(
        error.getKeyword(),
        pointer,
        node,
        location,
        schema.json().at(location.replaceFirst("(/then)?/[^/]*$", "")),
        error.getProperty(),
        language);
  }

  /** The validator's own text has escapes of JSON strings in it, for keys with quotes or tabs. */
  private static String pointer(NodePath path) {
    StringBuilder pointer = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      String name = String.valueOf(path.getElement(i));
      pointer.append('/').append(SourceLocations.escape(name));
    }
    return pointer.toString();
  }

  private void explain(Fault fault) {
    switch (fault.keyword()) {
      case "additionalProperties" -> unknownKey(fault);
      case "required" -> missing(fault);
      case "type" -> findings.error(fault.node(), () -> WrongKind.explain(fault));
      case "enum" -> findings.error(fault.node(), () -> WrongValue.unknown(fault));
      case "pattern" -> findings.error(fault.node(), () -> WrongValue.form(fault));
      case "propertyNames" -> name(fault);
      case "false" -> excluded(fault);
      case "maxProperties" -> severalChoices(fault);
      case "minProperties" -> findings.error(fault.node(), () -> ExclusiveKeys.none(fault));
      case "uniqueItems" -> repeated(fault);
      default -> findings.error(fault.node(), () -> WrongValue.range(fault));
    }
  }

  private void unknownKey(Fault fault) {
    Node.Scalar key = key(fault);
    findings.error(key, () -> UnknownKey.explain(fault, schema.json()));
  }

  private void missing(Fault fault) {
    Node.Keys keys = (Node.Keys) fault.node();
    String other = otherChoice(fault);
    List<String> names =
        other.isEmpty() ? List.of(fault.property()) : List.of(other, fault.property());
    JsonNode known =
        schema.json().at(fault.location().replaceFirst("(/allOf/.*|/else)?/[^/]*$", ""));
    if (!keys.complete() || UnknownKey.standsFor(names, keys, known)) {
      return;
    }
    Node.Scalar introduced = places.key(fault.pointer());
    Node at = introduced == null ? keys : introduced;
    int end = introduced == null ? firstKeyEnd(keys) : at.end();
    findings.error(
        at,
        at.start(),
        end,
        () -> other.isEmpty() ? missingKey(fault) : ExclusiveKeys.neither(fault, other));
  }

  /** The alternative to the missing key; empty if there is none. */
  private String otherChoice(Fault fault) {
    int choice = fault.location().lastIndexOf("/else/required");
    return choice < 0
        ? ""
        : schema.json().at(fault.location().substring(0, choice) + "/if/required/0").stringValue();
  }

  private static int firstKeyEnd(Node.Keys keys) {
    for (Node.Entry entry : keys.entries().values()) {
      if (keys.block() && entry.key().source() == keys.source()) {
        return entry.key().end();
      }
    }
    return keys.end();
  }

  private Diagnostic missingKey(Fault fault) {
    JsonNode meant = fault.rule().path("properties").path(fault.property());
    String place = Wording.place(fault.pointer(), fault.language());
    return Diagnostic.error(Code.D1020, place + " needs the key `" + fault.property() + "`")
        .label("`" + fault.property() + "` is missing")
        .why(
            Wording.meaning(
                "`" + fault.property() + "`", meant.path("description").stringValue("")))
        .help("add it, for example `" + fault.property() + ": " + Examples.first(meant) + "`");
  }

  private void name(Fault fault) {
    findings.error(key(fault), () -> WrongValue.name(fault));
  }

  private void excluded(Fault fault) {
    Node.Scalar key = places.key(fault.pointer());
    int then = fault.location().lastIndexOf("/then/");
    JsonNode condition = schema.json().at(fault.location().substring(0, then) + "/if");
    findings.error(key, () -> ExclusiveKeys.excluded(fault, condition));
  }

  private void severalChoices(Fault fault) {
    List<Node.Entry> known = new ArrayList<>();
    for (Node.Entry entry : ((Node.Keys) fault.node()).entries().values()) {
      if (fault.rule().path("properties").has(entry.key().text())) {
        known.add(entry);
      }
    }
    for (int i = 1; i < known.size(); i++) {
      Node.Scalar first = known.get(0).key();
      Node.Scalar key = known.get(i).key();
      findings.ignore(known.get(i).value());
      findings.error(key, () -> ExclusiveKeys.several(fault, first.text(), key.text()));
    }
  }

  private void repeated(Fault fault) {
    Set<String> seen = new HashSet<>();
    for (Node item : ((Node.Items) fault.node()).items()) {
      if (item instanceof Node.Scalar scalar && !seen.add(scalar.text())) {
        findings.error(item, () -> WrongValue.repeated(fault, scalar.text()));
      }
    }
  }

  private static Node.Scalar key(Fault fault) {
    return ((Node.Keys) fault.node()).entries().get(fault.property()).key();
  }
}
