package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import org.distroc.build.Artifacts;
import org.distroc.diag.ExitCode;
import org.distroc.plan.BuildPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Expands a recipe and executes what came of it. */
@Command(
    name = "build",
    sortOptions = false,
    description = "Build the image and its parts, and print them with their sizes in bytes.",
    footer = {"", "Example: distroc build recipes/tiny.yaml"})
final class BuildVerb extends RecipeVerb {
  @Parameters(paramLabel = "RECIPE", description = "The recipe.")
  private Path recipe;

  @Override
  boolean takes(List<Path> recipes) {
    recipe = recipes.get(0);
    return recipes.size() == 1;
  }

  @Override
  ExitCode run(Pipeline pipeline) {
    BuildPlan plan = pipeline.plan(recipe);
    Artifacts artifacts = pipeline.build(plan, false);
    pipeline.describe(artifacts);
    return ExitCode.DONE;
  }
}
