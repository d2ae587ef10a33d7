package org.distroc.kconfig;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code $(shell,…)}: the answers of commands, remembered. Most of the time that a first reading of
 * a tree takes is the compiler's; so a scout reads the files ahead with guesses, and the commands
 * that it comes upon run meanwhile on other threads.
 */
final class Shell implements AutoCloseable {
  /** The kernel's program reads this much of what a command writes. */
  private static final int MAX_ANSWER = 4095;

  private static final String GUESS = "n";

  private final KconfigEnvironment environment;
  private final Map<String, CompletableFuture<String>> running = new ConcurrentHashMap<>();
  private ExecutorService threads;
  private boolean guessing;

  Shell(KconfigEnvironment environment) {
    this.environment = environment;
  }

  /** From now on, answers that nothing else is made of are guessed, and found out meanwhile. */
  void startGuessing() {
    guessing = true;
    int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
    threads =
        Executors.newFixedThreadPool(
            processors,
            work -> {
              Thread thread = new Thread(work, "kconfig-shell");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** From now on, every answer is the true one. */
  void stopGuessing() {
    guessing = false;
  }

  String answer(String command) {
    return answer(command, true);
  }

  /**
   * What the command writes, as one line.
   *
   * @param exact whether the text of other commands, or an error, depends on it
   */
  String answer(String command, boolean exact) {
    String known = environment.answers().get(command);
    if (known != null) {
      return known;
    }
    if (guessing && !exact) {
      running.computeIfAbsent(command, c -> CompletableFuture.supplyAsync(() -> run(c), threads));
      return GUESS;
    }
    CompletableFuture<String> pending = running.get(command);
    if (pending == null) {
      return run(command);
    }
    try {
      return pending.join();
    } catch (CompletionException e) {
      // The command is run once more, so that its failure is this thread's own.
      return run(command);
    }
  }

  private String run(String command) {
    String answer = oneLine(environment.shell().run(command, environment.variables()));
    environment.answers().put(command, answer);
    return answer;
  }

  /** Without the line breaks at the end, the others turned into spaces. */
  static String oneLine(String output) {
    int end = Math.min(output.length(), MAX_ANSWER);
    while (end > 0 && output.charAt(end - 1) == '\n') {
      end--;
    }
    int zero = output.indexOf('\0');
    return output.substring(0, zero >= 0 && zero < end ? zero : end).replace('\n', ' ');
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
