package org.distroc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Finds every mistake in recipes, and builds nothing. */
@Command(
    name = "check",
    sortOptions = false,
    description = "Find every mistake in recipes, with line and column; build nothing.",
    footer = {"", "Example: distroc check recipes/*.yaml"})
final class CheckVerb extends RecipeVerb {
  @Parameters(arity = "1..*", paramLabel = "RECIPE", description = "The recipes.")
  private List<Path> recipes = new ArrayList<>();

  @Override
  boolean takes(List<Path> named) {
    recipes = named;
    return true;
  }

  @Override
  ExitCode run(Pipeline pipeline) {
    ExitCode worst = ExitCode.DONE;
    for (Path recipe : recipes) {
      try {
        pipeline.check(recipe);
        reporter.news(recipe + ": no mistakes");
      } catch (Failure failure) {
        reporter.say(failure.diagnostics());
        worst = failure.exit();
      }
    }
    return worst;
  }
}
