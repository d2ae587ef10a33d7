package org.distroc.cli;

import org.distroc.build.Artifacts;
import org.distroc.diag.ExitCode;
import org.distroc.plan.BuildPlan;
import picocli.CommandLine.Command;

/** Expands a recipe and executes what came of it. */
@Command(
    name = "build",
    sortOptions = false,
    description = "Build the image and its parts, and print them with their sizes in bytes.",
    footer = {"", "Example: distroc build recipes/tiny.yaml"})
final class BuildVerb extends OneRecipeVerb {
  @Override
  ExitCode run(Pipeline pipeline) {
    BuildPlan plan = pipeline.plan(recipe);
    Artifacts artifacts = pipeline.build(plan, false);
    pipeline.describe(artifacts);
    return ExitCode.DONE;
  }
}
