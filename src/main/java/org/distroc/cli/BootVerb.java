package org.distroc.cli;

import org.distroc.diag.ExitCode;
import picocli.CommandLine.Command;

/** Boots what was built, building what is not. */
@Command(
    name = "boot",
    sortOptions = false,
    description = {
      "Boot the guest on this terminal, after building what changed.",
      "Without a terminal its test is run instead."
    },
    footer = {"", "Example: distroc boot recipes/serial.yaml"})
final class BootVerb extends OneRecipeVerb {
  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    return new RunRecipe(host, reporter, settings).run(recipe);
  }
}
