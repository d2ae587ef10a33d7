package org.distroc.recipe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a file in a language of ours, as strictly as a recipe. */
public final class CheckedText {
  private CheckedText() {}

  /**
   * The single values of a file that is right, by JSON pointer, in the order of the file: texts as
   * they are meant, numbers and truth values as they were spelled. A map or a list without anything
   * in it does not show. A file of comments has no values.
   *
   * @param displayName the file as the user knows it, for diagnostics
   * @throws org.distroc.diag.Failure with every mistake in the file, in its order
   */
  public static Map<String, String> values(Path file, String displayName, Language language) {
    SourceText source = RecipeFile.read(file, displayName, language);
    if (source.text().lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
      return Map.of();
    }
    Findings findings = new Findings(source);
    Node root = Characters.check(source, findings) ? null : YamlTree.read(source, findings);
    if (root == null) {
      throw findings.failure();
    }
    LanguageSchema.of(language).check(new SourceMap(source, root), root, findings);
    if (findings.hasErrors()) {
      throw findings.failure();
    }
    Map<String, String> values = new LinkedHashMap<>();
    collect(root, "", values);
    return values;
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
