package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Boots what was built, building what is not. */
@Command(
    name = "boot",
    sortOptions = false,
    description = {
      "Boot the guest on this terminal, after building what changed.",
      "Without a terminal its test is run instead."
    },
    footer = {"", "Example: distroc boot recipes/serial.yaml"})
final class BootVerb extends RecipeVerb {
  @Parameters(paramLabel = "RECIPE", description = "The recipe.")
  private Path recipe;

  @Override
  boolean takes(List<Path> recipes) {
    recipe = recipes.get(0);
    return recipes.size() == 1;
  }

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    return new RunRecipe(host, reporter, settings).run(recipe);
  }
}
