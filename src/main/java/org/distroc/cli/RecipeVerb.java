package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.ExitCode;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.RecipeChange;
import org.distroc.pipeline.RunOptions;
import org.distroc.report.LineDiff;
import org.distroc.settings.SettingsFile;
import picocli.CommandLine.Mixin;

/** A verb that works on recipes. */
abstract class RecipeVerb extends Verb {
  @Mixin CommonOptions settings;

  @Override
  public final ExitCode call() throws Exception {
    settings.applyTo(reporter);
    host = SettingsFile.read(host).host(settings.on(host));
    return run(new Pipeline(host, reporter, options()));
  }

  /** The options of the run. */
  RunOptions options() {
    return settings.toRunOptions(reporter.streams().in());
  }

  /** Shows the change of a recipe as a unified diff. */
  final void show(RecipeChange change) {
    for (String line : LineDiff.of(change.name(), change.before(), change.after())) {
      // A carriage return would be shown as an odd character at the end of each line.
      reporter.info(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
  }

  /** Sets the recipes of a command line; false if the verb does not take that many. */
  abstract boolean takes(List<Path> recipes);

  abstract ExitCode run(Pipeline pipeline) throws Exception;
}
