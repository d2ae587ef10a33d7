package org.distroc.boot.diagnose;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distroc.boot.Fact;
import org.distroc.boot.Facts;

/** Finds on the console the name of a system call that failed because the kernel lacks it. */
final class FailedCalls {
  private static final Pattern NOT_IMPLEMENTED =
      Pattern.compile("Function not implemented|\\bENOSYS\\b|\\berrno[ :=]{1,3}38\\b");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

  private FailedCalls() {}

  /** Adds the first such call, if the facts know what the kernel lacks. */
  static void addTo(Facts.Builder facts, String console) {
    Map<String, String[]> lacking = new HashMap<>();
    facts
        .build()
        .get(Fact.KERNEL_LACKS)
        .ifPresent(
            text ->
                text.lines()
                    .map(line -> line.split("\t", 3))
                    .forEach(words -> lacking.put(words[0], words)));
    if (lacking.isEmpty()) {
      return;
    }
    Optional<String[]> failed =
        console
            .lines()
            .filter(line -> NOT_IMPLEMENTED.matcher(line).find())
            .flatMap(line -> WORD.matcher(line).results())
            .map(word -> lacking.get(word.group()))
            .filter(words -> words != null)
            .findFirst();
    if (failed.isPresent()) {
      facts.put(Fact.CALL, "missing");
      facts.put(Fact.CALL_FUNCTION, failed.get()[0]);
      facts.put(Fact.CALL_NAME, failed.get()[1]);
      facts.put(Fact.CALL_OPTIONS, failed.get()[2]);
    }
  }
}
