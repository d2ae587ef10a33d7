package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.distroc.cli.FaultyBuilds.Call;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every system call of a build that writes, renames, forks, executes or connects fails once, be it
 * distroc's own or a tool's.
 */
class FaultsTest {
  private static final int SAMPLE = 7;

  private final long seed = Long.getLong("distroc.seed", 1);
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  @TempDir Path folder;

  /** Some calls of different programs, and some programs that do not do their work. */
  @Tag("kernel")
  @Test
  void aSampleOfFaults() throws Exception {
    System.out.println("seed " + seed);
    FaultyBuilds builds = new FaultyBuilds(folder);
    List<Call> calls = builds.calls();
    assertTrue(calls.size() > 500, calls.size() + " calls");
    Collections.shuffle(calls, new Random(seed));
    Map<String, Call> sample = new LinkedHashMap<>();
    calls.forEach(call -> sample.putIfAbsent(call.program() + " " + call.kind(), call));
    for (Call call : sample.values().stream().limit(SAMPLE).toList()) {
      inflict(builds, call, Integer.toString(call.error()));
    }
    List<Call> executed = calls.stream().filter(c -> c.kind().equals("exec")).toList();
    for (String action : List.of("exit 1", "exit 0", "kill")) {
      inflict(builds, executed.get(action.length()), action);
    }
    report();
  }

  /**
   * All calls, and all processes. {@code -Ddistroc.parts=3 -Ddistroc.part=1} is every third; {@code
   * -Ddistroc.calls} is a regular expression.
   */
  @Tag("long")
  @Timeout(value = 12, unit = TimeUnit.HOURS)
  @Test
  void everyFault() throws Exception {
    FaultyBuilds builds = new FaultyBuilds(folder);
    List<Call> calls = builds.calls();
    int part = Integer.getInteger("distroc.part", 1);
    int parts = Integer.getInteger("distroc.parts", 1);
    String only = System.getProperty("distroc.calls", ".*");
    System.out.println(calls.size() + " calls");
    int at = 0;
    for (Call call : calls) {
      for (String action : actions(call)) {
        if (at++ % parts == part - 1 && (call + " " + action).matches(only)) {
          inflict(builds, call, action);
        }
      }
    }
    report();
  }

  private static List<String> actions(Call call) {
    List<String> actions = new ArrayList<>(List.of(Integer.toString(call.error())));
    if (call.kind().equals("exec")) {
      actions.addAll(List.of("exit 1", "exit 0", "kill"));
    } else if (call.program().equals("java")) {
      actions.add("kill");
    }
    return actions;
  }

  private void inflict(FaultyBuilds builds, Call call, String action) throws Exception {
    FaultyBuilds.Round round = builds.round(call, action);
    String kind = action.matches("[0-9]+") ? call.kind() + " fails" : "process: " + action;
    counts.merge(round.met() ? kind : "not met", 1, Integer::sum);
    int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
    if (sum % 50 == 0) {
      System.out.println("faults: " + counts);
    }
    if (!round.wrong().isEmpty()) {
      String what = call + " " + action + ": " + String.join("\n  ", round.wrong());
      System.out.println("WRONG " + what);
      wrong.add(what);
    }
  }

  private void report() {
    System.out.println("faults: " + counts + ", " + wrong.size() + " wrong");
    assertEquals(List.of(), new ArrayList<>(new LinkedHashSet<>(wrong)), "seed " + seed);
  }
}
