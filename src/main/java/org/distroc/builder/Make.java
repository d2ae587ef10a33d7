package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.distroc.builder.messages.FirstError;
import org.distroc.builder.messages.ToolMessages;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;
import org.distroc.host.Command;
import org.distroc.host.Confinement;
import org.distroc.host.JobServer;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.kernel.SyscallTable;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.plan.ProjectLayout;

/** Runs targets of a generated Makefile, and reports errors in terms of the recipe. */
final class Make {
  private static final int LINES_SHOWN = 12;

  private static final long INIT_BYTES = 256L << 20;
  private static final long INIT_MEMORY = 4L << 30;

  /** The Makefile variable for the kernel's object folder. */
  private static final String OBJECTS = "KERNEL_OBJECTS=";

  /** What make says when a file is newer than now. */
  static final String CLOCK_SKEW = "Clock skew detected";

  private static final Pattern FUTURE =
      Pattern.compile(
          "make.*: (?i:warning): .*(has modification time .* in the future|" + CLOCK_SKEW + ").*");

  /** kbuild's progress lines are indented: {@code " CC kernel/fork.o"}. */
  private static final Pattern STEP = Pattern.compile("  [A-Z][A-Z0-9_+-]* .+");

  private final ProcessRunner runner;
  private final ProjectFolder folder;
  private final BuildPlan plan;
  private final int jobs;
  private final BuildListener listener;
  private final Map<String, String> environment;
  private final UnaryOperator<Confinement> compilers;

  Make(
      ProcessRunner runner,
      ProjectFolder folder,
      BuildPlan plan,
      int jobs,
      BuildListener listener) {
    this(runner, folder, plan, jobs, listener, Map.of(), needs -> needs);
  }

  private Make(
      ProcessRunner runner,
      ProjectFolder folder,
      BuildPlan plan,
      int jobs,
      BuildListener listener,
      Map<String, String> environment,
      UnaryOperator<Confinement> compilers) {
    this.runner = runner;
    this.folder = folder;
    this.plan = plan;
    this.jobs = jobs;
    this.listener = listener;
    this.environment = environment;
    this.compilers = compilers;
  }

  /** A copy that reports no progress. */
  Make quiet() {
    return new Make(runner, folder, plan, jobs, BuildListener.NONE, environment, compilers);
  }

  /**
   * A copy with more environment variables.
   *
   * @param needs adds what the programs that they name need
   */
  Make with(Map<String, String> variables, UnaryOperator<Confinement> needs) {
    return new Make(runner, folder, plan, jobs, listener, variables, needs);
  }

  /**
   * Makes targets.
   *
   * @param stage the stage, for messages
   * @param words targets and variables
   * @throws Failure D6001, D6002, D6003 or D6043
   * @throws IOException with a tool's message if a disk is full
   */
  void run(Stage stage, Duration limit, List<String> words) throws IOException {
    run(stage, limit, words, command -> command);
  }

