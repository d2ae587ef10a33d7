package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;

/** How wide the terminal is that a person reads on. */
final class TerminalWidth {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
  private static final int USUAL = 80;

  private TerminalWidth() {}

  /** Its columns; 80 if nobody knows. */
  static int columns() {
    try {
      Path terminal = Files.readSymbolicLink(STANDARD_ERROR);
      if (!terminal.startsWith("/dev")) {
        return USUAL;
      }
      Host host = new Host(Map.of("PATH", "/usr/bin:/bin"), Path.of("/"));
      Command stty = Command.of("stty", "-F", terminal.toString(), "size");
      Outcome outcome = new ProcessRunner(host).run(stty.limit(Duration.ofSeconds(2)));
      String[] size = outcome.output().strip().split(" ");
      int columns = size.length == 2 ? Integer.parseInt(size[1]) : USUAL;
      return columns >= 20 ? columns : USUAL;
    } catch (IOException | NumberFormatException unknown) {
      return USUAL;
    }
  }
}
