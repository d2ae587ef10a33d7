package org.distroc.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.boot.test.BootResult;
import org.distroc.builder.Artifacts;
import org.distroc.debug.TraceText;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.pipeline.TestCaseResult;
import org.distroc.pipeline.TraceRun;
import org.distroc.pipeline.WatchedBoot;
import org.distroc.plan.BuildPlan;
import org.distroc.report.TestReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the system calls of a guest. */
@Command(
    sortOptions = false,
    description =
        "Nothing is installed in the guest. It runs its own test, or gets the lines of --typed.",
    footer = {"", "Example: distroc trace recipes/tiny.yaml --typed hello"})
final class TraceVerb extends OneRecipeVerb {
  @Option(
      names = "--typed",
      paramLabel = "LINE",
      description = "Type LINE at the guest's prompt instead of running the test; repeatable.")
  private List<String> typed = new ArrayList<>();

  @Option(names = "--interactive", description = "Give the guest this terminal; requires --to.")
  private boolean interactive;

  @Option(names = "--to", paramLabel = "FILE", description = "Write the trace to FILE.")
  private Path to;

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    refuseSenseless();
    Planned planned = pipeline.plan(recipe);
    BuildPlan plan = planned.plan();
    WatchedBoot watch = new WatchedBoot(host, plan);
    watch.requireInit();
    watch.requireSystemCalls();
    Artifacts artifacts = pipeline.build(planned, true);
    try (PrintStream file = to == null ? null : open()) {
      TraceText text = new TraceText(file == null ? reporter::result : file::println);
      List<Map<String, Object>> events = new ArrayList<>();
      TraceRun run =
          new TraceRun(
              watch,
              artifacts,
              event -> {
                text.accept(event);
                events.add(TraceRun.toMap(event));
              });
      try {
        return interactive ? run.atTerminal(reporter::info) : tested(run, plan);
      } finally {
        text.finish();
        reporter.result("events", events);
      }
    }
  }

  /** Refuses options that do not go together. */
  private void refuseSenseless() {
    if (interactive && (to == null || settings.json)) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--interactive` needs `--to FILE`")
              .why("the guest uses the terminal, so the trace needs a file")
              .help("add `--to trace.txt`, and read it with `tail -f` from another terminal"));
    }
    if (interactive && !typed.isEmpty()) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--interactive` and `--typed` are mutually exclusive")
              .help("omit one of them"));
    }
  }

  private ExitCode tested(TraceRun run, BuildPlan plan) throws Exception {
    BootResult result = run.tested(recipe, typed);
    if (!typed.isEmpty()) {
      return ExitCode.DONE;
    }
    String again = org.distroc.host.Command.of("distroc", "trace", recipe.toString()).line();
    reporter.report(result.diagnostics());
    TestReport.sentences(plan.name(), again, result).forEach(reporter::info);
    return TestCaseResult.exit(result);
  }

  private PrintStream open() throws Exception {
    return new PrintStream(host.currentFolder().resolve(to).toString(), StandardCharsets.UTF_8);
  }
}
