package org.distroc.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.distroc.cli.terminal.Streams;
import org.distroc.host.Host;

/**
 * A whole run of the command line inside the test's own process.
 *
 * @param exit the exit code
 * @param out what it wrote for programs
 * @param err what it wrote for people
 */
record Run(int exit, String out, String err) {

  /** Runs with the environment of the test, in a folder, without a terminal. */
  static Run in(Path folder, String... words) {
    return of(new Host(System.getenv(), folder), words);
  }

  static Run of(Host host, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    int exit = Distroc.run(words, host, streams);
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Everything, for the message of an assertion. */
  String all() {
    return String.join("\n", List.of("exit " + exit, out, err));
  }
}
