package org.distroc.report;

import java.util.List;
import java.util.Map;
import org.distroc.boot.test.BootResult;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Json;
import org.distroc.diag.TextRenderer;
import org.distroc.pipeline.TestCaseResult;

/** Results as TAP, the Test Anything Protocol, version 14; strings in its YAML are JSON strings. */
public final class TapReport {
  private final StringBuilder out = new StringBuilder();

  private TapReport() {}

  /** The whole stream. */
  public static String of(List<TestCaseResult> results) {
    TapReport report = new TapReport();
    report.out.append("TAP version 14\n1..").append(results.size()).append('\n');
    for (int i = 0; i < results.size(); i++) {
      report.one(i + 1, results.get(i));
    }
    return report.out.toString();
  }

  private void one(int number, TestCaseResult one) {
    out.append(one.passed() ? "ok " : "not ok ").append(number).append(" - ");
    // A hash sign would begin a directive.
    out.append(TextRenderer.printable(one.name()).replace("\\", "\\\\").replace("#", "\\#"));
    out.append("\n  ---\n");
    line("outcome", TestReport.outcome(one));
    if (one.result().isPresent()) {
      BootResult result = one.result().get();
      out.append("  duration_ms: ").append(result.time().toMillis()).append('\n');
      for (Map.Entry<String, Long> time : TestReport.measured(result).entrySet()) {
        out.append("  ").append(Json.write("measured " + time.getKey() + " ms")).append(": ");
        out.append(time.getValue()).append('\n');
      }
      line("evidence", result.evidence().folder().toString());
    }
    if (!one.passed()) {
      line("severity", one.failed() ? "fail" : "error");
      Diagnostic last = one.diagnostics().get(one.diagnostics().size() - 1);
      line("message", last.code() + ": " + last.message());
      line("repeat", one.repeat());
    }
    out.append("  ...\n");
  }

  private void line(String key, String value) {
    out.append("  ").append(key).append(": ").append(Json.write(value)).append('\n');
  }
}
