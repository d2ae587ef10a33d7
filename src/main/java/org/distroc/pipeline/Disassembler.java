package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Command;
import org.distroc.host.Confinement;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Tool;

/** The host's objdump for an architecture. */
final class Disassembler {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ProcessRunner runner;
  private final String program;

  Disassembler(Host host, Tool objdump) {
    this.program = objdump.name();
    this.runner = new ProcessRunner(host);
  }

  /**
   * Disassembles a program, one instruction per line.
   *
   * @throws Failure D7076 when it cannot read the program
   */
  List<String> lines(Path file) throws IOException {
    // A program with a C library in it has more lines than a run of a command keeps.
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Command command =
        Command.of(program, "-d", "-w", file.toString())
            .limit(LIMIT)
            .lines(lines::add)
            .confined(Confinement.strict().reading(file));
    Outcome outcome = runner.run(command);
    if (!outcome.succeeded()) {
      throw new Failure(
          Diagnostic.error(Code.D7076, "objdump cannot disassemble init")
              .why(outcome.errors().strip())
              .help("run it by hand: " + command.line()));
    }
    return List.copyOf(lines);
  }
}
