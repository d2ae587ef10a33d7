package org.distroc.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * Runs the host's tools. Every command has a time limit and a cleared environment, and no process
 * it starts outlives distroc.
 */
public final class ProcessRunner {
  private static final int OUTPUT_KEPT = 8 << 20;
  private static final int ERRORS_KEPT = 64 << 10;

  private static final Set<String> TERMINAL =
      Set.of("TERM", "TERMINFO", "COLORTERM", "LANG", "LINES", "COLUMNS", "NO_COLOR");

  /** Killed by the exit hook: commons-exec watches time, not the end of the JVM. */
  private static final Set<ProcessTree> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ProcessRunner::endAll, "end-processes"));
  }

  private final Host host;

  /** A runner of commands in the environment of a host. */
  public ProcessRunner(Host host) {
    this.host = host;
  }

  /** The host on which commands run. */
  public Host host() {
    return host;
  }

  /** The jobserver that distroc may use. */
  public Optional<JobServer> jobServer() {
    return JobServer.of(host);
  }

  /**
   * Runs a command to its end.
   *
   * @throws IOException if it cannot be started, or its log cannot be written
   */
  public Outcome run(Command command) throws IOException {
    Instant start = Instant.now();
    Consumer<String> lines = command.lines().orElse(line -> {});
    try (OutputStream log = openLog(command);
        BoundedText output = BoundedText.head(OUTPUT_KEPT, lines);
        BoundedText errors = BoundedText.tail(ERRORS_KEPT, lines)) {
      ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(command.limit()).get();
      Executor executor = new Executor(command);
      executor.setExitValues(null);
      executor.setWatchdog(watchdog);
      executor.setStreamHandler(
          new PumpStreamHandler(new Tee(output, log), new Tee(errors, log), null));
      int exit = executor.execute(new CommandLine(command.words().get(0)));
      Duration time = Duration.between(start, Instant.now());
      return new Outcome(
          exit, output.toString(), errors.toString(), watchdog.killedProcess(), time);
    }
  }

  /**
   * Starts a command, whose standard output the caller reads. Its whole tree is killed at its time
   * limit, whatever the caller is doing.
   *
   * @throws IOException if it cannot be started
   */
  public Running start(Command command) throws IOException {
    ProcessTree process = launch(command);
    process
        .onExit()
        .orTimeout(command.limit().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((ended, late) -> process.destroy());
    BoundedText errors = BoundedText.tail(ERRORS_KEPT, command.lines().orElse(line -> {}));
    Thread reader =
        new Thread(
            () -> {
              try (OutputStream log = openLog(command);
                  errors) {
                process.getErrorStream().transferTo(new Tee(errors, log));
              } catch (IOException e) {
                // The stream ends with the process.
                return;
              }
            },
            "errors-of-" + command.words().get(0));
    reader.setDaemon(true);
    reader.start();
    return new Running(process, errors, reader);
  }

  /**
   * Runs a command in the user's own terminal, with its standard streams, until it ends.
   *
   * <p>It stays in distroc's process group, or the terminal would not let it read; so it is one
   * process, and the kernel is asked to end it with the thread that started it.
   *
   * @return its exit status
   * @throws IOException if it cannot be started
   */
  public int runInTerminal(Command command) throws IOException {
    Optional<Sandbox> sandbox = sandbox(command);
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> words = new ArrayList<>();
    if (host.find("setpriv").isPresent()) {
      words.addAll(List.of("setpriv", "--pdeathsig", "TERM", "--"));
    }
    if (sandbox.isPresent()) {
      host.environment().forEach((name, value) -> keepOfTerminal(name, value, variables));
      variables.putAll(host.toolEnvironment());
      variables.putAll(command.environment());
      words.addAll(List.of("sh", "-c", preparation(command, sandbox) + "\nexec \"$@\"", "sh"));
      words.addAll(confined(command, sandbox.get(), variables));
    } else {
      variables.putAll(host.environment());
      variables.putAll(command.environment());
      words.addAll(unconfined(command));
    }
    host.find(words.get(0)).ifPresent(tool -> words.set(0, tool.toString()));
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    builder.directory(command.folder().orElse(host.currentFolder()).toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    Thread end = new Thread(() -> endAll(process));
    Runtime.getRuntime().addShutdownHook(end);
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      endAll(process);
      Thread.currentThread().interrupt();
      return 130;
    } finally {
      removeHook(end);
    }
  }

  /**
   * Waits until no process of an earlier command with that mark is left, of this distroc or of one
   * that was killed.
   *
   * @throws IOException if one is still alive when the limit is over
   */
  public void awaitMark(Path mark, Duration limit) throws IOException {
    String lock = ProcessTree.lockOf(mark).toString();
    Command wait = Command.of("flock", "-w", Long.toString(limit.toSeconds()), lock, "true");
    if (!run(wait).succeeded()) {
      throw new IOException("a process of an earlier build still runs and holds " + lock);
    }
  }

  /** Of the user's variables, a confined program gets those that describe the terminal. */
  private static void keepOfTerminal(String name, String value, Map<String, String> variables) {
    if (TERMINAL.contains(name) || name.startsWith("LC_")) {
      variables.put(name, value);
    }
  }

  /** bubblewrap ignores the signal, and ends with the program in it. */
  private static void endAll(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs.
      return;
    }
  }

  /** The variables that a command gets. */
  Map<String, String> environment(Command command) {
    Map<String, String> variables = host.toolEnvironment();
    variables.put("LC_ALL", "C");
    variables.put("TZ", "UTC");
    variables.putAll(command.environment());
    return variables;
  }

  private ProcessTree launch(Command command) throws IOException {
    Path folder = command.folder().orElse(host.currentFolder());
    Path input = command.input().orElse(Path.of("/dev/null"));
    Map<String, String> variables = environment(command);
    Optional<Sandbox> sandbox = sandbox(command);
    List<String> words =
        sandbox.isPresent() ? confined(command, sandbox.get(), variables) : unconfined(command);
    if (command.mark().isPresent()) {
      BoundedFiles.dropSpecial(ProcessTree.lockOf(command.mark().get()));
    }
    ProcessTree process =
        ProcessTree.start(
            words, folder, variables, input, command.mark(), preparation(command, sandbox));
    ALIVE.add(process);
    ALIVE.removeIf(other -> !other.isAlive());
    return process;
  }

  /** Whether confined commands run in a sandbox on this host. */
  public boolean isConfining() {
    return Sandbox.of(host).works();
  }

  /** The sandbox for a command; empty if it is not to be confined, or cannot be. */
  private Optional<Sandbox> sandbox(Command command) {
    if (command.confinement().isEmpty()) {
      return Optional.empty();
    }
    Sandbox sandbox = Sandbox.of(host);
    sandbox.check();
    return Optional.of(sandbox).filter(Sandbox::works);
  }

  /** What the shell that starts a command does before; empty if the command is not confined. */
  private static String preparation(Command command, Optional<Sandbox> sandbox) {
    return sandbox
        .map(there -> Sandbox.preparation(command.confinement().orElseThrow().limits()))
        .orElse("");
  }

  private static List<String> unconfined(Command command) {
    List<String> words = new ArrayList<>(command.launcher());
    words.addAll(command.words());
    return words;
  }

  /** Home and the folder for temporary files are the sandbox's, unless the command sets others. */
  private List<String> confined(Command command, Sandbox sandbox, Map<String, String> variables) {
    if (!command.environment().containsKey("HOME")) {
      variables.put("HOME", Sandbox.HOME);
    }
    if (!command.environment().containsKey("TMPDIR")) {
      variables.remove("TMPDIR");
    }
    Path folder = command.folder().orElse(host.currentFolder());
    return sandbox.enter(command, command.confinement().get(), variables, folder);
  }

  static void forget(ProcessTree process) {
    ALIVE.remove(process);
  }

  private static OutputStream openLog(Command command) throws IOException {
    if (command.log().isEmpty()) {
      return OutputStream.nullOutputStream();
    }
    BoundedFiles.dropSpecial(command.log().get());
    return Files.newOutputStream(
        command.log().get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void endAll() {
    ALIVE.forEach(ProcessTree::destroy);
    try {
      for (ProcessTree process : ALIVE) {
        process.waitFor(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** commons-exec, starting its process as a {@link ProcessTree}, which its watchdog then ends. */
  @SuppressWarnings("deprecation") // The builder of 1.6 creates a DefaultExecutor, not a subclass.
  private final class Executor extends DefaultExecutor {
    private final Command command;

    Executor(Command command) {
      this.command = command;
    }

    @Override
    protected Process launch(CommandLine line, Map<String, String> variables, Path folder)
        throws IOException {
      return ProcessRunner.this.launch(command);
    }
  }

  /**
   * Writes to a bounded text and to the log at once. If the log cannot be written because the disk
   * is full, only the log ends: the output is still read, or the command would block for ever.
   */
  private static final class Tee extends OutputStream {
    private final OutputStream kept;
    private OutputStream log;

    Tee(OutputStream kept, OutputStream log) {
      this.kept = kept;
      this.log = log;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      kept.write(bytes, from, length);
      try {
        log.write(bytes, from, length);
      } catch (IOException e) {
        log = nullOutputStream();
      }
    }
  }
}
