package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import org.distroc.build.ProjectFolder;
import org.distroc.diag.ExitCode;
import org.distroc.plan.BuildPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the generated project and stops there. */
@Command(
    name = "expand",
    sortOptions = false,
    description = "Write the generated project only: build/<name>/.",
    footer = {"", "Example: distroc expand recipes/tiny.yaml && less build/tiny/Makefile"})
final class ExpandVerb extends RecipeVerb {
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
    ProjectFolder folder = pipeline.folder(plan);
    reporter.say(folder.write(pipeline.expand(plan)));
    reporter.result("folder", folder.root().toString());
    reporter.result(host.currentFolder().relativize(folder.root()).toString());
    return ExitCode.DONE;
  }
}
