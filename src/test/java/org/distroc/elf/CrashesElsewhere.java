package org.distroc.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.elf.InitExpectation.SystemCall;
import org.junit.jupiter.params.provider.Arguments;

/** The programs that crash as init on architectures other than that of most tests. */
final class CrashesElsewhere {
  /** Of the table that both architectures share. */
  private static final Map<String, Integer> NUMBERS =
      Map.of("read", 63, "write", 64, "ppoll", 73, "_exit", 93);

  private CrashesElsewhere() {}

  /** Each architecture with the name of each program for it. */
  static List<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (String architecture : InitBuild.crashes("crash-on")) {
      for (String name : InitBuild.crashes("crash-on/" + architecture)) {
        all.add(Arguments.of(architecture, name));
      }
    }
    return all;
  }

  /** Builds one in a folder. */
  static Crash build(String architecture, String name, Path folder) throws IOException {
    return new Crash(
        Architectures.of(architecture), NUMBERS, Path.of("crash-on", architecture, name), folder);
  }

  /** What such a program has to match. */
  static InitExpectation expectation(String name) {
    Map<Integer, SystemCall> calls = new HashMap<>();
    NUMBERS.forEach(
        (call, number) -> calls.put(number, new SystemCall(call, 3, call.equals("_exit"))));
    Architecture architecture = Architectures.of(name);
    return InitBuild.expectation(architecture, false, calls);
  }
}
