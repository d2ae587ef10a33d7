package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.distroc.boot.test.BootResult;
import org.distroc.builder.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.pipeline.BootTrace;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.pipeline.TestCaseResult;
import org.distroc.pipeline.TimedBoots;
import org.distroc.plan.BuildPlan;
import org.distroc.qemu.QemuCommandLine.Forward;
import org.distroc.report.BootPicture;
import org.distroc.report.BootTable;
import org.distroc.report.TestReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Boots what was built, building what is not. */
@Command(
    sortOptions = false,
    description = {
      "Without a terminal, run the recipe's tests instead. With --trace, boot headless until the",
      "first `expect` and report where the time went."
    },
    footer = {
      "",
      "Example: distroc boot recipes/serial.yaml",
      "Example: distroc boot --forward 8080:80 recipes/webserver.yaml",
      "Example: distroc boot --trace --runs 5 recipes/tiny.yaml"
    })
final class BootVerb extends OneRecipeVerb {
  private static final int MOST_RUNS = 1000;

  @Option(
      names = "--trace",
      description = "Time firmware, boot loader, kernel, init and each initcall.")
  private boolean trace;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "With --trace, boot N times; print median, minimum and maximum.")
  private Integer runs;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "With --trace, write the chart to FILE instead of build/<name>/boot.svg.")
  private Path svg;

  @Option(
      names = "--forward",
      paramLabel = "HOST:GUEST",
      description =
          "Let TCP port HOST of this computer lead to port GUEST of the guest. Repeatable.")
  private List<String> forward = List.of();

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    if (!trace && (runs != null || svg != null)) {
      throw new Failure(
          Diagnostic.error(
                  Code.D8001, "`--" + (runs == null ? "svg" : "runs") + "` needs `--trace`")
              .why("only a traced boot is timed")
              .help("add `--trace`"));
    }
    if (runs != null && (runs < 1 || runs > MOST_RUNS)) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--runs " + runs + "` is not a number of boots")
              .help("give a number from 1 to " + MOST_RUNS + "; the default is 1"));
    }
    List<Forward> forwards = forward.stream().map(BootVerb::forward).toList();
    if (!forwards.isEmpty() && (trace || settings.json || !reporter.streams().terminal())) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--forward` needs a terminal")
              .why("without one, boot runs the recipe's tests, which forward what they need")
              .help("run it in a terminal, or write a `port` step into the recipe's test"));
    }
    return trace ? trace(pipeline) : new RunRecipe(host, reporter, settings, forwards).run(recipe);
  }

  private static Forward forward(String text) {
    if (text.matches("[0-9]{1,5}:[0-9]{1,5}")) {
      int host = Integer.parseInt(text.substring(0, text.indexOf(':')));
      int guest = Integer.parseInt(text.substring(text.indexOf(':') + 1));
      if (Math.min(host, guest) > 0 && Math.max(host, guest) < 1 << 16) {
        return new Forward(host, guest);
      }
    }
    throw new Failure(
        Diagnostic.error(Code.D8001, "`--forward " + text + "` is not a pair of ports")
            .help("give two numbers from 1 to 65535, such as `--forward 8080:80`"));
  }

  private ExitCode trace(Pipeline pipeline) throws Exception {
    Planned planned = pipeline.plan(recipe);
    BuildPlan plan = planned.plan();
    BootTrace boots = new BootTrace(host, reporter, plan, recipe);
    Artifacts artifacts = pipeline.build(planned, true);
    pipeline.launch(plan.architecture(), plan.machine());
    TimedBoots timed;
    try {
      timed = boots.run(artifacts, runs == null ? 1 : runs);
    } catch (BootTrace.Failed failed) {
      return failed(plan, failed.result());
    }
    BootTable table = new BootTable(timed);
    table.lines().forEach(reporter::result);
    table.notes().forEach(reporter::info);
    reporter.result("boot", table.toMap());
    draw(timed, artifacts);
    return ExitCode.DONE;
  }

  private ExitCode failed(BuildPlan plan, BootResult result) {
    String again =
        org.distroc.host.Command.of("distroc", "boot", "--trace", recipe.toString()).line();
    reporter.report(result.diagnostics());
    TestReport.sentences(plan.name(), again, result).forEach(reporter::info);
    return TestCaseResult.exit(result);
  }

  private void draw(TimedBoots timed, Artifacts artifacts) {
    Path file =
        svg == null ? artifacts.folder().resolve("boot.svg") : host.currentFolder().resolve(svg);
    try {
      AtomicFiles.write(file, BootPicture.of(timed));
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8005, "cannot write " + host.shown(file))
              .why(String.valueOf(e.getMessage()))
              .help("choose a writable location: `--svg FILE`"),
          e);
    }
    reporter.info("Wrote " + host.shown(file) + ".");
    reporter.result("svg", file.toString());
  }
}
