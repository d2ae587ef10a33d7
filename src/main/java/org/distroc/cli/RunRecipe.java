package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import org.distroc.builder.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.host.Host;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.pipeline.TestCaseResult;
import org.distroc.pipeline.TestSuite;
import org.distroc.plan.BuildPlan;
import org.distroc.qemu.QemuCommandLine.Forward;
import org.distroc.report.TestReport;

/** Builds a recipe and boots the result: on the terminal if there is one, else as its test. */
final class RunRecipe {
  private final Reporter reporter;
  private final CommonOptions settings;
  private final Pipeline pipeline;
  private final List<Forward> forwards;

  RunRecipe(Host host, Reporter reporter, CommonOptions settings) {
    this(host, reporter, settings, List.of());
  }

  /** With ports of this host that lead to the guest on the terminal. */
  RunRecipe(Host host, Reporter reporter, CommonOptions settings, List<Forward> forwards) {
    this.forwards = forwards;
    this.reporter = reporter;
    this.settings = settings;
    this.pipeline =
        new Pipeline(settings.on(host), reporter, settings.toRunOptions(reporter.streams().in()));
  }

  ExitCode run(Path recipe) throws Exception {
    settings.applyTo(reporter);
    Planned planned = pipeline.plan(recipe);
    BuildPlan plan = planned.plan();
    Artifacts artifacts = pipeline.build(planned, true);
    BuildVerb.describe(artifacts, reporter);
    if (reporter.streams().terminal() && !settings.json) {
      int status = pipeline.boot(plan, artifacts, forwards);
      return status == 0 ? ExitCode.DONE : ExitCode.GUEST;
    }
    if (plan.tests().isEmpty()) {
      reporter.report(
          List.of(
              Diagnostic.warning(Code.D7090, "built, but not booted")
                  .why("there is no terminal for the guest, and the recipe has no test")
                  .help("add `test:` with a step such as `- expect: \"# \"`")));
      return ExitCode.DONE;
    }
    return test(recipe, plan, artifacts);
  }

  /** Runs the recipe's tests; a single one also shows its console. */
  private ExitCode test(Path recipe, BuildPlan plan, Artifacts artifacts) throws Exception {
    TestSuite suite = pipeline.tests();
    plan.tests().forEach(test -> suite.add(recipe, plan, artifacts, test));
    List<TestCaseResult> results = suite.run();
    if (results.size() == 1) {
      results.get(0).result().map(TestReport::console).ifPresent(reporter::result);
    } else {
      TestReport.table(results).forEach(reporter::result);
    }
    reporter.result("tests", results.stream().map(TestReport::toMap).toList());
    return TestCaseResult.exit(results);
  }
}
