package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.distroc.host.Host;

/** distroc as a separate process, which can be killed; several can run at once. */
final class DistrocProcess {
  private final Process process;
  private final Path said;

  private DistrocProcess(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /** Starts it in the folder and with the environment of a host, with output to a file. */
  static DistrocProcess start(Host host, Path said, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.distroc.cli.Main"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(host.currentFolder().toFile());
    builder.environment().clear();
    builder.environment().putAll(host.environment());
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    return new DistrocProcess(process, said);
  }

  /** Waits, an hour at most, and gives the exit status. */
  int waitFor() throws InterruptedException {
    if (!process.waitFor(1, TimeUnit.HOURS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  boolean endsWithin(long milliseconds) throws InterruptedException {
    return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** SIGKILL, for it alone; what it started notices. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGKILL for it and all that it started: nothing is left that could clean up. */
  void killAll() throws InterruptedException {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  /** Sends SIGINT, like Ctrl-C. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** Its output so far, of both streams. */
  String said() throws IOException {
    return Files.readString(said);
  }
}
