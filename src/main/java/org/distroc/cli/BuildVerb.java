package org.distroc.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distroc.builder.Artifacts;
import org.distroc.builder.RebuildReason;
import org.distroc.diag.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Expands a recipe and executes what came of it. */
@Command(
    name = "build",
    sortOptions = false,
    description = "Build the image and its parts, and print them with their sizes in bytes.",
    footer = {
      "",
      "Example: distroc build recipes/tiny.yaml",
      "Example: distroc build --why my.yaml     says what changed since the last build"
    })
final class BuildVerb extends OneRecipeVerb {
  @Option(names = "--why", description = "Say what was built anew, and because of what.")
  private boolean why;

  @Override
  ExitCode run(Pipeline pipeline) {
    Artifacts artifacts = pipeline.build(recipe);
    if (why) {
      pipeline.reasons().forEach(r -> reporter.result(r.stage() + ": " + r.because()));
      reporter.result("why", pipeline.reasons().stream().map(BuildVerb::toMap).toList());
    }
    pipeline.describe(artifacts);
    return ExitCode.DONE;
  }

  private static Map<String, String> toMap(RebuildReason reason) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("stage", reason.stage());
    map.put("because", reason.because());
    return map;
  }
}
