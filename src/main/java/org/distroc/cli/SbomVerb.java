package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distroc.builder.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.IoErrors;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.plan.BuildPlan;
import org.distroc.sbom.BillOfMaterials;
import picocli.CommandLine.Command;

/** Writes the bill of materials into the build folder. */
@Command(
    sortOptions = false,
    description =
        "It lists what the image contains, with versions, digests and licences, and the build"
            + " tools.",
    footer = {"", "Example: distroc sbom recipes/tiny.yaml"})
final class SbomVerb extends OneRecipeVerb {
  private static final Path RELEASE = Path.of("/etc/os-release");
  private static final Path DOCUMENTS = Path.of("/usr/share/doc");

  @Override
  ExitCode run(Pipeline pipeline) throws IOException {
    Planned planned = pipeline.plan(recipe);
    BuildPlan plan = planned.plan();
    Artifacts artifacts = pipeline.build(planned, false);
    String bill = BillOfMaterials.of(plan, pipeline.record(plan, artifacts), vendor(), DOCUMENTS);
    Path file = artifacts.folder().resolve(BillOfMaterials.FILE);
    try {
      AtomicFiles.write(file, bill);
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D6004, "cannot write to the build folder " + artifacts.folder())
              .why(IoErrors.reason(e))
              .help("check free space and permissions, or choose another folder with `-o DIR`"),
          e);
    }
    reporter.result(host.shown(file).toString());
    reporter.result("sbom", file.toString());
    return ExitCode.DONE;
  }

  /** Whose packages this host has, in a word. */
  private static String vendor() throws IOException {
    return !Files.isReadable(RELEASE)
        ? "debian"
        : BoundedFiles.lines(RELEASE, BoundedFiles.NOTE).stream()
            .filter(line -> line.matches("ID=\"?[a-z0-9._-]+\"?"))
            .map(line -> line.substring(3).replace("\"", ""))
            .findFirst()
            .orElse("debian");
  }
}
