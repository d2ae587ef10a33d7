package org.distroc.debug;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.debug.BootTimes.Initcall;
import org.distroc.debug.BootTimes.Name;
import org.distroc.debug.BootTimes.Stage;

/**
 * Measurements of a traced boot, in nanoseconds: how long the guest ran between two stops, and why
 * it stopped. Each time includes the cost of a stop, which is subtracted at the end: the median
 * time of a single step, in which the guest hardly runs. Safe for use by several threads.
 */
final class BootNotes {
  private final List<Stop> stops = new ArrayList<>();
  private final List<Long> steps = new ArrayList<>();
  private long held;

  private enum Kind {
    STAGE,
    CALL,
    RETURN,
    OTHER
  }

  private record Stop(long ran, Kind kind, Name stage, String function, long stack, int result) {}

  synchronized void stage(long ran, Name begins) {
    stops.add(new Stop(ran, Kind.STAGE, begins, "", 0, 0));
  }

  /** An initcall begins; {@code stack} is the pointer as it will be after the return. */
  synchronized void call(long ran, String function, long stack) {
    stops.add(new Stop(ran, Kind.CALL, null, function, stack, 0));
  }

  synchronized void returned(long ran, long stack, int result) {
    stops.add(new Stop(ran, Kind.RETURN, null, "", stack, result));
  }

  /** A stop at unrelated code at the same address. */
  synchronized void other(long ran) {
    stops.add(new Stop(ran, Kind.OTHER, null, "", 0, 0));
  }

  /** The guest executed one instruction. */
  synchronized void step(long took) {
    steps.add(took);
  }

  /** The guest was stopped for longer than a stop takes. */
  synchronized void held(long nanos) {
    held += nanos;
  }

  /**
   * The stages of the boot.
   *
   * @param qemu how long QEMU took to start
   * @param rest how long the guest ran since the last stop
   */
  synchronized BootTimes times(long qemu, long rest) {
    long cost = steps.stream().sorted().skip(steps.size() / 2).findFirst().orElse(0L);
    Map<Name, Long> begins = new EnumMap<>(Name.class);
    begins.put(Name.QEMU, 0L);
    begins.put(Name.FIRMWARE, qemu);
    List<Initcall> calls = new ArrayList<>();
    Map<Long, Deque<Initcall>> open = new HashMap<>();
    long now = qemu;
    for (Stop stop : stops) {
      now += Math.max(0, stop.ran() - cost);
      Duration at = Duration.ofNanos(now);
      switch (stop.kind()) {
        case STAGE -> begins.put(stop.stage(), now);
        case CALL ->
            open.computeIfAbsent(stop.stack(), s -> new ArrayDeque<>())
                .push(new Initcall(stop.function(), at, Duration.ZERO, 0));
        case RETURN -> {
          Deque<Initcall> began = open.getOrDefault(stop.stack(), new ArrayDeque<>());
          if (!began.isEmpty()) {
            Initcall call = began.pop();
            Duration length = at.minus(call.begin());
            calls.add(new Initcall(call.function(), call.begin(), length, stop.result()));
          }
        }
        default -> {}
      }
    }
    Set<Name> unseen = EnumSet.allOf(Name.class);
    unseen.removeAll(begins.keySet());
    return new BootTimes(
        stages(begins, now + Math.max(0, rest)),
        calls,
        unseen,
        stops.size(),
        Duration.ofNanos(held),
        Duration.ofNanos(cost));
  }

  private static List<Stage> stages(Map<Name, Long> begins, long end) {
    List<Name> names = List.copyOf(begins.keySet());
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      long begin = begins.get(names.get(i));
      long next = i + 1 < names.size() ? begins.get(names.get(i + 1)) : end;
      stages.add(new Stage(names.get(i), Duration.ofNanos(begin), Duration.ofNanos(next - begin)));
    }
    return stages;
  }
}
