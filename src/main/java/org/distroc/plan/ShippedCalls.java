package org.distroc.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The system calls of the init programs that distroc ships, for recipes that do not list them. */
final class ShippedCalls {
  /**
   * The calls of a program.
   *
   * @param needed that it does not link without
   * @param better that it uses if they are listed
   */
  private record Calls(List<String> needed, List<String> better) {}

  private static final Map<String, Calls> PROGRAMS =
      Map.of(
          "hello",
          new Calls(List.of("write"), List.of("pause")),
          "shell",
          new Calls(List.of("read", "write", "fork", "execve", "wait4", "_exit"), List.of()));

  private ShippedCalls() {}

  /** The recipe's calls, and those that the program needs; all of its own if there are none. */
  static List<String> of(String program, List<String> listed) {
    Calls calls = PROGRAMS.getOrDefault(program, new Calls(List.of(), List.of()));
    List<String> all = new ArrayList<>(listed);
    calls.needed.stream().filter(call -> !listed.contains(call)).forEach(all::add);
    if (listed.isEmpty()) {
      all.addAll(calls.better);
    }
    return all;
  }
}
