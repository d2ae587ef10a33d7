package org.distroc.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distroc.builder.Artifacts;
import org.distroc.builder.RebuildReason;
import org.distroc.diag.ExitCode;
import org.distroc.pipeline.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds a recipe. */
@Command(
    sortOptions = false,
    footer = {
      "",
      "Example: distroc build recipes/tiny.yaml",
      "Example: distroc build --why my.yaml     prints what changed since the last build"
    })
final class BuildVerb extends OneRecipeVerb {
  @Option(names = "--why", description = "Print what was rebuilt, and why.")
  private boolean why;

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    return EachArchitecture.run(pipeline, reporter, this::build);
  }

  private ExitCode build(Pipeline pipeline, Reporter to) {
    Artifacts artifacts = pipeline.build(recipe);
    if (why) {
      pipeline.reasons().forEach(r -> to.result(r.stage() + ": " + r.because()));
      to.result("why", pipeline.reasons().stream().map(BuildVerb::toMap).toList());
    }
    describe(artifacts, to);
    return ExitCode.DONE;
  }

  /** Prints what was built: bytes and path of each file. */
  static void describe(Artifacts artifacts, Reporter reporter) {
    for (Map.Entry<String, Long> file : artifacts.sizes().entrySet()) {
      Path path = reporter.host().shown(artifacts.folder().resolve(file.getKey()));
      String bytes = file.getValue().toString();
      reporter.result(" ".repeat(Math.max(0, 10 - bytes.length())) + bytes + "  " + path);
    }
    reporter.result("folder", artifacts.folder().toString());
    reporter.result("sizes", artifacts.sizes());
    if (artifacts.upToDate()) {
      reporter.info("Nothing to build: everything is up to date.");
    }
  }

  private static Map<String, String> toMap(RebuildReason reason) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("stage", reason.stage().toString());
    map.put("because", reason.because());
    return map;
  }
}
