package org.distroc.cli;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distroc.builder.config.KernelOptions;
import org.distroc.cli.terminal.Streams;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.pipeline.Version;

/** A run of distroc, from its arguments to its exit code. */
public final class Distroc {
  private Distroc() {}

  /**
   * Runs distroc.
   *
   * @return the exit code
   */
  public static int run(String[] args, Host host, Streams streams) {
    Reporter reporter = new Reporter(streams, host);
    ExitCode exit = execute(args, host, reporter);
    reporter.finish(exit);
    KernelOptions.awaitKept();
    return exit.number();
  }

  /** Java decodes the name of the folder; what it makes of other bytes names none. */
  private static void checkCurrentFolder(Host host) {
    if (!Files.isDirectory(host.currentFolder())) {
      throw new Failure(
          Diagnostic.error(Code.D5080, "the current folder cannot be used")
              .why("`" + host.currentFolder() + "` is not UTF-8, or the folder was deleted")
              .help("rename the folder, or run distroc in another one"));
    }
  }

  private static ExitCode execute(String[] args, Host host, Reporter reporter) {
    // A usage error is reported as JSON too, so look for the option before parsing.
    reporter.useJson(List.of(args).contains("--json"));
    try {
      checkCurrentFolder(host);
      Optional<Callable<ExitCode>> plain = FastPathParser.of(args, host, reporter);
      if (plain.isPresent()) {
        return plain.get().call();
      }
      return RootCommand.run(args, host, reporter);
    } catch (Failure failure) {
      reporter.report(failure.diagnostics());
      return failure.exit();
    } catch (Exception | StackOverflowError | OutOfMemoryError bug) {
      reporter.bug(bug, Version.text());
      return ExitCode.BUG;
    }
  }
}
