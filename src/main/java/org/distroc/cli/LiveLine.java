package org.distroc.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;

/**
 * One line of a terminal that is written again and again. It never wraps: it is cut to the width
 * that the terminal has when a stage begins, and the terminal is told to cut it too, should its
 * window become narrower. Between two writings the terminal is in its usual state, whatever happens.
 */
final class LiveLine {
  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 20;
  private static final Pattern SIZE = Pattern.compile("\\d{1,4} (\\d{1,4})\\s*");

  /** Back to the first column; switch wrapping off. */
  private static final String BEGIN = "\r\033[?7l";

  /** Clear what is right of it; switch wrapping on. */
  private static final String END = "\033[K\033[?7h";

  private final PrintStream err;
  private final Host host;
  private int width;
  private boolean shown;

  LiveLine(PrintStream err, Host host) {
    this.err = err;
    this.host = host;
  }

  /** Writes the text in place of what the line showed. */
  synchronized void show(String text) {
    if (width == 0) {
      width = measured();
    }
    // The last column stays free: the cursor stands there.
    String cut = text.length() < width ? text : text.substring(0, width - 2) + "…";
    err.print(BEGIN + cut + END);
    err.flush();
    shown = true;
  }

  /** Removes it, for what is to be written instead. */
  synchronized void clear() {
    if (shown) {
      err.print(BEGIN + END);
      err.flush();
      shown = false;
    }
  }

  /** Leaves what it shows, and goes to the next line; for the end by Ctrl-C. */
  synchronized void leave() {
    if (shown) {
      err.println();
      shown = false;
    }
  }

  /** Has the width asked for again. */
  synchronized void forgetWidth() {
    width = 0;
  }

  private int measured() {
    try {
      // Tools run in a session of their own, which has no /dev/tty.
      Path terminal = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/2");
      Command command = Command.of("stty", "size").input(terminal).limit(Duration.ofSeconds(2));
      Matcher size = SIZE.matcher(new ProcessRunner(host).run(command).output());
      int columns = size.matches() ? Integer.parseInt(size.group(1)) : 0;
      return columns >= LEAST_WIDTH ? columns : USUAL_WIDTH;
    } catch (IOException e) {
      // Without stty there is no asking.
      return USUAL_WIDTH;
    }
  }
}
