package org.distroc.recipe.edit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.recipe.text.Characters;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceReader;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.YamlTree;

/**
 * Edits the {@code kernel.options} of a recipe in its text. Only what has to change does: comments,
 * order, indentation, quotes, line ends and everything else of the file stay. The result is read
 * and compared, so that an edit never changes the meaning of anything else.
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
   * Reads a recipe to edit it.
   *
   * @param displayName the file as the user named it, for diagnostics
   * @throws Failure when it cannot be read
   */
  public static RecipeEditor open(Path file, String displayName) {
    return new RecipeEditor(file, SourceReader.read(file, displayName, Language.RECIPE));
  }

  /** Edits a text that stands for the one in a file. */
  public static RecipeEditor of(Path file, SourceText source) {
    return new RecipeEditor(file, source);
  }

  /** The text as it was read, without a byte order mark. */
  public String text() {
    return source.text();
  }

  /**
   * The text with these changes; new options come after the existing ones. Nothing is written.
   *
   * @throws Failure D2080 if the text cannot be changed to mean just that; or with the mistakes of
   *     a text that is not valid YAML
   */
  public String edit(List<OptionEdit> edits) {
    String text = source.text();
    // Additions come first, so that they can follow the style of what is removed.
    for (OptionEdit edit : inOrder(edits)) {
      text = OptionsText.apply(new SourceText(source.file(), text), tree(text), edit);
    }
    prove(text, edits);
    return text;
  }

  /**
   * Replaces the text of the file, atomically; the file keeps its permissions.
   *
   * @throws Failure D2081 if the file was modified in the meantime, D5060 if it cannot be written
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
          : new Failure(failure(List.of()));
    }
    return keys;
  }

  /** Compares the meaning of the new text with the intended one. */
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
    if (!SourceReader.fits(text)
        || !edits.stream().allMatch(edit -> isOneLine(edit.value().orElse("")))
        || !found.equals(wanted)
        || !order.equals(List.copyOf(options.keySet()))) {
      throw new Failure(failure(edits));
    }
  }

  /** What the schema requires of the value of an option. */
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

  /** Values with their types; options by spelling alone, as in the record of a recipe. */
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

  /** The value of an option; one that is neither string nor number equals no string. */
  private static Object value(Node node) {
    boolean usable =
        node.kind() == Node.Kind.TEXT
            || node.kind() == Node.Kind.INTEGER
            || node.kind() == Node.Kind.DECIMAL;
    return usable ? ((Node.Scalar) node).text() : any(node);
  }

  private Diagnostic failure(List<OptionEdit> edits) {
    Diagnostic failure =
        Diagnostic.error(Code.D2080, "cannot edit the options of this recipe")
            .at(Optional.of(source.lineAt(0)))
            .why("the change would affect other parts of the text");
    return edits.isEmpty()
        ? failure.help("edit `kernel.options` by hand")
        : failure.help(
            "edit `kernel.options` by hand: "
                + String.join(", ", edits.stream().map(OptionEdit::toString).toList()));
  }
}
