package org.distroc.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/**
 * Changes the {@code kernel.options} of a recipe in its text. Only what has to change does:
 * comments, order, indentation, quotes, line ends and everything else of the file stay as they
 * were. What came out is read again and compared, so a text is never changed to mean something
 * else.
 */
public final class RecipeEditor {
  private static final int LONGEST_VALUE = 2047;

  private final Path file;
  private final SourceText source;

  private RecipeEditor(Path file, SourceText source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Reads a recipe to change it.
   *
   * @param displayName the file as the user named it, for diagnostics
   * @throws Failure when it cannot be read
   */
  public static RecipeEditor open(Path file, String displayName) {
    return new RecipeEditor(file, RecipeFile.read(file, displayName));
  }

  /** The text as it was read, without a byte order mark. */
  public String text() {
    return source.text();
  }

  /**
   * The text with these changes, in which options are added after those that are there. Nothing is
   * written.
   *
   * @throws Failure D2080 when the text cannot be changed to just that; or with the mistakes of a
   *     text that is not YAML
   */
  public String edit(List<OptionEdit> edits) {
    String text = source.text();
    // What is added finds the style of what is removed later.
    for (OptionEdit edit : inOrder(edits)) {
      text = OptionsText.apply(new SourceText(source.file(), text), tree(text), edit);
    }
    prove(text, edits);
    return text;
  }

  /**
   * Writes a new text in place of the old one, at once or not at all; the file keeps its
   * permissions.
   *
   * @throws Failure D2081 when somebody else changed the file meanwhile, D5060 when it cannot be
   *     written
   */
  public void write(String text) {
    RecipeWriter.replace(file, source, text);
  }

  private static List<OptionEdit> inOrder(List<OptionEdit> edits) {
    List<OptionEdit> ordered = new ArrayList<>();
    edits.stream().filter(e -> e.value().isPresent()).forEach(ordered::add);
    edits.stream().filter(e -> e.value().isEmpty()).forEach(ordered::add);
    return ordered;
  }

  private Node.Keys tree(String text) {
    SourceText changed = new SourceText(source.file(), text);
    FileDiagnostics findings = new FileDiagnostics(changed);
    Node root = Characters.check(changed, findings) ? null : YamlTree.read(changed, findings);
    if (!(root instanceof Node.Keys keys) || findings.hasErrors()) {
      throw text.equals(source.text()) && findings.hasErrors()
          ? findings.failure()
          : new Failure(refusal(List.of()));
    }
    return keys;
  }

  /** Compares what the new text means with what it should mean. */
  private void prove(String text, List<OptionEdit> edits) {
    Map<String, Object> wanted = meaning(tree(source.text()));
    Map<String, Object> kernel = inner(wanted, "kernel");
    Map<String, Object> options = inner(kernel, "options");
    for (OptionEdit edit : inOrder(edits)) {
      if (edit.value().isPresent()) {
        options.put(edit.name(), edit.value().get());
      } else {
        options.remove(edit.name());
      }
    }
    Map<String, Object> found = meaning(tree(text));
    List<String> order = List.copyOf(inner(inner(found, "kernel"), "options").keySet());
    if (!RecipeFile.fits(text)
        || !edits.stream().allMatch(edit -> isOneLine(edit.value().orElse("")))
        || !found.equals(wanted)
        || !order.equals(List.copyOf(options.keySet()))) {
      throw new Failure(refusal(edits));
    }
  }

  /** What the schema says of the value of an option. */
  private static boolean isOneLine(String value) {
    return value.length() <= LONGEST_VALUE && value.indexOf('\n') < 0 && value.indexOf('\t') < 0;
  }

  /** The map at a key; a recipe may leave out what is empty. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> inner(Map<String, Object> map, String key) {
    if (!(map.get(key) instanceof Map)) {
      map.put(key, new LinkedHashMap<String, Object>());
    }
    return (Map<String, Object>) map.get(key);
  }

  /**
   * Values with their kinds; options by their spelling alone, as the record of a recipe has them.
   */
  private static Map<String, Object> meaning(Node.Keys recipe) {
    Map<String, Object> map = map(recipe);
    if (recipe.get("kernel") instanceof Node.Keys kernel
        && kernel.get("options") instanceof Node.Keys options) {
      Map<String, Object> values = inner(inner(map, "kernel"), "options");
      options.entries().forEach((name, entry) -> values.put(name, value(entry.value())));
    }
    return map;
  }

  private static Map<String, Object> map(Node.Keys keys) {
    Map<String, Object> map = new LinkedHashMap<>();
    keys.entries().forEach((key, entry) -> map.put(key, any(entry.value())));
    return map;
  }

  private static Object any(Node node) {
    if (node instanceof Node.Keys keys) {
      return map(keys);
    }
    if (node instanceof Node.Items items) {
      return items.items().stream().map(RecipeEditor::any).toList();
    }
    return List.of(node.kind(), ((Node.Scalar) node).text());
  }

  /** The text of an option; what is neither text nor number equals no text. */
  private static Object value(Node node) {
    boolean usable =
        node.kind() == Node.Kind.TEXT
            || node.kind() == Node.Kind.INTEGER
            || node.kind() == Node.Kind.DECIMAL;
    return usable ? ((Node.Scalar) node).text() : any(node);
  }

  private Diagnostic refusal(List<OptionEdit> edits) {
    Diagnostic refusal =
        Diagnostic.error(Code.D2080, "the options of this recipe cannot be changed for you")
            .at(Optional.of(source.lineAt(0)))
            .why("its text is written in a way that cannot be changed without changing more");
    return edits.isEmpty()
        ? refusal.help("change `kernel.options` by hand")
        : refusal.help(
            "change `kernel.options` by hand to say "
                + String.join(", ", edits.stream().map(OptionEdit::toString).toList()));
  }
}
