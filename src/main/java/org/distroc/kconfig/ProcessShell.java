package org.distroc.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Running;

/** Runs the commands of macros as processes of this machine, unconfined. */
public final class ProcessShell implements ShellRunner {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What the kernel's program reads of an answer, and enough more to let the command end. */
  private static final int MAX_OUTPUT = 1 << 20;

  /** Each command in a shell of its own; what stands between their outputs is the first word. */
  private static final String EACH =
      "end=$1; shift; for c; do (unset end; eval \"$c\"); printf %s \"$end\"; done";

  private final ProcessRunner runner;
  private final Path scratch;

  /** Commands run in {@code scratch}, an existing folder where they may write. */
  public ProcessShell(Host host, Path scratch) {
    this.runner = new ProcessRunner(host);
    this.scratch = scratch;
  }

  @Override
  public String run(String command, Map<String, String> variables) {
    return output(command, List.of("/bin/sh", "-c", Bytes.toText(command)), variables);
  }

  @Override
  public List<String> runAll(List<String> commands, Map<String, String> variables) {
    String end = "\n" + UUID.randomUUID() + "\n";
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", EACH, "sh", end));
    commands.forEach(c -> words.add(Bytes.toText(c)));
    String all = output(String.join("\n", commands), words, variables);
    List<String> outputs = Arrays.asList(all.split(end, -1));
    if (outputs.size() != commands.size() + 1) {
      throw failure(commands.get(0), "it or a command after it ended the shell");
    }
    return outputs.subList(0, commands.size());
  }

  private String output(String shown, List<String> words, Map<String, String> variables) {
    Command command = Command.of(words).in(scratch);
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      command = command.with(variable.getKey(), variable.getValue());
    }
    try (Running running = runner.start(command)) {
      // Closing it ends the whole tree, and so the reading.
      CompletableFuture<Void> late =
          CompletableFuture.runAsync(
              running::close,
              CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS));
      byte[] bytes = running.stdout().readNBytes(MAX_OUTPUT);
      boolean inTime = late.cancel(false);
      if (!inTime || bytes.length == MAX_OUTPUT) {
        throw failure(shown, "it does not end by itself, or writes without end");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw failure(shown, String.valueOf(e.getMessage()));
    }
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
