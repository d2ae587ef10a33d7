package org.distroc.recipe.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.schema.SchemaRule;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.Wording;

/** {@code {add: [a], remove: [b]}}: a change of the list of the layers below. */
final class ListChange {
  private static final String ADD = "add";
  private static final String REMOVE = "remove";
  private static final Set<String> WORDS = Set.of(ADD, REMOVE);

  private final FileDiagnostics findings;
  private final SchemaRule rule;
  private final String pointer;
  private int mistakes;

  ListChange(FileDiagnostics findings, SchemaRule rule, String pointer) {
    this.findings = findings;
    this.rule = rule;
    this.pointer = pointer;
  }

  /** Whether a map at this place changes a list. */
  static boolean isOne(SchemaRule rule) {
    return rule.isList() && !rule.isMap();
  }

  /** What a change adds; null if it adds nothing. */
  static Node.Items additions(Node.Keys change) {
    return change.get(ADD) instanceof Node.Items items ? items : null;
  }

  /**
   * The changed list. Without one below, the default of the key is changed.
   *
   * @param lower null for none
   * @return null if the change is a mistake, which is reported
   */
  Node applied(Node lower, Node.Keys change) {
    if (!isWellFormed(change)) {
      return lower;
    }
    List<Node> items = new ArrayList<>(below(lower, change));
    if (change.get(REMOVE) instanceof Node.Items removed && !removeTogether(items, removed)) {
      removed.items().forEach(item -> remove(items, item));
    }
    Node.Items added = additions(change);
    if (added != null) {
      items.addAll(added.items());
    }
    Node.Entry first = change.entries().values().iterator().next();
    boolean block = added != null ? added.block() : change.block();
    return new Node.Items(items, block, change.source(), first.key().start(), first.value().end());
  }

  private List<Node> below(Node lower, Node.Keys change) {
    if (lower instanceof Node.Items list) {
      return list.items();
    }
    if (lower instanceof Node.Scalar one && one.kind() != Node.Kind.BROKEN) {
      return List.of(one);
    }
    return rule.defaultItems().stream()
        .map(
            text ->
                (Node)
                    new Node.Scalar(
                        Node.Kind.TEXT,
                        text,
                        false,
                        change.source(),
                        change.start(),
                        change.start()))
        .toList();
  }

  /** Items that follow one another in the list, such as a flag and its value, belong together. */
  private static boolean removeTogether(List<Node> items, Node.Items removed) {
    List<String> wanted = removed.items().stream().map(ListChange::text).toList();
    int at = Collections.indexOfSubList(items.stream().map(ListChange::text).toList(), wanted);
    if (at >= 0) {
      items.subList(at, at + wanted.size()).clear();
    }
    return at >= 0;
  }

  private void remove(List<Node> items, Node item) {
    String text = text(item);
    for (Node there : items) {
      if (text(there).equals(text)) {
        items.remove(there);
        return;
      }
    }
    List<String> names = items.stream().map(ListChange::text).toList();
    findings.error(item, () -> Removals.noItem(text, pointer, names));
  }

  /** An item as it is compared: a map by its keys and values. */
  private static String text(Node node) {
    if (node instanceof Node.Keys keys) {
      List<String> parts = new ArrayList<>();
      for (Map.Entry<String, Node.Entry> entry : keys.entries().entrySet()) {
        parts.add(entry.getKey() + ": " + text(entry.getValue().value()));
      }
      return "{" + String.join(", ", parts) + "}";
    }
    if (node instanceof Node.Items items) {
      return "[" + String.join(", ", items.items().stream().map(ListChange::text).toList()) + "]";
    }
    return ((Node.Scalar) node).text();
  }

  private boolean isWellFormed(Node.Keys change) {
    int before = mistakes;
    for (Node.Entry entry : change.entries().values()) {
      if (!WORDS.contains(entry.key().text())) {
        mistake(entry.key(), unknown(entry.key().text()));
      } else if (!(entry.value() instanceof Node.Items)) {
        mistake(
            entry.value().kind() == Node.Kind.NULL ? entry.key() : entry.value(),
            notAList(entry.key().text()));
      }
    }
    if (change.entries().isEmpty()) {
      mistake(change, unknown("{}"));
    }
    return mistakes == before;
  }

  private void mistake(Node node, Diagnostic words) {
    mistakes++;
    findings.error(node, () -> words);
  }

  private Diagnostic unknown(String key) {
    String list = Wording.place(pointer, Language.RECIPE);
    return Diagnostic.error(Code.D1105, "`" + Wording.shown(key) + "` does not change a list")
        .label("neither `add` nor `remove`")
        .why(list + " is a list: write all of it, or `{add: […], remove: […]}`")
        .help("to replace the list of the bases, write `[…]`");
  }

  private static Diagnostic notAList(String key) {
    return Diagnostic.error(Code.D1105, "`" + key + "` must be a list")
        .label("not a list")
        .help("put the items in brackets: `" + key + ": […]`");
  }
}
