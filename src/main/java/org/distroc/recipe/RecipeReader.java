package org.distroc.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/** Reads recipes: everything that is wrong with one is found in one run. */
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
   * @param warnings gets what does not stop the work, in the order of the file
   * @throws Failure with every mistake in the file, warnings among them, in its order
   */
  public static Recipe read(Path file, String displayName, List<Diagnostic> warnings) {
    SourceText source = RecipeFile.read(file, displayName);
    FileDiagnostics findings = new FileDiagnostics(source);
    Node root = Characters.check(source, findings) ? null : YamlTree.read(source, findings);
    if (root == null || LanguageVersion.isUnknown(root, findings)) {
      throw findings.failure();
    }
    Path absolute = file.toAbsolutePath().normalize();
    SourceLocations places = new SourceLocations(source, root);
    LanguageSchema schema = LanguageSchema.ofRecipes();
    schema.check(places, root, findings);
    RecipePaths paths = new RecipePaths(absolute.getParent(), findings);
    paths.check(places);
    CrossChecks.check(places, findings);
    if (findings.hasErrors()) {
      throw findings.failure();
    }
    if (!findings.isEmpty()) {
      warnings.addAll(findings.diagnostics());
    }
    return new RecipeBuilder(root, schema, paths).build(absolute, places);
  }
}
