package org.distroc.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every verb on a recipe has. */
final class Settings {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Build there instead of build/<name>.")
  Path output;

  @Option(names = "--install", description = "Install missing host tools with apt-get.")
  boolean install;

  @Option(names = "--offline", description = "Do not use the network.")
  boolean offline;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Run N jobs at once; one for each processor if not given.")
  int jobs;

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

  Optional<Path> outputFolder() {
    return Optional.ofNullable(output);
  }

  int jobsOrDefault() {
    return jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors();
  }
}
