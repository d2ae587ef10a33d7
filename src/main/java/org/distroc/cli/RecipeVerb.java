package org.distroc.cli;

import org.distroc.diag.ExitCode;
import picocli.CommandLine.Mixin;

/** A verb that works on recipes. */
abstract class RecipeVerb extends Verb {
  @Mixin Settings settings;

  @Override
  public final ExitCode call() throws Exception {
    reporter.useJson(settings.json);
    reporter.beQuiet(settings.quiet);
    return run(new Pipeline(host, reporter, settings));
  }

  abstract ExitCode run(Pipeline pipeline) throws Exception;
}
