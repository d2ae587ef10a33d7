package org.distroc.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.distroc.cli.terminal.StageTime;
import org.distroc.cli.terminal.StatusLine;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.TextRenderer;
import org.distroc.pipeline.StageListener;

/**
 * Shows the progress of a build: one live line on a terminal, elsewhere a line when a stage ends
 * and every ten seconds in between, whether or not its tools print anything.
 */
final class StageReporter implements StageListener {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration LIVE = Duration.ofMillis(200);

  private final Reporter reporter;
  private final PrintStream err;
  private final Optional<StatusLine> live;
  private final boolean silent;
  private final boolean verbose;
  private final Duration pause;
  private final Set<Diagnostic> warned = new HashSet<>();
  private Optional<Thread> clock = Optional.empty();
  private boolean closed;
  private String stage = "";
  private String doing = "";
  private StageTime time = new StageTime();

  /** Ctrl-C leaves the cursor after a live line; the next output starts on a new one. */
  private final Thread interrupted = new Thread(this::leave);

  StageReporter(Reporter reporter, boolean quiet, boolean verbose) {
    this(reporter, quiet, verbose, reporter.movesCursor() && !verbose ? LIVE : HEARTBEAT);
  }

  /** As above, with another refresh interval, for tests. */
  StageReporter(Reporter reporter, boolean quiet, boolean verbose, Duration pause) {
    this.reporter = reporter;
    this.err = reporter.streams().err();
    this.silent = quiet || reporter.isJson();
    this.live =
        reporter.movesCursor() && !verbose && !silent
            ? Optional.of(new StatusLine(err, reporter.host()))
            : Optional.empty();
    this.verbose = verbose;
    this.pause = pause;
    if (live.isPresent()) {
      Runtime.getRuntime().addShutdownHook(interrupted);
    }
  }

  private void leave() {
    live.ifPresent(StatusLine::leave);
  }

  @Override
  public synchronized void stage(String name) {
    stage = name;
    doing = "";
    time = new StageTime();
    live.ifPresent(StatusLine::forgetWidth);
    if (clock.isEmpty() && !silent && !verbose) {
      Thread thread = new Thread(this::tick, "progress");
      thread.setDaemon(true);
      thread.start();
      clock = Optional.of(thread);
    }
  }

  @Override
  public synchronized void expect(int steps, Duration whole) {
    time = time.expecting(steps, whole);
  }

  @Override
  public synchronized void step(int number, String what) {
    // Two threads read the output of tools, so the numbers may arrive out of order.
    time = time.at(number);
    doing = what;
  }

  @Override
  public synchronized void line(String line) {
    if (verbose && !silent) {
      err.println(TextRenderer.printable(line));
    }
    if (line.startsWith("waiting for")) {
      doing = line;
    }
  }

  @Override
  public synchronized void report(String what, long done, long total) {
    if (stage.isEmpty()) {
      stage("source");
    }
    String amount = total > 0 ? done * 100 / total + " %" : (done >> 20) + " MB";
    doing = done > 0 ? what + ", " + amount : what;
  }

  @Override
  public synchronized void warn(List<Diagnostic> warnings) {
    // A file that is built twice is reported once.
    List<Diagnostic> fresh = warnings.stream().filter(warned::add).toList();
    live.ifPresent(StatusLine::clear);
    reporter.report(fresh);
  }

  @Override
  public synchronized void done(String note) {
    if (!silent) {
      live.ifPresent(StatusLine::clear);
      String took = time.elapsed();
      err.println(
          head() + (note.isEmpty() ? "" : ": " + note) + (took.isEmpty() ? "" : " (" + took + ")"));
    }
    stage = "";
  }

  /** Ends a stage that obtained something, if one began. */
  @Override
  public synchronized void doneIfBegun(String note) {
    if (!stage.isEmpty()) {
      done(note);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    clock.ifPresent(Thread::interrupt);
    live.ifPresent(StatusLine::clear);
    if (live.isPresent()) {
      try {
        Runtime.getRuntime().removeShutdownHook(interrupted);
      } catch (IllegalStateException e) {
        // The JVM is ending, and the hook does its work.
        return;
      }
    }
  }

  /** Refreshes the stage until it is closed. */
  private void tick() {
    try {
      while (true) {
        Thread.sleep(pause.toMillis());
        synchronized (this) {
          if (closed) {
            return;
          }
          show();
        }
      }
    } catch (InterruptedException e) {
      // Closed: there is nothing left to show.
      return;
    }
  }

  private void show() {
    // A stage that has just begun needs no heartbeat.
    if (stage.isEmpty() || time.soFar().compareTo(pause) < 0) {
      return;
    }
    String text = TextRenderer.printable(head() + " " + time.describe() + " " + doing).strip();
    live.ifPresentOrElse(line -> line.show(text), () -> err.println(text));
  }

  private String head() {
    return String.format(Locale.ROOT, "%-13s", stage).stripTrailing();
  }
}
