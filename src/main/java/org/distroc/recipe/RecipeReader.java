package org.distroc.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.recipe.init.DescriptionChecks;
import org.distroc.recipe.layers.Layers;
import org.distroc.recipe.layers.Overrides;
import org.distroc.recipe.layers.RecipeTree;
import org.distroc.recipe.layers.RemoteBases;
import org.distroc.recipe.schema.CrossChecks;
import org.distroc.recipe.schema.LanguageSchema;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceReader;
import org.distroc.recipe.text.SourceText;

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
    return read(file, displayName, Overrides.NONE, warnings);
  }

  /** The same, with what the command line changes. */
  public static Recipe read(
      Path file, String displayName, Overrides overrides, List<Diagnostic> warnings) {
    return read(SourceReader.read(file, displayName, Language.RECIPE), file, overrides, warnings);
  }

  /**
   * The recipe in a text.
   *
   * @param file where relative paths start, as if the text was there
   */
  public static Recipe read(
      SourceText source, Path file, Overrides overrides, List<Diagnostic> warnings) {
    return read(source, file, overrides, RemoteBases.NONE, warnings);
  }

  /**
   * The values of a recipe that need not be complete, such as a base: what it says is checked, not
   * what it lacks.
   *
   * @throws Failure with every mistake in it
   */
  public static SourceLocations part(
      SourceText source, Path file, Overrides overrides, RemoteBases remote) {
    FileDiagnostics findings = new FileDiagnostics(source);
    Node top = RecipeTree.read(source, findings);
    Path absolute = file.toAbsolutePath().normalize();
    RecipePaths paths = new RecipePaths(absolute.getParent(), findings);
    SourceLocations locations =
        Layers.merged(absolute, source, top, overrides, paths, remote, findings);
    LanguageSchema.ofRecipes().checkPart(locations, locations.node(""), findings);
    paths.check(locations);
    if (findings.hasErrors()) {
      throw findings.failure();
    }
    return locations;
  }

  /** The same, with bases from elsewhere. */
  public static Recipe read(
      SourceText source,
      Path file,
      Overrides overrides,
      RemoteBases remote,
      List<Diagnostic> warnings) {
    return read(source, file, Optional.empty(), overrides, remote, warnings);
  }

  /**
   * The same, of a file that may be in a copy of its folder.
   *
   * @param copy empty for the folder itself
   */
  public static Recipe read(
      SourceText source,
      Path file,
      Optional<RecipePaths.Copy> copy,
      Overrides overrides,
      RemoteBases remote,
      List<Diagnostic> warnings) {
    FileDiagnostics findings = new FileDiagnostics(source);
    Node top = RecipeTree.read(source, findings);
    Path absolute = file.toAbsolutePath().normalize();
    RecipePaths paths = new RecipePaths(absolute.getParent(), findings, copy);
    SourceLocations locations =
        Layers.merged(absolute, source, top, overrides, paths, remote, findings);
    Node root = locations.node("");
    LanguageSchema schema = LanguageSchema.ofRecipes();
    schema.check(locations, root, findings);
    paths.check(locations);
    CrossChecks.check(locations, findings);
    DescriptionChecks.check(locations, findings);
    if (findings.hasErrors()) {
      throw findings.failure();
    }
    if (!findings.isEmpty()) {
      warnings.addAll(findings.diagnostics());
    }
    return new RecipeBuilder(root, schema, paths).build(absolute, locations);
  }
}
