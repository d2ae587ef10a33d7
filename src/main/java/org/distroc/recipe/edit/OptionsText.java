package org.distroc.recipe.edit;

import java.util.ArrayList;
import java.util.List;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceText;

/**
 * Edits single options in the text of a recipe, by the places of their keys and values. What it
 * does not know how to edit it leaves alone: its caller checks the result.
 */
public final class OptionsText {
  private static final List<String> PATH = List.of("kernel", "options");
  private static final int USUAL_STEP = 2;

  private final SourceText source;
  private final String text;
  private final Node.Keys root;

  private OptionsText(SourceText source, Node.Keys root) {
    this.source = source;
    this.text = source.text();
    this.root = root;
  }

  /** The text with one change. */
  static String apply(SourceText source, Node.Keys root, OptionEdit edit) {
    OptionsText options = new OptionsText(source, root);
    return edit.value().isPresent()
        ? options.set(edit.name(), edit.value().get())
        : options.remove(edit.name());
  }

  private String set(String name, String value) {
    Node.Keys container = root;
    int depth = 0;
    while (depth < PATH.size() && container.get(PATH.get(depth)) instanceof Node.Keys inner) {
      container = inner;
      depth++;
    }
    if (depth == PATH.size() && container.get(name) instanceof Node.Scalar old) {
      return change(old, value);
    }
    List<String> words = new ArrayList<>(PATH.subList(depth, PATH.size()));
    words.add(ScalarSpelling.key(name) + ": " + ScalarSpelling.of(value));
    Node.Entry header = depth == PATH.size() ? null : container.entries().get(PATH.get(depth));
    if (header != null) {
      return below(container, header, words.subList(1, words.size()));
    }
    return container.block()
        ? afterLast(container, words)
        : new FlowText(source, container).add(inline(words));
  }

  private String change(Node.Scalar old, String value) {
    int end = trimmed(old);
    String before = text.substring(old.start(), end);
    if (old.text().equals(value) && !before.isEmpty()) {
      return text;
    }
    String spelled = ScalarSpelling.like(before, value);
    return splice(old.start(), end, before.isEmpty() ? " " + spelled : spelled);
  }

  /** Keys below one that has no value. */
  private String below(Node.Keys container, Node.Entry header, List<String> words) {
    boolean nothing = header.value() instanceof Node.Scalar scalar && scalar.text().isEmpty();
    if (!nothing || !container.block()) {
      return text;
    }
    int indent = column(container.start()) + step(container);
    return insertAfterLine(source.lineEnd(header.key().end()), lines(indent, step(), words));
  }

  private String afterLast(Node.Keys container, List<String> words) {
    Node.Entry last = lastOf(container);
    int end = lastIndex(last);
    List<String> lines = lines(column(container.start()), step(), words);
    if (isBlockScalar(last.value()) && end > 0 && isBreak(text.charAt(end - 1))) {
      // Line breaks at its end may belong to the value.
      return splice(end, end, String.join(lineBreak(end), lines) + lineBreak(end));
    }
    return insertAfterLine(source.lineEnd(end), lines);
  }

  private String insertAfterLine(int lineEnd, List<String> lines) {
    String lineBreak = lineBreak(lineEnd);
    return splice(lineEnd, lineEnd, lineBreak + String.join(lineBreak, lines));
  }

  private String remove(String name) {
    if (!(root.get(PATH.get(0)) instanceof Node.Keys kernel)
        || !(kernel.get(PATH.get(1)) instanceof Node.Keys options)
        || options.get(name) == null) {
      return text;
    }
    Node.Entry entry = options.entries().get(name);
    if (!options.block()) {
      return new FlowText(source, options).remove(entry);
    }
    String without = withoutLines(entry);
    if (options.entries().size() > 1) {
      return without;
    }
    int colon = text.indexOf(':', kernel.entries().get(PATH.get(1)).key().end());
    return without.substring(0, colon + 1) + " {}" + without.substring(colon + 1);
  }

