package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.host.IoErrors;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.plan.BuildPlan;
import org.distroc.report.RootListing;
import org.distroc.rootfs.Tree;
import org.distroc.rootfs.archive.TarWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the root file system of a recipe, or writes it into an archive. */
@Command(
    sortOptions = false,
    description =
        "Each path is listed with its mode, owner and size, and with what brings it: a line of the"
            + " recipe, a package, the layout. Nothing is built, unless the root is exported.",
    footer = {"", "Example: distroc rootfs --export root.tar recipe.yaml"})
final class RootfsVerb extends OneRecipeVerb {
  @Option(
      names = "--export",
      paramLabel = "TAR",
      description = "Build what changed, and write the root into a tar archive.")
  Path export;

  @Override
  ExitCode run(Pipeline pipeline) throws IOException {
    Planned planned = export == null ? pipeline.planToExpand(recipe) : pipeline.plan(recipe);
    Tree tree = planned.plan().root().orElseThrow(() -> none(planned.plan()));
    if (export == null) {
      reporter.result(RootListing.text(tree));
      reporter.result("rootfs", RootListing.values(tree));
      return ExitCode.DONE;
    }
    Tree built = tree.builtIn(pipeline.build(planned, false).folder());
    Path file = host.currentFolder().resolve(export);
    try {
      AtomicFiles.write(file, out -> TarWriter.write(built, out));
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8005, "cannot write " + export).why(IoErrors.reason(e)), e);
    }
    reporter.result(host.shown(file).toString());
    reporter.result("export", file.toString());
    return ExitCode.DONE;
  }

  private static Failure none(BuildPlan plan) {
    return new Failure(
        Diagnostic.error(Code.D4112, "the recipe `" + plan.name() + "` has no `rootfs`")
            .at(plan.locations().nearest(""))
            .why("its root holds the init program alone")
            .help("add `rootfs:`; `distroc explain rootfs` describes it"));
  }
}
