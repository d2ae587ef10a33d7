package org.distroc.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.distroc.boot.test.BootExplanation;
import org.distroc.boot.test.BootResult;
import org.distroc.boot.test.BootResult.StepTime;
import org.distroc.boot.test.StepDescriptions;
import org.distroc.diag.JsonRenderer;
import org.distroc.pipeline.TestCaseResult;

/** Test results as text and as JSON. */
public final class TestReport {
  private TestReport() {}

  /** What the guest showed: its screen if it has one, else its serial console. */
  public static String console(BootResult result) {
    return (result.screen().isEmpty() ? result.console() : result.screen()).stripTrailing();
  }

  /** Sentences about a result, without its diagnostics. */
  public static List<String> sentences(TestCaseResult one) {
    return one.result().map(r -> sentences(one.name(), one.repeat(), r)).orElse(List.of());
  }

  /**
   * Sentences about a boot, without its diagnostics.
   *
   * @param repeat the command that boots the same again
   */
  public static List<String> sentences(String name, String repeat, BootResult result) {
    List<String> lines = new ArrayList<>();
    if (!result.passed()) {
      lines.add(name + ": failed; logs in " + result.evidence().folder());
      lines.add("  repeat: " + repeat);
      lines.add("  boot it on this terminal: sh " + result.evidence().command());
      return lines;
    }
    lines.add(name + ": passed in " + seconds(result) + " s (" + result.accelerator() + ")");
    for (BootExplanation explanation : result.explanations()) {
      lines.add("  meaning: " + explanation.sentence());
    }
    return lines;
  }

  /** Duration of a boot in seconds, with one decimal. */
  public static String seconds(BootResult result) {
    return String.format(Locale.ROOT, "%.1f", result.time().toMillis() / 1000.0);
  }

  /** What was measured, by name: milliseconds since power-on. */
  public static Map<String, Long> measured(BootResult result) {
    Map<String, Long> times = new LinkedHashMap<>();
    for (StepTime done : result.steps()) {
      done.step().measure().ifPresent(m -> times.put(m.name(), done.at().toMillis()));
    }
    return times;
  }

  /** All that is known of a result, by stable names. */
  public static Map<String, Object> toMap(TestCaseResult one) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", one.name());
    map.put("outcome", outcome(one));
    map.put("passed", one.passed());
    one.result().ifPresent(result -> add(map, result));
    if (one.test().isPresent()) {
      map.put("repeat", one.repeat());
      map.put("diagnostics", one.diagnostics().stream().map(JsonRenderer::toMap).toList());
    }
    return map;
  }

  private static void add(Map<String, Object> map, BootResult result) {
    map.put("milliseconds", result.time().toMillis());
    map.put("steps", result.steps().stream().map(TestReport::toMap).toList());
    map.put("measured", measured(result));
    map.put("accelerator", result.accelerator().toString());
    map.put("evidence", result.evidence().folder().toString());
    map.put("console", result.evidence().console().toString());
    map.put("command", result.command());
    map.put("explanations", result.explanations().stream().map(BootExplanation::sentence).toList());
  }

  /** A step that was done, with the time since power-on. */
  private static Map<String, Object> toMap(StepTime done) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("step", StepDescriptions.of(done.step().action()));
    map.put("milliseconds", done.at().toMillis());
    return map;
  }

  /** The outcome in a word; {@code error} if no guest ran. */
  public static String outcome(TestCaseResult one) {
    return one.result().map(r -> r.outcome().name().toLowerCase(Locale.ROOT)).orElse("error");
  }

  /** A line for each result, in columns. */
  public static List<String> table(List<TestCaseResult> results) {
    int name = results.stream().mapToInt(r -> r.name().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (TestCaseResult one : results) {
      String result = one.passed() ? "passed" : one.failed() ? "failed" : "error";
      String time = one.result().map(r -> r.time().toMillis() + " ms").orElse("");
      String measured =
          one.result()
              .map(
                  r ->
                      measured(r).entrySet().stream()
                          .map(m -> m.getKey() + " " + m.getValue() + " ms")
                          .collect(Collectors.joining(", ")))
              .orElse("");
      lines.add(
          String.format(
                  Locale.ROOT, "%-" + name + "s %-8s %-9s %s", one.name(), result, time, measured)
              .stripTrailing());
    }
    return lines;
  }
}
