package org.distroc.kconfig.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code $(shell,…)}: the results of commands, cached. Most of the time that a first reading of a
 * tree takes is the compiler's. So a command that can only say y or n is promised an answer: a
 * character that represents it while other threads find it out and the files are read on.
 */
public final class ShellFunction implements AutoCloseable {
  /** {@code conf} reads this much of a command's output. */
  private static final int MAX_ANSWER = 4095;

  /** How {@code $(success,…)} and all that is made of it ends. */
  private static final String YES_OR_NO = " && echo \"y\" || echo \"n\"";

  /** Files have bytes only: no character of theirs is one of these. */
  private static final char FIRST_PROMISE = '\ue000';

  private static final int MAX_PROMISES = 0x1800;

  private record Promise(String command, CompletableFuture<String> answer) {}

  private final KconfigEnvironment environment;
  private final List<Promise> promises = new ArrayList<>();
  private final Map<String, Integer> promised = new HashMap<>();

  private ExecutorService threads;

  /** Runs commands in an environment, and caches their results there. */
  public ShellFunction(KconfigEnvironment environment) {
    this.environment = environment;
  }

  /** What the command writes, as one line. */
  public String answer(String command) {
    String known = environment.answers().get(command);
    if (known != null) {
      return known;
    }
    Integer promise = promised.get(command);
    return promise != null ? kept(promise) : run(command);
  }

  /** The result, or a character that represents it until {@link #kept} resolves it. */
  public String promise(String command) {
    if (environment.answers().get(command) != null
        || !command.endsWith(YES_OR_NO)
        || promises.size() == MAX_PROMISES) {
      return answer(command);
    }
    int number = promised.computeIfAbsent(command, c -> promises.size());
    if (number == promises.size()) {
      promises.add(
          new Promise(command, CompletableFuture.supplyAsync(() -> run(command), threads())));
    }
    return String.valueOf((char) (FIRST_PROMISE + number));
  }

  /** Whether this is nothing but a promise. */
  public static boolean isPromise(String text) {
    return text.length() == 1 && text.charAt(0) >= FIRST_PROMISE;
  }

  /** Which promise it is, counted from 0. */
  public static int number(String promise) {
    return promise.charAt(0) - FIRST_PROMISE;
  }

  /** The text with every promise in it kept. */
  public String kept(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) < FIRST_PROMISE) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    String answer = kept(text.charAt(at) - FIRST_PROMISE);
    return text.substring(0, at) + answer + kept(text.substring(at + 1));
  }

  /** What was promised, in order. */
  public List<String> allKept() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < promises.size(); i++) {
      all.add(kept(i));
    }
    return all;
  }

  private String kept(int number) {
    Promise promise = promises.get(number);
    try {
      return promise.answer.join();
    } catch (CompletionException e) {
      // The command is run once more, so that its failure is its own and this thread's.
      return run(promise.command);
    }
  }

  private ExecutorService threads() {
    if (threads == null) {
      threads =
          Executors.newFixedThreadPool(
              Math.max(2, Runtime.getRuntime().availableProcessors()), ShellFunction::thread);
    }
    return threads;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "kconfig-shell");
    thread.setDaemon(true);
    return thread;
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
