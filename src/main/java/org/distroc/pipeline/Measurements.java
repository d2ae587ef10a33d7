package org.distroc.pipeline;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Statistics of several measurements. For an even number, the median is the lower one. */
public record Measurements(Duration median, Duration least, Duration most) {

  /** From at least one measurement. */
  public static Measurements of(Collection<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    return new Measurements(
        sorted.get((sorted.size() - 1) / 2), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  /** Formats milliseconds. */
  public static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
  }

  /** Microseconds by name, for programs. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("median", median.toNanos() / 1000);
    map.put("least", least.toNanos() / 1000);
    map.put("most", most.toNanos() / 1000);
    return map;
  }
}
