package org.distroc.kconfig;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;

/** Runs the commands of macros as processes of this machine, unconfined. */
public final class ProcessShell implements ShellRunner {
  private static final long TIMEOUT_SECONDS = 60;

  /** What the kernel's program reads of an answer, and enough more to let the command end. */
  private static final int MAX_OUTPUT = 1 << 20;

  private final Host host;
  private final Path scratch;

  /**
   * Commands of a host, with the environment that its tools get when they build.
   *
   * @param scratch an existing folder where they run and may write
   */
  public ProcessShell(Host host, Path scratch) {
    this.host = host;
    this.scratch = scratch;
  }

  @Override
  public String run(String command, Map<String, String> variables) {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", Bytes.toText(command))
            .directory(scratch.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(host.toolEnvironment());
    // What the kernel's Makefile does: sorted and formatted the same way everywhere.
    builder.environment().put("LC_COLLATE", "C");
    builder.environment().put("LC_NUMERIC", "C");
    builder.environment().putAll(variables);
    Process process = null;
    try {
      process = builder.start();
      AtomicBoolean late = watch(process);
      try (InputStream out = process.getInputStream()) {
        byte[] bytes = out.readNBytes(MAX_OUTPUT);
        boolean endless = bytes.length == MAX_OUTPUT;
        if (endless || !process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || late.get()) {
          kill(process);
          throw failure(command, "it does not end by itself, or writes without end");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
      }
    } catch (IOException e) {
      throw failure(command, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw failure(command, "it was interrupted");
    }
  }

  /** Ends a process that takes too long; what it gives becomes true before it does. */
  private static AtomicBoolean watch(Process process) {
    AtomicBoolean late = new AtomicBoolean();
    process
        .onExit()
        .thenApply(p -> false)
        .completeOnTimeout(true, TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .thenAccept(
            timeIsUp -> {
              if (timeIsUp) {
                late.set(true);
                kill(process);
              }
            });
    return late;
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static Failure failure(String command, String reason) {
    String shown = command.length() > 200 ? command.substring(0, 200) + "…" : command;
    return new Failure(
        Diagnostic.error(Code.D2109, "a command of the Kconfig files cannot be run")
            .why("the command is: " + Bytes.toText(shown))
            .why(reason)
            .help("run it by hand to see what is wrong"));
  }
}