  /** As above, with a change to the command. */
  void run(Stage stage, Duration limit, List<String> words, UnaryOperator<Command> change)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("make"));
    Optional<JobServer> server = jobs == JobServer.JOIN ? runner.jobServer() : Optional.empty();
    if (server.isEmpty()) {
      line.add("-j" + (jobs == JobServer.JOIN ? JobServer.processors() : jobs));
    }
    // Another makefile in the folder must not win. Without built-in rules, no file there, such as
    // Makefile.sh or init.y, is made into another.
    line.addAll(List.of("-r", "-f", ProjectLayout.MAKEFILE));
    line.addAll(words);
    Path log = log(stage);
    Files.deleteIfExists(log);
    AtomicInteger steps = new AtomicInteger();
    AtomicReference<String> future = new AtomicReference<>();
    Command command =
        Command.of(line)
            .in(folder.root())
            .with(environment)
            .confined(confinement(stage))
            .limit(limit)
            .log(log)
            .lines(
                read -> {
                  line(read, steps);
                  if (FUTURE.matcher(read).matches()) {
                    future.compareAndSet(null, read);
                  }
                });
    Optional<BuildTimeHistory> history = history(words);
    history
        .flatMap(BuildTimeHistory::last)
        .ifPresent(last -> listener.expect(last.steps(), last.time()));
    Command changed = change.apply(command);
    Outcome outcome = runner.run(server.map(one -> one.join(changed)).orElse(changed));
    List<Diagnostic> findings = findings(stage, outcome.errors());
    if (!outcome.succeeded()) {
      Optional<String> full = outcome.errors().lines().filter(DiskFull::isReportedIn).findFirst();
      if (full.isPresent()) {
        throw new IOException(full.get());
      }
      Optional<Diagnostic> reached = reachedLimit(stage, outcome);
      if (reached.isPresent()) {
        throw new Failure(reached.get().help("the full log is in " + log));
      }
      throw new Failure(withReason(findings, () -> failed(stage, command, outcome, log)));
    }
    if (future.get() != null) {
      throw new Failure(clockJumped(stage, future.get(), log));
    }
    if (history.isPresent() && steps.get() > 0) {
      history.get().remember(new BuildTimeHistory.Measured(steps.get(), outcome.time()));
    }
    if (!findings.isEmpty()) {
      listener.warn(findings);
    }
  }

  /**
   * The project can be changed, but for what distroc remembers of it; the kernel's source can only
   * be read. Callers add the folder of the objects.
   */
  private Confinement confinement(Stage stage) {
    return compilers
        .apply(Confinement.strict().limits(limits(stage)))
        .writing(folder.root())
        .reading(folder.root().resolve(ProjectFolder.MEMORY), plan.kernel().tree().root());
  }

  /** A kernel with symbols is large; what the recipe's own files become is not. */
  private static Confinement.Limits limits(Stage stage) {
    return stage == Stage.INIT
        ? Confinement.Limits.WIDE.fileBytes(INIT_BYTES).memoryBytes(INIT_MEMORY)
        : Confinement.Limits.WIDE;
  }

  private Optional<Diagnostic> reachedLimit(Stage stage, Outcome outcome) {
    List<InitPlan.SourceFile> sources = plan.init().map(InitPlan::sources).orElse(List.of());
    return runner.isConfining()
        ? ReachedLimit.in(outcome.errors(), stage, limits(stage), sources)
        : Optional.empty();
  }

  private void line(String line, AtomicInteger steps) {
    listener.line(line);
    if (STEP.matcher(line).matches()) {
      listener.step(steps.incrementAndGet(), line.strip().replaceAll("\\s+", " "));
    }
  }

  /** The history for a kernel built from scratch; incremental builds cannot be estimated. */
  private Optional<BuildTimeHistory> history(List<String> words) {
    return words.contains(plan.architecture().kernel().target())
        ? words.stream()
            .filter(word -> word.startsWith(OBJECTS))
            .map(word -> Path.of(word.substring(OBJECTS.length())))
            .filter(objects -> !Files.exists(objects.resolve("vmlinux")))
            .map(objects -> new BuildTimeHistory(objects, plan.kernel().base().orElse("file")))
            .findFirst()
        : Optional.empty();
  }

  private List<Diagnostic> findings(Stage stage, String errors) {
    if (plan.init().isEmpty()) {
      return List.of();
    }
    ToolMessages messages = new ToolMessages(plan, this::systemCalls);
    return stage == Stage.INIT ? messages.in(errors) : messages.atSources(errors);
  }

  private SyscallTable systemCalls() {
    return new SyscallTables(runner.host())
        .of(plan.kernel().tree(), plan.architecture().syscalls());
  }

  /** The findings; if none explains the failure, the output of make comes first. */
  private static List<Diagnostic> withReason(
      List<Diagnostic> findings, Supplier<Diagnostic> failure) {
    if (findings.stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
      return findings;
    }
    List<Diagnostic> all = new ArrayList<>(List.of(failure.get()));
    all.addAll(findings);
    return all;
  }

  private static Diagnostic clockJumped(Stage stage, String line, Path log) {
    return Diagnostic.error(Code.D6043, "the clock jumped during the step `" + stage + "`")
        .why(line)
        .why("make rebuilds what is older than its sources, so it may have skipped something")
        .help("check the clock with `date`, then build again; if the file is yours: `touch` it")
        .help("the full log is in " + log);
  }

  /** The log of the last make of a stage. */
  Path log(Stage stage) {
    return folder.memory(stage + ".log");
  }

  private Diagnostic failed(Stage stage, Command command, Outcome outcome, Path log) {
    Diagnostic diagnostic =
        outcome.timedOut()
            ? Diagnostic.error(
                Code.D6003,
                "the step `" + stage + "` exceeded its timeout of " + words(command.limit()))
            : Diagnostic.error(
                Code.D6001, "the step `" + stage + "` failed with status " + outcome.exit());
    Optional<String> failed = FailedCommand.in(outcome.output(), outcome.errors());
    String last = outcome.lastLines(LINES_SHOWN);
    Optional<String> first = FirstError.in(outcome.errors()).filter(error -> !last.contains(error));
    Diagnostic withOutput =
        first
            .map(error -> diagnostic.why("the first error:\n" + error))
            .orElse(diagnostic)
            .why(last);
    return failed
        .map(one -> withOutput.why("failed command: " + one))
        .orElse(withOutput)
        .help("the command was: " + command.line() + "\nin the folder " + folder.root())
        .help("the full log is in " + log);
  }

  private static String words(Duration time) {
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
