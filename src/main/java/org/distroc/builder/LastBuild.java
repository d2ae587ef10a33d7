package org.distroc.builder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;

/**
 * The result of the last build in a folder, if it is up to date. Only the recipe's text and file
 * metadata are read: no kernel, no plan, no process. This is the most common case, so it avoids
 * what Java loads slowly: lambdas, record comparison, formats.
 */
public final class LastBuild {
  private final FinishedBuild build;
  private final ProjectFolder folder;

  private LastBuild(FinishedBuild build, ProjectFolder folder) {
    this.build = build;
    this.folder = folder;
  }

  /** The last build of a folder, if it had these inputs and its outputs are unchanged. */
  public static Optional<LastBuild> of(ProjectFolder folder, BuildInputs inputs) {
    if (!inputs.areComplete()) {
      return Optional.empty();
    }
    try {
      Optional<FinishedBuild> last = new BuildState(folder).last();
      return last.isPresent()
              && last.get().inputs().values().equals(inputs.values())
              && last.get().isWhole(folder.root())
          ? Optional.of(new LastBuild(last.get(), folder))
          : Optional.empty();
    } catch (IOException e) {
      // Unreadable files are rebuilt, and that reports the error.
      return Optional.empty();
    }
  }

  /** Its artifacts. */
  public Artifacts artifacts() {
    return Artifacts.of(folder.root(), build.artifacts(), true);
  }

  /**
   * Its warnings.
   *
   * @param recipe the recipe as the user names it now
   */
  public List<Diagnostic> warnings(String recipe) {
    List<Diagnostic> warnings = new ArrayList<>();
    for (Diagnostic warning : build.warnings()) {
      Span at = warning.at().orElse(null);
      boolean inRecipe = at != null && at.file().equals(build.recipe());
      warnings.add(inRecipe ? warning.at(renamed(at, recipe)) : warning);
    }
    return warnings;
  }

  private static Span renamed(Span at, String file) {
    return new Span(file, at.line(), at.column(), at.width(), at.text());
  }
}