  private String withoutLines(Node.Entry entry) {
    int from = entry.key().start() - column(entry.key().start());
    int end = lastIndex(entry);
    boolean whole = isBlockScalar(entry.value()) && end > 0 && isBreak(text.charAt(end - 1));
    int to = whole ? end : afterBreak(source.lineEnd(end));
    if (to == text.length() && !isBreak(text.charAt(to - 1)) && from > 0) {
      // A file without a final line break keeps it that way.
      from = beforeBreak(from);
    }
    return splice(from, to, "");
  }

  private static Node.Entry lastOf(Node.Keys keys) {
    Node.Entry last = null;
    for (Node.Entry entry : keys.entries().values()) {
      last = entry;
    }
    return last;
  }

  /** Where the text of an entry ends. */
  private static int lastIndex(Node.Entry entry) {
    return Math.max(entry.key().end(), lastIndex(entry.value()));
  }

  private static int lastIndex(Node node) {
    if (node instanceof Node.Keys keys && keys.block() && !keys.entries().isEmpty()) {
      return lastIndex(lastOf(keys));
    }
    if (node instanceof Node.Items items && items.block() && !items.items().isEmpty()) {
      return lastIndex(items.items().get(items.items().size() - 1));
    }
    return node.end();
  }

  private boolean isBlockScalar(Node node) {
    if (node instanceof Node.Keys keys && keys.block() && !keys.entries().isEmpty()) {
      return isBlockScalar(lastOf(keys).value());
    }
    if (node instanceof Node.Items items && items.block() && !items.items().isEmpty()) {
      return isBlockScalar(items.items().get(items.items().size() - 1));
    }
    return node instanceof Node.Scalar scalar
        && !scalar.plain()
        && "|>".indexOf(text.charAt(scalar.start())) >= 0;
  }

  /** The end of a scalar without the line breaks after it. */
  private int trimmed(Node.Scalar scalar) {
    int end = scalar.end();
    while (end > scalar.start() && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static List<String> lines(int indent, int step, List<String> words) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      boolean leaf = i == words.size() - 1;
      lines.add(" ".repeat(indent + i * step) + words.get(i) + (leaf ? "" : ":"));
    }
    return lines;
  }

  private static String inline(List<String> words) {
    int keys = words.size() - 1;
    String leaf = words.get(keys);
    return keys == 0 ? leaf : String.join(": {", words) + "}".repeat(keys);
  }

  /** The indentation of this recipe. */
  private int step() {
    return root.get(PATH.get(0)) instanceof Node.Keys kernel && kernel.block()
        ? Math.max(1, column(kernel.start()) - column(root.start()))
        : USUAL_STEP;
  }

  /** The indentation inside a map; {@code kernel:} alone has nothing to measure. */
  private int step(Node.Keys container) {
    return container == root ? USUAL_STEP : step();
  }

  private int column(int index) {
    int start = index;
    while (start > 0 && !isBreak(text.charAt(start - 1))) {
      start--;
    }
    return index - start;
  }

  /** The line break at a place, or before it, or that of the file. */
  private String lineBreak(int at) {
    int index = at < text.length() && isBreak(text.charAt(at)) ? at : firstBreak();
    return index < 0 ? "\n" : text.substring(index, afterBreak(index));
  }

  private int firstBreak() {
    int end = source.lineEnd(0);
    return end < text.length() ? end : -1;
  }

  private int afterBreak(int at) {
    if (at >= text.length()) {
      return at;
    }
    return text.startsWith("\r\n", at) ? at + 2 : at + 1;
  }

  private int beforeBreak(int lineStart) {
    return text.startsWith("\r\n", lineStart - 2) ? lineStart - 2 : lineStart - 1;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private String splice(int from, int to, String replacement) {
    return text.substring(0, from) + replacement + text.substring(to);
  }
}
