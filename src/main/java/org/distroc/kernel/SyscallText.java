package org.distroc.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * System calls as text: one line each, with fields separated by tabs, and a first line to verify
 * that the text is complete.
 */
final class SyscallText {
  /** Increment this when the format, or the way in which calls are found, changes. */
  private static final String FORMAT = "system calls 1 ";

  private static final String CONDITIONS = "options of system calls 1 ";

  /** Words of a call before those of its parameters. */
  private static final int FIXED = 7;

  private SyscallText() {}

  /** As {@link #write} for the options that calls need: {@code A,!B|C} is A without B, or C. */
  static String writeConditions(Collection<SyscallCondition> conditions) {
    StringBuilder lines = new StringBuilder();
    for (SyscallCondition one : conditions) {
      String when =
          one.when().ways().stream()
              .map(way -> String.join(",", way))
              .collect(Collectors.joining("|"));
      lines.append(
          String.join("\t", one.call(), one.file(), Integer.toString(one.line()), when) + "\n");
    }
    return CONDITIONS + sum(lines.toString()) + "\n" + lines;
  }

  /** Parses what {@link #writeConditions} wrote, and nothing else. */
  static Optional<Map<String, SyscallCondition>> readConditions(String text) {
    int end = text.indexOf('\n') + 1;
    String lines = text.substring(end);
    if (!text.substring(0, end).equals(CONDITIONS + sum(lines) + "\n")) {
      return Optional.empty();
    }
    Map<String, SyscallCondition> conditions = new LinkedHashMap<>();
    for (String line : lines.lines().toList()) {
      String[] words = line.split("\t", -1);
      OptionCondition when =
          new OptionCondition(
              Stream.of(words[3].split("\\|")).map(way -> List.of(way.split(","))).toList());
      conditions.put(
          words[0], new SyscallCondition(words[0], when, words[1], Integer.parseInt(words[2])));
    }
    return Optional.of(conditions);
  }

  static String write(Collection<Syscall> calls) {
    StringBuilder lines = new StringBuilder();
    for (Syscall call : calls) {
      List<String> words =
          new ArrayList<>(
              List.of(
                  call.name(),
                  call.kernelName(),
                  Integer.toString(call.number()),
                  call.returns(),
                  Boolean.toString(call.noreturn()),
                  call.file(),
                  Integer.toString(call.line())));
      for (Syscall.Parameter parameter : call.parameters()) {
        words.add(parameter.type());
        words.add(parameter.name());
      }
      lines.append(String.join("\t", words)).append('\n');
    }
    return FORMAT + sum(lines.toString()) + "\n" + lines;
  }

  /**
   * Parses calls, by the kernel's names; empty for any text that {@link #write} did not produce.
   */
  static Optional<Map<String, Syscall>> read(String text) {
    int end = text.indexOf('\n') + 1;
    String lines = text.substring(end);
    if (!text.substring(0, end).equals(FORMAT + sum(lines) + "\n")) {
      return Optional.empty();
    }
    Map<String, Syscall> calls = new LinkedHashMap<>();
    for (String line : lines.split("\n")) {
      Syscall call = call(line.split("\t", -1));
      calls.put(call.kernelName(), call);
    }
    return Optional.of(calls);
  }

  private static Syscall call(String[] words) {
    List<Syscall.Parameter> parameters = new ArrayList<>();
    for (int i = FIXED; i < words.length; i += 2) {
      parameters.add(new Syscall.Parameter(words[i], words[i + 1]));
    }
    return new Syscall(
        words[0],
        words[1],
        Integer.parseInt(words[2]),
        parameters,
        words[3],
        Boolean.parseBoolean(words[4]),
        words[5],
        Integer.parseInt(words[6]));
  }

  private static String sum(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }
}
