package org.distroc.cli;

import java.util.Set;
import org.distroc.builder.ProjectFolder;
import org.distroc.diag.ExitCode;
import org.distroc.pipeline.Pipeline;
import org.distroc.plan.BuildPlan;
import picocli.CommandLine.Command;

/** Writes the generated project and stops there. */
@Command(
    sortOptions = false,
    footer = {"", "Example: distroc expand recipes/tiny.yaml && less build/tiny/Makefile"})
final class ExpandVerb extends OneRecipeVerb {
  @Override
  Set<String> without() {
    return Set.of("--jobs", "--no-shared");
  }

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    return EachArchitecture.run(pipeline, reporter, this::expand);
  }

  private ExitCode expand(Pipeline pipeline, Reporter to) {
    BuildPlan plan = pipeline.planToExpand(recipe).plan();
    ProjectFolder folder = pipeline.folder(plan);
    to.report(pipeline.write(plan, folder));
    to.result("folder", folder.root().toString());
    to.result(host.shown(folder.root()).toString());
    return ExitCode.DONE;
  }
}
