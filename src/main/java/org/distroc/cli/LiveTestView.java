package org.distroc.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.distroc.boot.test.StepDescriptions;
import org.distroc.boot.test.TestWatcher;
import org.distroc.cli.terminal.TerminalSize;
import org.distroc.diag.TextRenderer;
import org.distroc.pipeline.TestCaseResult;
import org.distroc.pipeline.TestProgress;
import org.distroc.plan.TestCase;
import org.distroc.spec.TestStep;

/**
 * Shows on a terminal how tests go on: a line for each guest with the time, the step that is waited
 * for, and what its console said last; two lines where one has no room. What a guest says is
 * hostile: only printable characters are shown, and no more than fit into the line. Without a
 * terminal it shows nothing.
 */
final class LiveTestView implements TestProgress {
  private static final long PAUSE_MILLIS = 100;
  private static final int MOST_LINES = 16;

  /** Columns that the last console line needs next to the rest to be readable. */
  private static final int CONSOLE_ROOM = 20;

  /** Back to the first line of what was painted; a line that is too long is cut, not wrapped. */
  private static final String BEGIN = "\r\033[?7l";

  /** Clear what is left over below; wrap lines again. */
  private static final String END = "\033[J\033[?7h";

  private final PrintStream err;
  private final boolean on;
  private final TerminalSize size;
  private final Consumer<TestCaseResult> printer;
  private final Map<TestCase, Row> rows = new LinkedHashMap<>();
  private final Thread painter = new Thread(this::paint, "live-tests");
  private int painted;

  /** Ctrl-C leaves the lines where they are; what follows begins a new one. */
  private final Thread interrupted = new Thread(this::clear);

  /**
   * A view.
   *
   * @param printer prints a result, above the lines
   */
  LiveTestView(PrintStream err, boolean on, TerminalSize size, Consumer<TestCaseResult> printer) {
    this.printer = printer;
    this.err = err;
    this.on = on;
    this.size = size;
    if (on) {
      painter.setDaemon(true);
      painter.start();
      Runtime.getRuntime().addShutdownHook(interrupted);
    }
  }

  /** A view on the terminal of a run, if it has one and is not quiet. */
  static LiveTestView on(Reporter reporter) {
    boolean on = reporter.movesCursor() && reporter.talks();
    TerminalSize size = on ? TerminalSize.ofErrors(reporter.host()) : TerminalSize.USUAL;
    return new LiveTestView(reporter.streams().err(), on, size, reporter::testResult);
  }

  /** What is known of one guest. */
  private static final class Row implements TestWatcher {
    private final TestCase test;
    private volatile int done;
    private volatile Duration time = Duration.ZERO;
    private volatile String line = "";

    Row(TestCase test) {
      this.test = test;
    }

    @Override
    public void look(int done, Duration time, String lastLine) {
      this.done = done;
      this.time = time;
      this.line = lastLine;
    }

    /** At most that many columns in a line. */
    List<String> lines(int columns) {
      String head = head();
      return head.length() + CONSOLE_ROOM <= columns
          ? List.of(cut(head + "  | " + line, columns))
          : List.of(cut(head, columns), cut("  | " + line, columns));
    }

    private String head() {
      List<TestStep> steps = test.test().steps();
      String waits =
          done < steps.size()
              ? (done + 1)
                  + "/"
                  + steps.size()
                  + " "
                  + StepDescriptions.of(steps.get(done).action())
              : "its end";
      double seconds = time.toMillis() / 1000.0;
      return String.format(Locale.ROOT, "%s  %.1f s  %s", test.name(), seconds, waits);
    }
  }

  @Override
  public TestWatcher started(TestCase test) {
    Row row = new Row(test);
    synchronized (this) {
      rows.put(test, row);
    }
    return row;
  }

  @Override
  public synchronized void ended(TestCase test) {
    rows.remove(test);
  }

  @Override
  public void result(TestCaseResult result) {
    above(() -> printer.accept(result));
  }

  /** Prints above the lines. */
  synchronized void above(Runnable words) {
    clear();
    words.run();
  }

  private void paint() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        repaint();
      }
    } catch (InterruptedException end) {
      return;
    }
  }

  private synchronized void repaint() {
    List<String> lines = lines();
    StringBuilder out = new StringBuilder(back());
    lines.forEach(line -> out.append(line).append("\033[K\n"));
    painted = lines.size();
    err.print(out + END);
    err.flush();
  }

  /** As many as can be painted without scrolling the first of them away. */
  private List<String> lines() {
    int most = Math.min(MOST_LINES, size.rows() - 2);
    List<String> lines = new ArrayList<>();
    int left = rows.size();
    for (Row row : rows.values()) {
      List<String> some = row.lines(size.columns() - 1);
      if (lines.size() + some.size() + (left > 1 ? 1 : 0) > most) {
        lines.add(cut("and " + left + (lines.isEmpty() ? " guests" : " more"), size.columns() - 1));
        break;
      }
      lines.addAll(some);
      left--;
    }
    return lines;
  }

  private synchronized void clear() {
    if (painted > 0) {
      err.print(back() + END);
      err.flush();
      painted = 0;
    }
  }

  private String back() {
    return BEGIN + (painted > 0 ? "\033[" + painted + "A" : "");
  }

  /** As much of a text as fits into that many columns, printable; wide characters take two. */
  static String cut(String text, int columns) {
    StringBuilder out = new StringBuilder();
    int used = 0;
    for (int c : TextRenderer.printable(text).replace('\n', ' ').codePoints().toArray()) {
      used += c >= 0x1100 ? 2 : 1;
      if (used > columns) {
        break;
      }
      out.appendCodePoint(c);
    }
    return out.toString();
  }

  @Override
  public void close() {
    if (!on) {
      return;
    }
    painter.interrupt();
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook does its work.
      return;
    }
  }
}
