package org.distroc.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.IoErrors;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kernel.KernelTree;
import org.distroc.pipeline.ImportedConfig;
import org.distroc.pipeline.ImportedFile;
import org.distroc.pipeline.KernelConfigs;
import org.distroc.recipe.edit.StarterRecipe;
import org.distroc.report.OptionReport;
import org.distroc.report.Plurals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a recipe to start from. */
@Command(
    sortOptions = false,
    description = {
      "The recipe is NAME.yaml. With --from, it reproduces the kernel of a .config file: a base"
          + " and",
      "the few options that imply the rest."
    },
    footer = {
      "",
      "Examples: distroc new my-distro",
      "          distroc new my-distro --from /boot/config-6.1.0 --source linux-source-6.1"
    })
final class NewVerb extends Verb {
  @Parameters(paramLabel = "NAME", description = "The name of the distribution.")
  private String name;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Import the kernel options of this .config file.")
  private Path from;

  @Option(
      names = "--source",
      paramLabel = "PACKAGE",
      defaultValue = "linux-source-6.1",
      description = "Debian package of the kernel source; default ${DEFAULT-VALUE}.")
  private String source;

  @Mixin private CommonOptions settings;

  @Override
  Set<String> without() {
    return CommonOptions.OF_BUILDS;
  }

  @Override
  public ExitCode call() throws IOException {
    settings.applyTo(reporter);
    if (!StarterRecipe.isName(name)) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`" + name + "` is not a valid name")
              .why(StarterRecipe.nameRule()));
    }
    Path file = host.currentFolder().resolve(name + ".yaml");
    if (Files.exists(file)) {
      throw exists();
    }
    if (from == null) {
      write(file, StarterRecipe.text(name));
    } else {
      takeOver(file);
    }
    reporter.result(name + ".yaml");
    reporter.result("recipe", name + ".yaml");
    reporter.info("Next: distroc " + (from == null ? "" : "check ") + name + ".yaml");
    return ExitCode.DONE;
  }

  private void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8005, "cannot write " + file)
              .why(IoErrors.reason(e))
              .help("change to a writable folder"),
          e);
    }
  }

  private Failure exists() {
    return new Failure(
        Diagnostic.error(Code.D8005, name + ".yaml already exists")
            .help("choose another name, or remove the file"));
  }

  /** Writes the recipe, and then reads it again to see what kernel it really gives. */
  private void takeOver(Path file) throws IOException {
    KernelConfigs configs =
        new KernelConfigs(
            settings.on(host), reporter, settings.toRunOptions(reporter.streams().in()));
    String text = configs.read(from);
    KernelTree kernel = configs.obtain(source);
    ImportedFile given = configs.importFile(from, kernel);
    ImportedConfig imported = ImportedConfig.of(given.goal());
    write(file, StarterRecipe.text(name, imported.kernel(source, given.architecture())));
    Configuration proof = configs.ofRecipe(Path.of(name + ".yaml")).configuration();
    boolean same = proof.text().equals(given.goal().text());
    reporter.result("architecture", given.architecture().name());
    reporter.result("base", imported.base());
    reporter.result("options", OptionReport.assignments(imported.found().asked()));
    reporter.result("same", same);
    reporter.result("changedByKernel", imported.changedByKernel(text));
    reporter.result("otherwise", given.toMaps());
    int count = imported.found().asked().size();
    reporter.info(
        imported.base()
            + " and "
            + Plurals.count(count, "option")
            + ": "
            + (same
                ? verdict(given, kernel)
                : "these options differ: " + Plurals.some(imported.missed())));
    int facts = given.review().facts();
    if (facts > 0) {
      reporter.info(
          Plurals.count(facts, "more line")
              + (facts == 1 ? " differs that states" : " differ that state")
              + " what another kernel or compiler can do");
    }
  }

  private String verdict(ImportedFile given, KernelTree kernel) {
    String linux = "Linux " + kernel.release();
    int otherwise = given.otherwise();
    return otherwise == 0
        ? "verified to reproduce " + from + " on " + linux
        : "verified to reproduce what "
            + linux
            + " makes of "
            + from
            + ", where "
            + Plurals.count(otherwise, "line")
            + (otherwise == 1 ? " does" : " do")
            + " not take effect";
  }
}
