package org.distroc.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.arch.Features;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.ExitCode;
import org.distroc.pipeline.Pipeline;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.edit.MergedText;
import org.distroc.recipe.text.Node;
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
    MergedText text = new MergedText(read.locations(), read.folder(), options(read));
    reporter.result(text.yaml().stripTrailing());
    reporter.result("file", recipe.toString());
    reporter.result("recipe", text.plain());
    reporter.result("origins", text.origins());
    return ExitCode.DONE;
  }

  /** The options that each feature stands for on the architecture. */
  private static Map<Node, String> options(Recipe recipe) {
    Features all = Architectures.of(recipe.architecture()).features();
    Map<Node, String> notes = new HashMap<>();
    for (int i = 0; i < recipe.kernel().features().size(); i++) {
      List<String> options = all.of(recipe.kernel().features().get(i), recipe.qemu().network());
      if (!options.isEmpty()) {
        notes.put(
            recipe.locations().node("/kernel/features/" + i),
            "on " + recipe.architecture() + ": " + String.join(", ", options));
      }
    }
    return notes;
  }
}
