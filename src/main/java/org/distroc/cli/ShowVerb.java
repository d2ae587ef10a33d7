package org.distroc.cli;

import java.util.Set;
import org.distroc.diag.ExitCode;
import org.distroc.pipeline.Pipeline;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.edit.MergedText;
import picocli.CommandLine.Command;

/** Prints a recipe with its bases merged into it. */
@Command(
    sortOptions = false,
    description = {
      "The result is a recipe without bases that means the same, with a comment at each value: the",
      "file and the line that it comes from. Paths start at the folder of RECIPE."
    },
    footer = {
      "",
      "Example: distroc show kiosk.yaml",
      "Example: distroc show --set qemu.memory=256M kiosk.yaml",
      "Example: distroc show --json kiosk.yaml | distroc check -"
    })
final class ShowVerb extends OneRecipeVerb {
  @Override
  Set<String> without() {
    return CommonOptions.OF_BUILDS;
  }

  @Override
  ExitCode run(Pipeline pipeline) {
    Recipe read = pipeline.read(recipe);
    MergedText text = new MergedText(read.locations(), read.folder());
    reporter.result(text.yaml().stripTrailing());
    reporter.result("file", recipe.toString());
    reporter.result("recipe", text.plain());
    reporter.result("origins", text.origins());
    return ExitCode.DONE;
  }
}
