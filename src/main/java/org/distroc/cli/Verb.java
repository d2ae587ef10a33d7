package org.distroc.cli;

import java.util.Set;
import java.util.concurrent.Callable;
import org.distroc.diag.ExitCode;
import org.distroc.host.Host;
import picocli.CommandLine.Option;

/** A verb of the command line. */
abstract class Verb implements Callable<ExitCode> {
  Host host;
  Reporter reporter;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  /** Options of {@link CommonOptions} that would change nothing here, and so are refused. */
  Set<String> without() {
    return Set.of();
  }
}
