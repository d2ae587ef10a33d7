package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import org.distroc.boot.BootResult;
import org.distroc.build.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.host.Host;
import org.distroc.plan.BootTest;
import org.distroc.plan.BuildPlan;

/** Builds a recipe and boots the result: on the terminal if there is one, else as its test. */
final class RunRecipe {
  private final Reporter reporter;
  private final Settings settings;
  private final Pipeline pipeline;

  RunRecipe(Host host, Reporter reporter, Settings settings) {
    this.reporter = reporter;
    this.settings = settings;
    this.pipeline = new Pipeline(host, reporter, settings);
  }

  ExitCode run(Path recipe) throws Exception {
    reporter.useJson(settings.json);
    reporter.beQuiet(settings.quiet);
    BuildPlan plan = pipeline.plan(recipe);
    Artifacts artifacts = pipeline.build(plan, true);
    pipeline.describe(artifacts);
    if (reporter.streams().terminal() && !settings.json) {
      int status = pipeline.boot(plan, artifacts);
      return status == 0 ? ExitCode.DONE : ExitCode.GUEST;
    }
    if (plan.test().isEmpty()) {
      reporter.say(
          List.of(
              Diagnostic.warning(Code.D7090, "built, and not booted")
                  .why("there is no terminal to show the guest on, and the recipe has no test")
                  .help("add `test:` with a step such as `- expect: \"# \"`")));
      return ExitCode.DONE;
    }
    return test(plan, artifacts, plan.test().get());
  }

  private ExitCode test(BuildPlan plan, Artifacts artifacts, BootTest test) throws Exception {
    BootResult result = pipeline.test(plan, artifacts, test);
    reporter.result(TestReport.console(result));
    TestReport.say(reporter, plan.name(), result);
    reporter.result("tests", List.of(TestReport.toMap(plan.name(), result)));
    return TestReport.exit(result);
  }
}
