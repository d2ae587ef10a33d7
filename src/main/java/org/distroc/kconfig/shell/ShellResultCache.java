package org.distroc.kconfig.shell;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Caches the results of shell commands. Keep one for each toolchain and architecture, and store
 * {@link #asMap} between runs: on a second load no command is run at all.
 */
public final class ShellResultCache {
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private volatile boolean changed;

  /** Nothing is known yet. */
  public ShellResultCache() {}

  /** Starts with answers of an earlier run. */
  public ShellResultCache(Map<String, String> earlier) {
    answers.putAll(earlier);
  }

  /** The command's answer; null when it was not run yet. */
  String get(String command) {
    return answers.get(command);
  }

  void put(String command, String answer) {
    answers.put(command, answer);
    changed = true;
  }

  /** Each command with its answer, sorted by command. */
  public Map<String, String> asMap() {
    return new TreeMap<>(answers);
  }

  /** Whether there is something new to store since it was made. */
  public boolean changed() {
    return changed;
  }
}
