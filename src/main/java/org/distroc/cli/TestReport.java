package org.distroc.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.distroc.boot.BootResult;
import org.distroc.boot.Explanation;
import org.distroc.diag.ExitCode;
import org.distroc.diag.JsonRenderer;

/** Tells how a guest's test went. */
final class TestReport {
  private TestReport() {}

  static ExitCode exit(BootResult result) {
    if (result.passed()) {
      return ExitCode.DONE;
    }
    return result.outcome() == BootResult.Outcome.TIMED_OUT ? ExitCode.TIMEOUT : ExitCode.GUEST;
  }

  /** What the guest showed: its screen if it has one, else its serial console. */
  static String console(BootResult result) {
    return (result.screen().isEmpty() ? result.console() : result.screen()).stripTrailing();
  }

  static void say(Reporter reporter, String name, BootResult result) {
    reporter.say(result.diagnostics());
    if (result.passed()) {
      reporter.news(
          String.format(
              Locale.ROOT,
              "%s: passed in %.1f s (%s)",
              name,
              result.time().toMillis() / 1000.0,
              result.accelerator()));
      for (Explanation explanation : result.explanations()) {
        reporter.news("  what that means: " + explanation.sentence());
      }
    } else {
      reporter.news(name + ": failed; the console is in " + result.log());
    }
  }

  static Map<String, Object> toMap(String name, BootResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    map.put("passed", result.passed());
    map.put("milliseconds", result.time().toMillis());
    map.put("accelerator", result.accelerator().toString());
    map.put("console", result.log().toString());
    map.put("command", result.command());
    map.put(
        "explanations",
        result.explanations().stream().map(Explanation::sentence).toList());
    map.put("diagnostics", result.diagnostics().stream().map(JsonRenderer::toMap).toList());
    return map;
  }

  /** The entry of a recipe that came to no guest; what was wrong is among the diagnostics. */
  static Map<String, Object> error(Path recipe) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", recipe.toString());
    map.put("outcome", "error");
    map.put("passed", false);
    return map;
  }

  /** One line of the table of several tests. */
  static String row(String name, String result, String time) {
    return String.format(Locale.ROOT, "%-24s %-8s %s", name, result, time).stripTrailing();
  }
}
