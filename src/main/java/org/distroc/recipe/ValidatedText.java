package org.distroc.recipe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file in a language of ours that is right, read as strictly as a recipe.
 *
 * @param values the single values by JSON pointer, in the order of the file: texts as they are
 *     meant, numbers and truth values as they were spelled; a map or a list without anything in it
 *     does not show
 * @param places where they stand
 */
public record ValidatedText(Map<String, String> values, SourceLocations places) {

  /**
   * The values of a file; one of comments alone has none.
   *
   * @param displayName the file as the user knows it, for diagnostics
   * @throws org.distroc.diag.Failure with every mistake in the file, in its order
   */
  public static Map<String, String> values(Path file, String displayName, Language language) {
    SourceText source = RecipeFile.read(file, displayName, language);
    return source.text().lines().allMatch(line -> line.isBlank() || line.startsWith("#"))
        ? Map.of()
        : check(source, language).values();
  }

  /**
   * A file with its places.
   *
   * @param displayName the file as the user knows it, for diagnostics
   * @throws org.distroc.diag.Failure with every mistake in the file, in its order
   */
  public static ValidatedText read(Path file, String displayName, Language language) {
    return check(RecipeFile.read(file, displayName, language), language);
  }

  private static ValidatedText check(SourceText source, Language language) {
    FileDiagnostics findings = new FileDiagnostics(source);
    Node root = Characters.check(source, findings) ? null : YamlTree.read(source, findings);
    if (root == null) {
      throw findings.failure();
    }
    SourceLocations places = new SourceLocations(source, root);
    LanguageSchema.of(language).check(places, root, findings);
    if (findings.hasErrors()) {
      throw findings.failure();
    }
    Map<String, String> values = new LinkedHashMap<>();
    collect(root, "", values);
    return new ValidatedText(values, places);
  }

  private static void collect(Node node, String pointer, Map<String, String> values) {
    if (node instanceof Node.Keys keys) {
      for (Node.Entry entry : keys.entries().values()) {
        String name = entry.key().text().replace("~", "~0").replace("/", "~1");
        collect(entry.value(), pointer + "/" + name, values);
      }
    } else if (node instanceof Node.Items items) {
      for (int i = 0; i < items.items().size(); i++) {
        collect(items.items().get(i), pointer + "/" + i, values);
      }
    } else {
      values.put(pointer, ((Node.Scalar) node).text());
    }
  }
}
