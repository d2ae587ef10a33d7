package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.ExitCode;
import picocli.CommandLine.Mixin;

/** A verb that works on recipes. */
abstract class RecipeVerb extends Verb {
  @Mixin CommonOptions settings;

  @Override
  public final ExitCode call() throws Exception {
    reporter.useJson(settings.json);
    reporter.beQuiet(settings.quiet);
    return run(new Pipeline(host, reporter, settings));
  }

  /** Takes the recipes of a command line; false if the verb does not work on so many. */
  abstract boolean takes(List<Path> recipes);

  abstract ExitCode run(Pipeline pipeline) throws Exception;
}
