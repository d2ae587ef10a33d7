package org.distroc.recipe.layers;

import java.util.Optional;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.recipe.schema.LanguageSchema;
import org.distroc.recipe.schema.LanguageVersion;
import org.distroc.recipe.schema.OtherFile;
import org.distroc.recipe.text.Characters;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.YamlTree;

/** The values of one file in the language of recipes, before any of them is checked. */
public final class RecipeTree {
  private static final String RECIPE = "recipe";
  private static final String ORIGINS = "origins";

  private RecipeTree() {}

  /**
   * The values of a file; of one with slips in single lines, what was meant.
   *
   * @param findings gets the slips
   * @throws Failure if it is not YAML, not a recipe, or in a version of the language that is not
   *     supported
   */
  public static Node read(SourceText source, FileDiagnostics findings) {
    Node root = Characters.check(source, findings) ? null : YamlTree.read(source, findings);
    Optional<Diagnostic> other =
        root instanceof Node.Keys
            ? Optional.empty()
            : OtherFile.check(source, root, LanguageSchema.ofRecipes().keys());
    if (other.isPresent()) {
      throw new Failure(other.get());
    }
    if (root == null || LanguageVersion.isUnknown(root, findings)) {
      throw findings.failure();
    }
    Node.Keys shown = shown(root);
    return shown == null ? root : shown.get(RECIPE);
  }

  /** The recipe in a document that {@code show --json} printed; null for any other text. */
  private static Node.Keys shown(Node root) {
    return root instanceof Node.Keys keys
            && keys.get(ORIGINS) instanceof Node.Keys
            && keys.get(RECIPE) instanceof Node.Keys
        ? keys
        : null;
  }

  /** The file that a document of {@code show --json} is about; null for any other text. */
  public static Node.Scalar shownFile(SourceText source) {
    if (!source.text().startsWith("{")) {
      return null;
    }
    Node.Keys shown = shown(YamlTree.read(source, new FileDiagnostics(source)));
    return shown != null && shown.get("file") instanceof Node.Scalar file ? file : null;
  }
}
