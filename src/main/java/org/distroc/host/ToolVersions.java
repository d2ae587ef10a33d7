package org.distroc.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks tools for their versions. */
public final class ToolVersions {
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+[A-Za-z0-9.+~-]*");

  private final Host host;
  private final ProcessRunner runner;

  /** Versions of the tools of a host. */
  public ToolVersions(Host host) {
    this.host = host;
    this.runner = new ProcessRunner(host);
  }

  /**
   * The version that a program says it has; where it has none, or is a file, the place where it is.
   * Empty if the tool is missing.
   */
  public Optional<String> of(Tool tool) {
    return tool.find(host).map(path -> tool.kind() == Tool.Kind.PROGRAM ? ask(path) : "present");
  }

  private String ask(Path program) {
    try {
      Outcome outcome =
          runner.run(Command.of(program.toString(), "--version").limit(Duration.ofSeconds(5)));
      Matcher matcher = NUMBER.matcher(outcome.output() + outcome.errors());
      return matcher.find() ? matcher.group() : "present";
    } catch (IOException e) {
      return "present";
    }
  }
}
