package org.distroc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds every mistake in recipes, and builds nothing. */
@Command(
    name = "check",
    sortOptions = false,
    description = "Find every mistake in recipes, with line and column; build nothing.",
    footer = {
      "",
      "Example: distroc check recipes/*.yaml",
      "Example: distroc check --fix my.yaml     adds the options that others of the recipe need"
    })
final class CheckVerb extends RecipeVerb {
  @Option(
      names = "--fix",
      description =
          "Write into the recipes what makes their kernel options take, where that is proven.")
  private boolean fix;

  @Parameters(arity = "1..*", paramLabel = "RECIPE", description = "The recipes.")
  private List<Path> recipes = new ArrayList<>();

  private final List<Map<String, Object>> edits = new ArrayList<>();

  @Override
  Set<String> without() {
    return Settings.OF_BUILDS;
  }

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
        if (fix) {
          fix(pipeline, recipe);
        }
        pipeline.check(recipe);
        reporter.news(recipe + ": no mistakes");
      } catch (Failure failure) {
        reporter.say(failure.diagnostics());
        worst = failure.exit();
      }
    }
    if (fix) {
      reporter.result("edits", edits);
    }
    return worst;
  }

  /** Writes what is proven to help; the check after it tells what is left. */
  private void fix(Pipeline pipeline, Path recipe) {
    Optional<RecipeChange> change = pipeline.fix(recipe);
    if (change.isPresent()) {
      change.get().write();
      change.get().show(reporter);
      edits.addAll(change.get().toMaps());
    }
  }
}
