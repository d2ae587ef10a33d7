package org.distroc.cli.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;

/**
 * The size of the terminal.
 *
 * @param rows its lines
 * @param columns the characters of a line
 */
public record TerminalSize(int rows, int columns) {
  /** The size assumed when it is unknown. */
  public static final TerminalSize USUAL = new TerminalSize(24, 80);

  private static final int LEAST_ROWS = 4;
  private static final int LEAST_COLUMNS = 20;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");

  /** That of the terminal which standard error goes to. */
  public static TerminalSize ofErrors(Host host) {
    try {
      // Tools run in a session of their own, which has no /dev/tty.
      Path terminal = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/2");
      Command command = Command.of("stty", "size").input(terminal).limit(Duration.ofSeconds(2));
      return read(new ProcessRunner(host).run(command).output());
    } catch (IOException e) {
      // There is no stty.
      return USUAL;
    }
  }

  /** Parses the output of stty; an impossible size is an unknown one. */
  public static TerminalSize read(String output) {
    Matcher size = SIZE.matcher(output);
    if (!size.matches()) {
      return USUAL;
    }
    int rows = Integer.parseInt(size.group(1));
    int columns = Integer.parseInt(size.group(2));
    return new TerminalSize(
        rows >= LEAST_ROWS ? rows : USUAL.rows, columns >= LEAST_COLUMNS ? columns : USUAL.columns);
  }
}
