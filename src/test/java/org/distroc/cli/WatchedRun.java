package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * distroc as a user starts it, in a separate process whose memory use is monitored. Sockets and
 * other temporary files go to {@code tmp} of its folder, so its files can be distinguished from
 * others.
 */
final class WatchedRun {
  private static final Path LAUNCHER = Path.of("distroc").toAbsolutePath();
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final int CHECK_MILLIS = 50;

  private final Path folder;
  private final Process process;
  private final long start = System.nanoTime();
  private long peak;

  private WatchedRun(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * How it ended.
   *
   * @param exit its exit code
   * @param out what it wrote for programs
   * @param err what it wrote for people; its terminal, if it had one
   * @param peakMib the most memory that it had, in MiB
   * @param time until it had ended
   */
  record Ended(int exit, String out, String err, long peakMib, Duration time) {
    /** Everything, for the message of an assertion; not all that a flood left. */
    String all() {
      String tail = err.substring(Math.max(0, err.length() - 20_000));
      return "exit " + exit + ", " + peakMib + " MiB, " + time + "\n" + out + "\n" + tail;
    }
  }

  /** Starts it without a terminal. */
  static WatchedRun start(Path folder, Map<String, String> more, String... words)
      throws IOException {
    return start(folder, more, Files.createDirectories(folder.resolve("tmp")), command(words));
  }

  /** Starts it with its errors on a terminal of that many columns, and its results in a file. */
  static WatchedRun onTerminal(Path folder, int columns, String... words) throws IOException {
    Path session = folder.resolve("session");
    String quoted = String.join("' '", command(words));
    Files.writeString(
        session,
        "stty rows 30 cols " + columns + "\nexec '" + quoted + "' >'" + folder + "/out'\n");
    List<String> script = List.of("script", "-qefc", "sh '" + session + "'", "/dev/null");
    return start(
        folder, Map.of("TERM", "xterm"), Files.createDirectories(folder.resolve("tmp")), script);
  }

  private static List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(words));
    return command;
  }

  private static WatchedRun start(
      Path folder, Map<String, String> more, Path temporary, List<String> words)
      throws IOException {
    boolean terminal = words.get(0).equals("script");
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().put("TMPDIR", temporary.toString());
    builder.environment().putAll(more);
    builder.redirectOutput(folder.resolve(terminal ? "err" : "out").toFile());
    builder.redirectError(folder.resolve(terminal ? "script" : "err").toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    WatchedRun started = new WatchedRun(folder, process);
    Thread watcher = new Thread(started::watchMemory, "memory");
    watcher.setDaemon(true);
    watcher.start();
    return started;
  }

  /** The peak only grows, so that the last look before the end is nearly the truth. */
  private void watchMemory() {
    try {
      while (process.isAlive()) {
        // Not the Java that makes an archive of classes, once for an installation.
        all()
            .filter(each -> commandLine(each.pid()).contains(" -Ddistroc.terminals="))
            .forEach(each -> note(Path.of("/proc", Long.toString(each.pid()), "status")));
        TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Stream<ProcessHandle> all() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  private void note(Path status) {
    try {
      String text = Files.readString(status);
      Matcher found = PEAK.matcher(text);
      if (text.startsWith("Name:\tjava\n") && found.find()) {
        peak = Math.max(peak, Long.parseLong(found.group(1)));
      }
    } catch (IOException ended) {
      // Gone between being listed and being looked at.
      return;
    }
  }

  /** Sends it a signal, as from a shell. */
  void signal(String name) throws Exception {
    kill(name, process.pid());
  }

  /** Sends a signal to the QEMU that it started. */
  void signalQemu(String name) throws Exception {
    // Not the shell that guards it, which has QEMU's words in its own command line.
    List<Long> qemus =
        all()
            .map(ProcessHandle::pid)
            .filter(pid -> commandLine(pid).split(" ")[0].contains("qemu-system-"))
            .toList();
    assertTrue(!qemus.isEmpty(), "no QEMU runs");
    for (long qemu : qemus) {
      kill(name, qemu);
    }
  }

  private static void kill(String name, long pid) throws Exception {
    // The shell's own kill: the program of that name is not on every machine.
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
  }

  /** Waits until the guest of a test has printed something. */
  void awaitOnConsole(Path console, String text) throws Exception {
    await(Duration.ofSeconds(60), text, () -> process.isAlive() && !contains(console, text));
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void await(Duration most, String what, BooleanSupplier goesOn)
      throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (goesOn.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what + " took more than " + most);
      TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
    }
  }

  /** Waits for its end. */
  Ended end(Duration most) throws Exception {
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      all().forEach(ProcessHandle::destroyForcibly);
      throw new AssertionError("not ended within " + most + "\n" + read("err"));
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return new Ended(process.exitValue(), read("out"), read("err"), peak >> 10, time);
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** Waits until no process of the machine has anything to do with its temporary files. */
  void awaitNoProcessesLeft(Duration most) throws InterruptedException {
    String temporary = folder.resolve("tmp").toString();
    await(most, "the end of all processes", () -> left(temporary).findAny().isPresent());
  }

  private static Stream<ProcessHandle> left(String words) {
    return ProcessHandle.allProcesses().filter(p -> commandLine(p.pid()).contains(words));
  }

  private static String commandLine(long pid) {
    Path file = Path.of("/proc", Long.toString(pid), "cmdline");
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException ended) {
      return "";
    }
  }
}
