package org.distroc.cli;

import java.util.List;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.diag.TextRenderer;
import org.distroc.diff.Changes;
import org.distroc.diff.Comparison;
import org.distroc.settings.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what differs between two recipes, revisions of a recipe, locks or images. */
@Command(
    sortOptions = false,
    description = {
      "Recipes are compared with their bases merged and their kernel configurations computed:",
      "values, options by menu, files, packages, sizes of what is built. RECIPE@REVISION is a",
      "recipe as git has it. Of a single recipe, the other side is its lock file; of a single",
      "revision, the file as it is now. Images are compared part by part."
    },
    footer = {
      "",
      "Example: distroc diff recipes/tiny.yaml recipes/serial.yaml",
      "Example: distroc diff kiosk.yaml@HEAD~1 kiosk.yaml",
      "Example: distroc diff old.img build/kiosk/kiosk.img"
    })
final class DiffVerb extends Verb {
  @Parameters(arity = "1..2", paramLabel = "FILE", description = "What to compare.")
  private List<String> files = List.of();

  @Option(names = "--all", description = "List every option and file, however many differ.")
  private boolean all;

  @Mixin private CommonOptions settings;

  @Override
  Set<String> without() {
    return CommonOptions.OF_BUILDS;
  }

  @Override
  public ExitCode call() {
    settings.applyTo(reporter);
    host = SettingsFile.read(host).host(settings.on(host));
    if (files.stream().filter("-"::equals).count() > 1) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "only one of both can be `-`")
              .help("name a file for the other"));
    }
    try (Comparison comparison =
        new Comparison(host, reporter, settings.toRunOptions(reporter.streams().in()))) {
      Changes changes = comparison.of(files);
      changes.lines(all).forEach(line -> reporter.result(TextRenderer.printable(line)));
      reporter.info(changes.summary());
      reporter.result("same", changes.isEmpty());
      changes.toMap().forEach(reporter::result);
      return ExitCode.DONE;
    }
  }
}
