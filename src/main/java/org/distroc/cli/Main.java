package org.distroc.cli;

import org.distroc.cli.terminal.Streams;
import org.distroc.host.Host;

/** The entry of the process. */
public final class Main {
  private Main() {}

  /** Runs distroc and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(Distroc.run(args, Host.ofProcess(), Streams.ofProcess()));
  }
}
