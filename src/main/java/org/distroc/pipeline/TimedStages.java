package org.distroc.pipeline;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.builder.BuildListener;
import org.distroc.diag.Diagnostic;

/** Times each stage, and forwards everything to another listener. */
final class TimedStages implements BuildListener {
  private final BuildListener listener;
  private final Map<String, Duration> times = new LinkedHashMap<>();
  private String stage = "";
  private long began;

  TimedStages(BuildListener listener) {
    this.listener = listener;
  }

  /** How long each stage took that is done, in the order in which they began. */
  synchronized Map<String, Duration> times() {
    return new LinkedHashMap<>(times);
  }

  @Override
  public synchronized void stage(String name) {
    stage = name;
    began = System.nanoTime();
    listener.stage(name);
  }

  @Override
  public void expect(int steps, Duration time) {
    listener.expect(steps, time);
  }

  @Override
  public void step(int number, String what) {
    listener.step(number, what);
  }

  @Override
  public void warn(List<Diagnostic> warnings) {
    listener.warn(warnings);
  }

  @Override
  public void line(String line) {
    listener.line(line);
  }

  @Override
  public synchronized void done(String note) {
    times.put(stage, Duration.ofNanos(System.nanoTime() - began));
    listener.done(note);
  }
}
