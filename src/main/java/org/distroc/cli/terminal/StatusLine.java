package org.distroc.cli.terminal;

import java.io.PrintStream;
import org.distroc.host.Host;

/**
 * One line of a terminal that is written again and again. It never wraps: it is cut to the width
 * that the terminal has when a stage begins, and the terminal cuts it too, should its window become
 * narrower. Between two writings the terminal is in its usual state, whatever happens.
 */
public final class StatusLine {
  /** Back to the first column; switch wrapping off. */
  private static final String BEGIN = "\r\033[?7l";

  /** Clear what is right of it; switch wrapping on. */
  private static final String END = "\033[K\033[?7h";

  private final PrintStream err;
  private final Host host;
  private int width;
  private boolean shown;

  /** A line on a terminal; its width is asked of the host. */
  public StatusLine(PrintStream err, Host host) {
    this.err = err;
    this.host = host;
  }

  /** Writes the text in place of what the line showed. */
  public synchronized void show(String text) {
    if (width == 0) {
      width = TerminalSize.ofErrors(host).columns();
    }
    // The last column stays free for the cursor.
    String cut = text.length() < width ? text : text.substring(0, width - 2) + "…";
    err.print(BEGIN + cut + END);
    err.flush();
    shown = true;
  }

  /** Removes the line, before other output. */
  public synchronized void clear() {
    if (shown) {
      err.print(BEGIN + END);
      err.flush();
      shown = false;
    }
  }

  /** Leaves what it shows, and goes to the next line; for the end by Ctrl-C. */
  public synchronized void leave() {
    if (shown) {
      err.println();
      shown = false;
    }
  }

  /** Has the width asked for again. */
  public synchronized void forgetWidth() {
    width = 0;
  }
}
