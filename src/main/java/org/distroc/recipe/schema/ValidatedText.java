package org.distroc.recipe.schema;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distroc.recipe.text.Characters;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceReader;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.YamlTree;

/**
 * A valid file in a language of distroc, read as strictly as a recipe.
 *
 * @param values the scalar values by JSON pointer, in the order of the file: strings without
 *     quotes, numbers and booleans as spelled; an empty map or list does not appear
 * @param locations where they are written
 */
public record ValidatedText(Map<String, String> values, SourceLocations locations) {

  /**
   * The values of a file; one of comments alone has none.
   *
   * @param displayName the file as the user named it, for diagnostics
   * @throws org.distroc.diag.Failure with every mistake in the file, in its order
   */
  public static Map<String, String> values(Path file, String displayName, Language language) {
    SourceText source = SourceReader.read(file, displayName, language);
    return source.text().lines().allMatch(line -> line.isBlank() || line.startsWith("#"))
        ? Map.of()
        : check(source, language).values();
  }

  /**
   * A file with its locations.
   *
   * @param displayName the file as the user named it, for diagnostics
   * @throws org.distroc.diag.Failure with every mistake in the file, in its order
   */
  public static ValidatedText read(Path file, String displayName, Language language) {
    return check(SourceReader.read(file, displayName, language), language);
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
