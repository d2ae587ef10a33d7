package org.distroc.busybox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the names of busybox's applets out of the program, without running it, so that it may be of
 * any architecture. busybox looks them up in a table of names in ASCII order, each ended by a zero
 * byte ({@code applet_names} in {@code include/applet_tables.h}).
 */
public final class Applets {
  /** Fewer are an accident: messages of programs are in no order. */
  private static final int FEWEST = 2;

  private static final int LONGEST_NAME = 32;

  private Applets() {}

  /** The names in the largest such table of a program; empty if it has none. */
  public static List<String> of(byte[] program) {
    List<String> best = List.of();
    List<String> run = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < program.length; at++) {
      if (program[at] != 0) {
        continue;
      }
      String name = name(program, start, at);
      boolean follows =
          !name.isEmpty() && (run.isEmpty() || run.get(run.size() - 1).compareTo(name) < 0);
      if (!follows) {
        best = better(run, best);
        run = new ArrayList<>();
      }
      if (!name.isEmpty()) {
        run.add(name);
      }
      start = at + 1;
    }
    best = better(run, best);
    return best.size() < FEWEST ? List.of() : fromTest(best);
  }

  private static List<String> better(List<String> run, List<String> best) {
    return run.size() > best.size() ? run : best;
  }

  /** A text in front of the table may be in order by accident; the table starts with `[`. */
  private static List<String> fromTest(List<String> names) {
    int test = names.indexOf("[");
    return List.copyOf(names.subList(Math.max(0, test), names.size()));
  }

  private static String name(byte[] program, int start, int end) {
    if (end == start || end - start > LONGEST_NAME) {
      return "";
    }
    for (int i = start; i < end; i++) {
      byte c = program[i];
      boolean fits = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "[_.-".indexOf(c) >= 0;
      if (!fits) {
        return "";
      }
    }
    return new String(program, start, end - start, StandardCharsets.US_ASCII);
  }
}
