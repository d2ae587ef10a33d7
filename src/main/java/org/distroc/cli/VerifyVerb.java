package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.builder.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;
import org.distroc.host.IoErrors;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.pipeline.ReproducibilityCheck;
import org.distroc.plan.BuildPlan;
import org.distroc.verify.Difference;
import org.distroc.verify.FileComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies that recipes build reproducibly, or that an image is the build of a recipe. */
@Command(
    sortOptions = false,
    description = {
      "The second build has another path, clock, user, locale and so on. With --against, compare",
      "an image from elsewhere with a build."
    },
    footer = {
      "",
      "Example: distroc verify recipes/tiny.yaml",
      "Example: distroc verify recipes/tiny.yaml --against downloaded.iso"
    })
final class VerifyVerb extends RecipeVerb {
  @Parameters(arity = "1..*", paramLabel = "RECIPE", description = "The recipes.")
  private List<Path> recipes = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "IMAGE",
      description = "Compare IMAGE with a normal, cached build.")
  private Path image;

  private final List<Map<String, Object>> results = new ArrayList<>();

  @Override
  boolean takes(List<Path> named) {
    recipes = named;
    return true;
  }

  @Override
  ExitCode run(Pipeline pipeline) throws IOException {
    if (recipes.size() > 1 && (image != null || settings.output != null)) {
      String option = image != null ? "--against" : "--output";
      throw new Failure(
          Diagnostic.error(Code.D8001, "`" + option + "` takes one recipe")
              .help("verify them one by one"));
    }
    if (image != null) {
      against(pipeline, recipes.get(0));
      return ExitCode.DONE;
    }
    ExitCode first = ExitCode.DONE;
    try (ReproducibilityCheck builds =
        new ReproducibilityCheck(host, reporter, pipeline.options())) {
      for (Path recipe : recipes) {
        ExitCode exit = twice(pipeline, builds, recipe);
        first = first == ExitCode.DONE ? exit : first;
      }
    }
    reporter.result("verified", results);
    return first;
  }

  private ExitCode twice(Pipeline pipeline, ReproducibilityCheck builds, Path recipe)
      throws IOException {
    try {
      Planned planned = pipeline.plan(recipe);
      BuildPlan plan = planned.plan();
      ReproducibilityCheck.Result result =
          builds.build(plan, pipeline.expand(plan), pipeline.folder(plan).reached());
      results.add(result.toMap(plan.name()));
      if (!result.differences().isEmpty()) {
        throw new Failure(result.diagnostic(plan.name(), host));
      }
      result.digests().forEach((name, digest) -> reporter.result(digest + "  " + name));
      reporter.info(
          plan.name()
              + ": identical bytes, although the second build varied "
              + String.join(", ", result.varied()));
      result
          .unvaried()
          .forEach((what, why) -> reporter.info("not varied: " + what + " (" + why + ")"));
      return ExitCode.DONE;
    } catch (Failure failure) {
      reporter.report(failure.diagnostics());
      return failure.exit();
    }
  }

  private void against(Pipeline pipeline, Path recipe) throws IOException {
    byte[] theirs = read();
    Planned planned = pipeline.plan(recipe);
    BuildPlan plan = planned.plan();
    Artifacts artifacts = pipeline.build(planned, false);
    Map<String, byte[]> ours = new LinkedHashMap<>();
    for (String name : artifacts.sizes().keySet()) {
      ours.put(name, BoundedFiles.bytes(artifacts.folder().resolve(name), BoundedFiles.PROGRAM));
    }
    String meant =
        FileComparison.counterpart(theirs, ours)
            .orElseThrow(() -> new Failure(noCounterpart(ours)));
    Optional<Difference> difference = FileComparison.first(meant, theirs, ours.get(meant));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("output", meant);
    map.put("same", difference.isEmpty());
    map.put("difference", difference.map(Difference::line).orElse(null));
    reporter.result("against", map);
    if (difference.isPresent()) {
      throw new Failure(
          Diagnostic.error(
                  Code.D6032, "`" + image + "` differs from the build of " + recipe + " here")
              .why("image, then ours: " + difference.get().line())
              .help(
                  "compare the tool versions: "
                      + host.shown(artifacts.folder().resolve("manifest.json"))
                      + " lists ours; the lock file of the image's build lists theirs")
              .help(
                  ReproducibilityCheck.diffoscope(
                      host, image, host.shown(artifacts.folder().resolve(meant)))));
    }
    reporter.info("`" + image + "` is " + meant + " of " + recipe + ", byte for byte.");
  }

  private byte[] read() {
    try {
      return BoundedFiles.bytes(host.currentFolder().resolve(image), BoundedFiles.PROGRAM);
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D6033, "`" + image + "` cannot be read")
              .why(IoErrors.reason(e))
              .help("name an image, a kernel, an initramfs or an init program"),
          e);
    }
  }

  private Diagnostic noCounterpart(Map<String, byte[]> ours) {
    return Diagnostic.error(Code.D6033, "`" + image + "` does not match any output of this recipe")
        .why("it builds " + String.join(", ", ours.keySet()))
        .help("name a file of one of these types");
  }
}
