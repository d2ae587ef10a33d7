package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.builder.Artifacts;
import org.distroc.debug.DebugSession;
import org.distroc.debug.LinkedInit;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.diag.TextRenderer;
import org.distroc.elf.LinkedProgram;
import org.distroc.format.BootMedium;
import org.distroc.host.Outcome;
import org.distroc.host.PlainPaths;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.pipeline.WatchedBoot;
import org.distroc.plan.BuildPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Debugs a guest from its first instruction on. */
@Command(
    sortOptions = false,
    description = {
      "Symbols and source lines cover init and the kernel. Without a terminal, gdb reads its"
          + " commands",
      "from standard input."
    },
    footer = {"", "Example: distroc debug recipes/tiny.yaml"})
final class DebugVerb extends OneRecipeVerb {
  @Option(
      names = {"-x", "--command"},
      paramLabel = "FILE",
      description = "Run gdb commands from a file, then exit.")
  private Path script;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Timeout of those commands; default 300.")
  private int timeout = 300;

  @Option(
      names = "--no-kernel-symbols",
      description = "Skip building the kernel's symbols, which takes minutes.")
  private boolean noKernelSymbols;

  @Option(names = "--print", description = "Print the QEMU and gdb commands without running them.")
  private boolean print;

  /** The gdb commands from standard input, without a file. */
  private byte[] commands = new byte[0];

  @Override
  ExitCode run(Pipeline pipeline) throws Exception {
    boolean terminal = reporter.streams().terminal() && !settings.json && script == null;
    if (!terminal && !print) {
      checkScript();
    }
    Planned planned = pipeline.plan(recipe);
    BuildPlan plan = planned.plan();
    pipeline.requireToDebug(plan);
    Artifacts artifacts = pipeline.build(planned, true);
    if (!noKernelSymbols) {
      pipeline.buildSymbols(plan);
    }
    DebugSession session = session(plan, artifacts);
    if (print) {
      return print(session, artifacts);
    }
    session.requirePython();
    if (terminal) {
      return session.atTerminal() == 0 ? ExitCode.DONE : ExitCode.GUEST;
    }
    return scripted(session, script(artifacts.folder()));
  }

  /** Reports mistakes in the gdb options before anything is built. */
  private void checkScript() throws IOException {
    if (timeout < 1) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--timeout " + timeout + "` is not a timeout")
              .help("give a number of seconds, 1 or more"));
    }
    if (script == null && reporter.streams().terminal()) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--json` needs `--command FILE`")
              .why("an interactive gdb session has no JSON document")
              .help("omit `--json`, or give the gdb commands in a file"));
    }
    if (script != null && !Files.isReadable(host.currentFolder().resolve(script))) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "cannot read `" + script + "`")
              .help("give a file of gdb commands: `--command FILE`"));
    }
    commands = script == null ? reporter.streams().in().readAllBytes() : commands;
    if (script == null && commands.length == 0) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "no terminal, and no commands for gdb")
              .help("give a file of gdb commands: `--command FILE`")
              .help("or pass them on standard input: echo init-start | distroc debug RECIPE"));
    }
  }

  /** The file as the user named it, which gdb shows; else a copy of standard input. */
  private Path script(Path project) throws IOException {
    return script != null
        ? host.currentFolder().resolve(script)
        : Files.write(PlainPaths.file(project, project.resolve("debug/script.gdb")), commands);
  }

  private DebugSession session(BuildPlan plan, Artifacts artifacts) throws IOException {
    BootMedium.KernelAndInitramfs medium = new WatchedBoot(host, plan).direct(artifacts);
    if (!medium.cmdline().equals(plan.kernel().cmdline())) {
      reporter.info(
          "Booting with `nokaslr`: otherwise the kernel's addresses change with each boot.");
    }
    Optional<LinkedInit> init =
        artifacts
            .initElf()
            .map(LinkedProgram::read)
            .map(program -> new LinkedInit(program.entry(), !program.isAtFixedAddress()));
    return new DebugSession(host, plan, medium, artifacts.folder(), init, !noKernelSymbols);
  }

  private ExitCode print(DebugSession session, Artifacts artifacts) throws Exception {
    String folder =
        org.distroc.host.Command.of("cd", host.shown(artifacts.folder()).toString()).line();
    List<org.distroc.host.Command> commands = session.commands();
    reporter.result("# In one terminal:");
    reporter.result(folder + " && " + commands.get(0).line());
    reporter.result("# In another:");
    reporter.result(folder + " && " + commands.get(1).line());
    reporter.result("folder", artifacts.folder().toString());
    reporter.result("qemu", commands.get(0).words());
    reporter.result("gdb", commands.get(1).words());
    return ExitCode.DONE;
  }

  private ExitCode scripted(DebugSession session, Path file) throws Exception {
    List<String> lines = new ArrayList<>();
    Outcome outcome =
        session.scripted(
            file,
            Duration.ofSeconds(timeout),
            line -> {
              String text = TextRenderer.printable(line);
              reporter.result(text);
              lines.add(text);
            });
    reporter.result("output", lines);
    if (outcome.timedOut()) {
      throw new Failure(
          Diagnostic.error(Code.D7072, "gdb timed out after " + timeout + " s")
              .why("the guest hangs or waits for input before it reaches the breakpoint")
              .help(
                  "its output above shows how far it got; raise the limit with `--timeout"
                      + " SECONDS`"));
    }
    if (!outcome.succeeded()) {
      throw new Failure(
          Diagnostic.error(Code.D7071, "a gdb command failed")
              .why(outcome.errors().strip())
              .help("try them one by one: `distroc debug " + recipe + "` in a terminal"));
    }
    return ExitCode.DONE;
  }
}
