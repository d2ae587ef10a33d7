package org.distroc.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.distroc.builder.Compilers;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.JobServer;
import org.distroc.remotecache.ServerTimeouts;
import org.distroc.remotecache.SharedEntries;
import org.distroc.settings.Preferences;
import picocli.CommandLine.Option;

/** The options that verbs on recipes share; {@link Verb#without} says which a verb has not. */
final class CommonOptions {
  /** What only matters for a verb that has kernels and images built. */
  static final Set<String> OF_BUILDS = Set.of("--output", "--jobs", "--no-shared");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Build there instead of build/<name>; several recipes in DIR/<name>.")
  Path output;

  @Option(names = "--install", description = "Install missing host tools with apt-get.")
  boolean install;

  @Option(names = "--offline", description = "Do not use the network.")
  boolean offline;

  @Option(names = "--no-shared", description = "Do not use the shared caches of the settings.")
  boolean noShared;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Run N jobs at once; one for each processor if not given.")
  Integer jobs;

  @Option(names = "--json", description = "Print one JSON document instead of text.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say only what is wrong.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show everything that the tools say.")
  boolean verbose;

  /** Whether recipes are built as they are, and not held to the locks beside them. */
  boolean ignoreLock;

  /** Whether the command line names several recipes, which cannot share one folder. */
  boolean several;

  /** What the user has set for all runs; known once {@link #over} was called. */
  Preferences preferences = Preferences.none();

  /** The same on top of what the user has set: an option of the command line wins. */
  CommonOptions over(Preferences set) {
    preferences = set;
    return this;
  }

  /**
   * The servers with finished kernels that this run may use.
   *
   * @param locked digests of files that are known beforehand
   */
  SharedEntries shared(Host host, Set<String> locked, Consumer<Diagnostic> warnings) {
    return noShared || isOffline()
        ? SharedEntries.none()
        : SharedEntries.of(host, preferences.shared(), locked, ServerTimeouts.USUAL, warnings);
  }

  /** Who compiles kernels in this run. Without the network, nobody else does. */
  Compilers compilers(Consumer<Diagnostic> warnings) {
    Preferences.Ccache ccache = preferences.ccache();
    return isOffline()
        ? new Compilers(
            jobsOrDefault(),
            new Preferences.Ccache(ccache.use(), ccache.size(), Optional.empty()),
            List.of(),
            warnings)
        : new Compilers(jobsOrDefault(), ccache, preferences.distccHosts(), warnings);
  }

  boolean isOffline() {
    return offline || preferences.offline();
  }

  Optional<Path> outputFolder() {
    return Optional.ofNullable(output);
  }

  /** As the user says; else as many as a make above lends, or one for each processor. */
  int jobsOrDefault() {
    if (jobs == null) {
      return preferences.jobs().orElse(JobServer.JOIN);
    }
    if (jobs < 1) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--jobs " + jobs + "` is no number of jobs")
              .help("leave it out for one job for each processor"));
    }
    return jobs;
  }
}
