package org.distroc.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.distroc.build.BuildListener;
import org.distroc.diag.TextRenderer;
import org.distroc.kernel.Progress;

/**
 * Shows how a build goes on: on a terminal one line that lives, elsewhere a line when a stage ends
 * and every ten seconds while it does not.
 */
final class StageReporter implements BuildListener, Progress, AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration LIVE = Duration.ofMillis(100);
  private static final int WIDTH = 76;

  private final PrintStream err;
  private final boolean live;
  private final boolean silent;
  private final boolean verbose;
  private String stage = "";
  private String doing = "";
  private int objects;
  private Instant started = Instant.now();
  private Instant shown = Instant.now();

  /** Ctrl-C leaves the cursor behind a line that lives; what follows begins a new one. */
  private final Thread interrupted = new Thread(this::endLine);

  StageReporter(Reporter reporter, boolean quiet, boolean verbose) {
    this.err = reporter.streams().err();
    this.live = reporter.streams().errTerminal() && !verbose;
    this.silent = quiet || reporter.isJson();
    this.verbose = verbose;
    if (live) {
      Runtime.getRuntime().addShutdownHook(interrupted);
    }
  }

  private void endLine() {
    err.println();
  }

  @Override
  public synchronized void stage(String name) {
    stage = name;
    doing = "";
    objects = 0;
    started = Instant.now();
    shown = started;
  }

  @Override
  public synchronized void line(String line) {
    if (verbose && !silent) {
      err.println(TextRenderer.printable(line));
    }
    // kbuild indents what it does: "  CC      kernel/fork.o".
    if (line.startsWith("  ") && line.length() > 10 && line.charAt(2) != ' ') {
      objects++;
      doing = objects + " steps, " + line.strip().replaceAll("\\s+", " ");
    } else if (line.startsWith("waiting for")) {
      doing = line;
    }
    tick();
  }

  @Override
  public synchronized void report(String what, long done, long total) {
    if (stage.isEmpty()) {
      stage("source");
    }
    doing = total > 0 ? what + ", " + done * 100 / total + " %" : what;
    tick();
  }

  @Override
  public synchronized void done(String note) {
    if (!silent) {
      clear();
      err.println(head() + (note.isEmpty() ? "" : ": " + note) + time(" (", ")"));
    }
    stage = "";
  }

  /** Ends a stage that obtained something, if one began. */
  synchronized void doneIfBegun(String note) {
    if (!stage.isEmpty()) {
      done(note);
    }
  }

  @Override
  public synchronized void close() {
    if (!silent && !stage.isEmpty()) {
      clear();
    }
    if (live) {
      try {
        Runtime.getRuntime().removeShutdownHook(interrupted);
      } catch (IllegalStateException e) {
        // The JVM is ending, and the hook does its work.
        return;
      }
    }
  }

  private void tick() {
    Instant now = Instant.now();
    Duration pause = Duration.between(shown, now);
    if (silent || verbose || pause.compareTo(live ? LIVE : HEARTBEAT) < 0) {
      return;
    }
    shown = now;
    String text = TextRenderer.printable(head() + time(" ", "") + " " + doing);
    if (live) {
      String cut = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
      err.print("\r\033[K" + cut);
      err.flush();
    } else {
      err.println(text);
    }
  }

  private String head() {
    return String.format(Locale.ROOT, "%-13s", stage).stripTrailing();
  }

  private String time(String before, String after) {
    double seconds = Duration.between(started, Instant.now()).toMillis() / 1000.0;
    return seconds < 0.1
        ? ""
        : before + String.format(Locale.ROOT, "%.1f s", seconds) + after;
  }

  private void clear() {
    if (live) {
      err.print("\r\033[K");
    }
  }
}
