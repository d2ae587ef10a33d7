package org.distroc.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.recipe.schema.CrossChecks;
import org.distroc.recipe.schema.LanguageSchema;
import org.distroc.recipe.schema.LanguageVersion;
import org.distroc.recipe.schema.OtherFile;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.Characters;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceReader;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.YamlTree;

/** Reads recipes, and reports all mistakes of one in one run. */
public final class RecipeReader {
  private RecipeReader() {}

  /**
   * The recipe in a file; warnings are dropped.
   *
   * @param displayName the file as the user named it, for diagnostics
   * @throws Failure with every mistake in the file, in its order
   */
  public static Recipe read(Path file, String displayName) {
    return read(file, displayName, new ArrayList<>());
  }

  /**
   * The recipe in a file.
   *
   * @param displayName the file as the user named it, for diagnostics
   * @param warnings gets the warnings, in the order of the file
   * @throws Failure with every mistake in the file, warnings among them, in its order
   */
  public static Recipe read(Path file, String displayName, List<Diagnostic> warnings) {
    SourceText source = SourceReader.read(file, displayName, Language.RECIPE);
    FileDiagnostics findings = new FileDiagnostics(source);
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
    Path absolute = file.toAbsolutePath().normalize();
    SourceLocations locations = new SourceLocations(source, root);
    LanguageSchema schema = LanguageSchema.ofRecipes();
    schema.check(locations, root, findings);
    RecipePaths paths = new RecipePaths(absolute.getParent(), findings);
    paths.check(locations);
    CrossChecks.check(locations, findings);
    if (findings.hasErrors()) {
      throw findings.failure();
    }
    if (!findings.isEmpty()) {
      warnings.addAll(findings.diagnostics());
    }
    return new RecipeBuilder(root, schema, paths).build(absolute, locations);
  }
}
