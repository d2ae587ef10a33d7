package org.distroc.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.distroc.debug.BootTimes;
import org.distroc.debug.BootTimes.Initcall;
import org.distroc.debug.BootTimes.Name;
import org.distroc.debug.BootTimes.Stage;
import org.distroc.diag.TextRenderer;
import org.distroc.pipeline.Measurements;
import org.distroc.pipeline.TimedBoots;

/** Boot times as a table and as JSON. */
public final class BootTable {
  /** How many initcalls are named. */
  public static final int LONGEST = 10;

  private final TimedBoots boots;
  private final boolean several;

  /** A table of at least one boot. */
  public BootTable(TimedBoots boots) {
    this.boots = boots;
    this.several = boots.watched().size() > 1;
  }

  /** A line for each stage, the total, and the longest initcalls. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(head("stage"));
    double total = boots.total().median().toNanos();
    for (Map.Entry<Name, Measurements> stage : boots.stages().entrySet()) {
      Measurements times = stage.getValue();
      String share = String.format(Locale.ROOT, "%5.1f %%", 100 * times.median().toNanos() / total);
      lines.add(line(stage.getKey().toString(), times) + "  " + share);
    }
    lines.add(line("power-on to " + boots.end(), boots.total()));
    Map<String, Measurements> initcalls = boots.initcalls();
    if (!initcalls.isEmpty()) {
      lines.add("");
      lines.add(head(initcalls()));
      initcalls.entrySet().stream()
          .limit(LONGEST)
          .forEach(e -> lines.add(line(e.getKey(), e.getValue())));
    }
    return lines;
  }

  private String initcalls() {
    int count = boots.typical().initcalls().size();
    return count > LONGEST ? "longest of " + count + " initcalls" : "initcall";
  }

  private String head(String what) {
    String columns =
        several
            ? String.format(Locale.ROOT, "%9s %9s %9s", "median", "least", "most")
            : String.format(Locale.ROOT, "%9s", "ms");
    return name(what) + columns;
  }

  private String line(String name, Measurements times) {
    String line = name(TextRenderer.printable(name)) + column(times.median());
    return several ? line + " " + column(times.least()) + " " + column(times.most()) : line;
  }

  private static String name(String text) {
    return String.format(Locale.ROOT, "%-34s", Plurals.cut(text, 33));
  }

  private static String column(Duration time) {
    return String.format(Locale.ROOT, "%9s", Measurements.millis(time));
  }

  /** What one has to know to read the table. */
  public List<String> notes() {
    BootTimes one = boots.typical();
    List<String> notes = new ArrayList<>();
    notes.add(
        "The guest ran under TCG, QEMU's emulator: trust the shares more than the milliseconds.");
    if (!one.initcalls().isEmpty()) {
      notes.add(
          "Initcalls took "
              + Measurements.millis(one.inInitcalls())
              + " ms of the kernel's "
              + Measurements.millis(
                  boots.stage(Name.KERNEL).map(Stage::length).orElse(Duration.ZERO))
              + " ms.");
    }
    notes.add(
        "The guest was stopped "
            + one.stops()
            + " times; the "
            + Measurements.millis(one.held())
            + " ms it was stopped are subtracted, and "
            + Measurements.millis(one.cost())
            + " ms for each stop.");
    Duration more = boots.total().median().minus(boots.totalAlone().median());
    notes.add(
        "Without the debugger the boot took "
            + Measurements.millis(boots.totalAlone().median())
            + " ms"
            + (more.isNegative() ? "." : ": tracing adds " + Measurements.millis(more) + " ms."));
    return notes;
  }

  /** All that was measured, in microseconds. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", boots.guest());
    map.put("kernel", boots.kernel());
    map.put("accelerator", "TCG");
    map.put("end", boots.end());
    map.put("total", boots.total().toMap());
    map.put("unwatched", boots.totalAlone().toMap());
    Map<String, Object> stages = new LinkedHashMap<>();
    boots.stages().forEach((name, times) -> stages.put(word(name), times.toMap()));
    map.put("stages", stages);
    Map<String, Object> initcalls = new LinkedHashMap<>();
    boots.initcalls().forEach((function, times) -> initcalls.put(function, times.toMap()));
    map.put("initcalls", initcalls);
    map.put("boots", boots.watched().stream().map(BootTable::toMap).toList());
    return map;
  }

  private static Map<String, Object> toMap(BootTimes boot) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("total", micros(boot.total()));
    map.put("stops", boot.stops());
    map.put("held", micros(boot.held()));
    map.put("cost_of_stop", micros(boot.cost()));
    map.put("stages", boot.stages().stream().map(BootTable::toMap).toList());
    map.put("initcalls", boot.initcalls().stream().map(BootTable::toMap).toList());
    return map;
  }

  private static Map<String, Object> toMap(Stage stage) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", word(stage.name()));
    map.put("begin", micros(stage.begin()));
    map.put("length", micros(stage.length()));
    return map;
  }

  private static Map<String, Object> toMap(Initcall call) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("function", call.function());
    map.put("begin", micros(call.begin()));
    map.put("length", micros(call.length()));
    map.put("result", call.result());
    return map;
  }

  private static String word(Name name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1000;
  }
}
