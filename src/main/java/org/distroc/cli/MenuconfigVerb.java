package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.cli.terminal.YesNoPrompt;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.RecipeChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a recipe's kernel options in the kernel's own menu. */
@Command(
    sortOptions = false,
    description = {
      "The changes go back into the recipe as the fewest options that express them. The lines are",
      "shown first, and you are asked to confirm."
    },
    footer = {
      "",
      "Example: distroc menuconfig my.yaml",
      "Example: distroc menuconfig --dry-run my.yaml     shows the changes without writing them"
    })
final class MenuconfigVerb extends RecipeVerb {
  @Option(names = "--dry-run", description = "Show the changes without writing them.")
  private boolean dryRun;

  @Parameters(paramLabel = "RECIPE", description = "The recipe.")
  private Path recipe;

  @Override
  Set<String> without() {
    return CommonOptions.OF_BUILDS;
  }

  @Override
  boolean takes(List<Path> named) {
    recipe = named.get(0);
    return named.size() == 1;
  }

  @Override
  ExitCode run(Pipeline pipeline) {
    if (!reporter.streams().terminal() || reporter.isJson()) {
      throw new Failure(noTerminal());
    }
    // The question is about the lines shown, so show them.
    reporter.beQuiet(false);
    Optional<RecipeChange> change = pipeline.menuconfig(recipe);
    if (change.isEmpty()) {
      reporter.info(recipe + ": nothing changed");
      return ExitCode.DONE;
    }
    show(change.get());
    if (dryRun) {
      reporter.info(recipe + ": not changed (--dry-run)");
    } else if (YesNoPrompt.agreed(
        reporter.streams().in(), reporter.streams().err(), "Write this into " + recipe + "?")) {
      change.get().write();
      reporter.info(recipe + ": written");
    } else {
      reporter.info(recipe + ": not changed");
    }
    return ExitCode.DONE;
  }

  private static Diagnostic noTerminal() {
    return Diagnostic.error(Code.D8001, "`menuconfig` needs a terminal")
        .why("it draws a menu and asks before it writes, but input or output is not a terminal")
        .help("run it in a terminal, without `--json` and without pipes")
        .help("`distroc check --fix RECIPE` works anywhere");
  }
}
