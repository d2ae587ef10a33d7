package org.distroc.builder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;

/**
 * What the last whole build in a folder made, if it would make the same now. To see that takes the
 * recipe's text and a look at files: no kernel, no plan, no process. It is the most frequent
 * answer, so it is given without what Java takes long to load: lambdas, comparisons of records,
 * formats.
 */
public final class LastBuild {
  private final FinishedBuild build;
  private final ProjectFolder folder;

  private LastBuild(FinishedBuild build, ProjectFolder folder) {
    this.build = build;
    this.folder = folder;
  }

  /** The last build of a folder if it had these inputs and its outputs are as it left them. */
  public static Optional<LastBuild> of(ProjectFolder folder, BuildInputs inputs) {
    if (!inputs.areSettled()) {
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
      // What cannot be read is built again, and that says what is wrong with it.
      return Optional.empty();
    }
  }

  /** What it made. */
  public Artifacts artifacts() {
    return Artifacts.of(folder.root(), build.artifacts(), true);
  }

  /**
   * What it warned of.
   *
   * @param recipe the recipe as it is called now
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
