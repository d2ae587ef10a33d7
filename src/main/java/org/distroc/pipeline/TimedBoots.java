package org.distroc.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.debug.BootTimes;
import org.distroc.debug.BootTimes.Initcall;
import org.distroc.debug.BootTimes.Name;
import org.distroc.debug.BootTimes.Stage;

/**
 * Traced boots of one guest, and as many untraced ones, alternating.
 *
 * @param guest its name
 * @param kernel the release of its kernel
 * @param end what ended the boot, for people
 * @param watched at least one
 * @param alone from power-on to the end, of the others
 */
public record TimedBoots(
    String guest, String kernel, String end, List<BootTimes> watched, List<Duration> alone) {

  /** Copies the lists. */
  public TimedBoots {
    watched = List.copyOf(watched);
    alone = List.copyOf(alone);
  }

  /** The median boot. */
  public BootTimes typical() {
    List<BootTimes> sorted =
        watched.stream().sorted(Comparator.comparing(BootTimes::total)).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  /** Each stage that any boot had, in order. */
  public Map<Name, Measurements> stages() {
    Map<Name, List<Duration>> times = new EnumMap<>(Name.class);
    for (BootTimes boot : watched) {
      for (Stage stage : boot.stages()) {
        times.computeIfAbsent(stage.name(), n -> new ArrayList<>()).add(stage.length());
      }
    }
    return spreads(times);
  }

  /** Each initcall by its function, the longest first. */
  public Map<String, Measurements> initcalls() {
    Map<String, List<Duration>> times = new LinkedHashMap<>();
    for (BootTimes boot : watched) {
      for (Initcall call : boot.initcalls()) {
        times.computeIfAbsent(call.function(), f -> new ArrayList<>()).add(call.length());
      }
    }
    Map<String, Measurements> sorted = new LinkedHashMap<>();
    spreads(times).entrySet().stream()
        .sorted(Comparator.comparing(e -> e.getValue().median().negated()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  private static <K> Map<K, Measurements> spreads(Map<K, List<Duration>> times) {
    Map<K, Measurements> spreads = new LinkedHashMap<>();
    times.forEach((key, list) -> spreads.put(key, Measurements.of(list)));
    return spreads;
  }

  /** From power-on to the end, of the traced boots. */
  public Measurements total() {
    return Measurements.of(watched.stream().map(BootTimes::total).toList());
  }

  /** From power-on to the end, of the others. */
  public Measurements totalAlone() {
    return Measurements.of(alone);
  }

  /** A stage of the median boot. */
  public Optional<Stage> stage(Name name) {
    return typical().stages().stream().filter(stage -> stage.name() == name).findFirst();
  }
}
