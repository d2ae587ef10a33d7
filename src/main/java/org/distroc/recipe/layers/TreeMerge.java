package org.distroc.recipe.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distroc.recipe.schema.SchemaRule;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;

/**
 * The one rule of layers: maps are merged key by key, everything else is replaced. {@code null}
 * removes, and {@code {add: [], remove: []}} changes a list. A map that has one key of several,
 * such as the kernel's source, is one value: another key replaces it.
 */
final class TreeMerge {
  private final FileDiagnostics findings;
  private final Conflicts conflicts;

  TreeMerge(FileDiagnostics findings, Conflicts conflicts) {
    this.findings = findings;
    this.conflicts = conflicts;
  }

  /**
   * A map with another one on top.
   *
   * @param lower null for none
   * @param rule what the schema says about both
   */
  Node.Keys keys(Node.Keys lower, Node.Keys upper, SchemaRule rule, String pointer) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    boolean replaced =
        lower != null
            && (rule.isChoice() && isOther(lower, upper) || isOtherKind(lower, upper, rule));
    if (lower != null && !replaced) {
      entries.putAll(lower.entries());
    }
    upper
        .entries()
        .forEach((key, entry) -> put(entries, key, entry, rule.key(key), below(pointer, key)));
    boolean complete = upper.complete() && (lower == null || lower.complete());
    return new Node.Keys(
        entries, upper.block(), complete, upper.source(), upper.start(), upper.end());
  }

  private static String below(String pointer, String key) {
    return pointer + "/" + SourceLocations.escape(key);
  }

  /** Whether both have a key of a choice that other keys stand next to, and not the same one. */
  private static boolean isOtherKind(Node.Keys lower, Node.Keys upper, SchemaRule rule) {
    List<String> kinds = rule.kinds();
    return kinds.stream().anyMatch(lower.entries()::containsKey)
        && kinds.stream()
            .anyMatch(
                kind -> upper.entries().containsKey(kind) && !lower.entries().containsKey(kind));
  }

  /** Whether a choice is made anew, not refined. */
  private static boolean isOther(Node.Keys lower, Node.Keys upper) {
    return upper.entries().keySet().stream().noneMatch(lower.entries()::containsKey);
  }

  private void put(
      Map<String, Node.Entry> entries,
      String key,
      Node.Entry upper,
      SchemaRule rule,
      String pointer) {
    Node.Entry lower = entries.get(key);
    if (upper.value().kind() == Node.Kind.NULL && rule.isNull()) {
      entries.put(key, upper);
      return;
    }
    if (upper.value().kind() == Node.Kind.NULL && removes((Node.Scalar) upper.value())) {
      if (lower == null) {
        List<String> there = List.copyOf(entries.keySet());
        findings.error(upper.key(), () -> Removals.nothing(key, pointer, there));
      }
      entries.remove(key);
      return;
    }
    if (upper.value().kind() == Node.Kind.NULL && lower != null) {
      findings.error(upper.key(), () -> Removals.unclear(key, lower.key()));
      return;
    }
    Node value = value(lower == null ? null : lower.value(), upper.value(), rule, pointer);
    if (value != null) {
      entries.put(key, new Node.Entry(upper.key(), value));
    }
  }

  /** A key without a value is mostly a slip: to remove, {@code null} is written. */
  private static boolean removes(Node.Scalar nothing) {
    return !nothing.text().isEmpty();
  }

  /** The value of a key; null if what is written is a mistake. */
  private Node value(Node lower, Node upper, SchemaRule rule, String pointer) {
    if (upper instanceof Node.Keys keys && ListChange.isOne(rule)) {
      return new ListChange(findings, rule, pointer).applied(lower, keys);
    }
    if (upper instanceof Node.Keys keys) {
      return keys(lower instanceof Node.Keys under ? under : null, keys, rule, pointer);
    }
    if (lower != null) {
      conflicts.replaced(pointer, lower, upper);
    }
    return upper;
  }

  /** The values of several layers, each on top of the ones before. */
  Node.Keys all(List<Layer> layers, Function<Layer, List<Node.Keys>> parts) {
    Node.Keys merged = null;
    for (Layer layer : layers) {
      conflicts.enter(layer);
      for (Node.Keys part : parts.apply(layer)) {
        merged = keys(merged, part, SchemaRule.root(), "");
      }
    }
    return merged;
  }
}
