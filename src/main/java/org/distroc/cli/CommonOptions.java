package org.distroc.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.host.Sandbox;
import org.distroc.pipeline.RunOptions;
import org.distroc.recipe.layers.Overrides;
import org.distroc.settings.Preferences;
import picocli.CommandLine.Option;

/**
 * The options that verbs on recipes share; {@link Verb#without} lists those a verb does not take.
 */
final class CommonOptions {
  /** What only matters for a verb that has kernels and images built. */
  static final Set<String> OF_BUILDS = Set.of("--output", "--jobs", "--no-shared");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Build in DIR instead of build/<name>.")
  Path output;

  @Option(names = "--install", description = "Install missing host tools with apt-get.")
  boolean install;

  @Option(names = "--offline", description = "Do not use the network.")
  boolean offline;

  @Option(names = "--no-shared", description = "Do not use the shared caches in the settings.")
  boolean noShared;

  @Option(
      names = "--no-sandbox",
      description = "Let compilers and guests see all files of the host.")
  boolean noSandbox;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Run N jobs in parallel; default one per processor.")
  Integer jobs;

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      description = "Build for architecture NAME, in build/<name>/NAME.")
  String architecture;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of the recipe, such as qemu.memory=256M; null removes it.")
  List<String> settings = new ArrayList<>();

  @Option(
      names = {"-P", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "Give a parameter of the recipe a value.")
  List<String> parameters = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON document instead of text.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print only errors and warnings.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show tool output.")
  boolean verbose;

  /** The host, on which nothing is confined if the user says so. */
  Host on(Host host) {
    return noSandbox ? host.without(Sandbox.VARIABLE).with(Sandbox.VARIABLE, "off") : host;
  }

  /** Sets what the run prints, and how. */
  void applyTo(Reporter reporter) {
    reporter.useJson(json);
    reporter.beQuiet(quiet);
    reporter.beVerbose(verbose);
  }

  /**
   * The options for the pipeline.
   *
   * @param in where the recipe {@code -} is read from
   * @throws Failure D8001 if one has an invalid value
   */
  RunOptions toRunOptions(InputStream in) {
    if (jobs != null && jobs < 1) {
      throw new Failure(
          Diagnostic.error(
                  Code.D8001, "invalid value for --jobs: " + jobs + " (expected 1 or more)")
              .help("leave it out for one job per processor"));
    }
    return new RunOptions(
        Optional.ofNullable(output),
        jobs == null ? OptionalInt.empty() : OptionalInt.of(jobs),
        install,
        offline,
        !noShared,
        false,
        RunOptions.BaseUse.PINNED,
        new Overrides(Optional.ofNullable(architecture), settings, parameters),
        in,
        Preferences.none());
  }
}
