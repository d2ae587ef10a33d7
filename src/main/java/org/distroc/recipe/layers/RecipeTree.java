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
    return root;
  }
}
