package org.distroc.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The system calls of the init programs that distroc ships, for recipes that do not list them. */
final class ShippedCalls {
  /**
   * The calls of a program.
   *
   * <p>Where architectures differ, the names of calls are separated by {@code |}, the usual one
   * first.
   *
   * @param needed that it does not link without
   * @param better that it uses if they are listed
   */
  private record Calls(List<String> needed, List<String> better) {}

  private static final Map<String, Calls> PROGRAMS =
      Map.of(
          "hello",
          new Calls(List.of("write"), List.of("pause|ppoll")),
          "shell",
          new Calls(List.of("read", "write", "fork|clone", "execve", "wait4", "_exit"), List.of()));

  private ShippedCalls() {}

  /**
   * The recipe's calls, and those that the program needs; all of its own if there are none.
   *
   * @param exists whether a kernel has a call
   */
  static List<String> of(String program, List<String> listed, Predicate<String> exists) {
    Calls calls = PROGRAMS.getOrDefault(program, new Calls(List.of(), List.of()));
    List<String> all = new ArrayList<>(listed);
    for (String needed : calls.needed) {
      List<String> names = List.of(needed.split("\\|"));
      if (names.stream().noneMatch(listed::contains)) {
        all.add(one(names, exists));
      }
    }
    if (listed.isEmpty()) {
      calls.better.forEach(better -> all.add(one(List.of(better.split("\\|")), exists)));
    }
    return all;
  }

  private static String one(List<String> names, Predicate<String> exists) {
    return names.size() == 1
        ? names.get(0)
        : names.stream().filter(exists).findFirst().orElse(names.get(0));
  }
}
