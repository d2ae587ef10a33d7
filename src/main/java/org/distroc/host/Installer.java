package org.distroc.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/** Reports missing tools and how to install them, and installs them on request. */
public final class Installer {
  /** A fresh machine has no package lists yet, or old ones. */
  private static final List<String> UPDATE = List.of("apt-get", "-q", "update");

  private final Host host;
  private final boolean root;

  /** An installer for a host. */
  public Installer(Host host) {
    this(host, isRoot());
  }

  /** As above, running as root or not, for tests. */
  Installer(Host host, boolean root) {
    this.host = host;
    this.root = root;
  }

  /** Those of some tools that the host lacks. */
  public List<Tool> missing(Collection<Tool> tools) {
    return tools.stream().filter(tool -> tool.find(host).isEmpty()).distinct().toList();
  }

  /** Whether this host installs Debian packages. */
  public boolean hasApt() {
    return host.find("apt-get").isPresent();
  }

  /** The command line that installs tools here, as a person would type it. */
  public String hint(Collection<Tool> tools) {
    return hasApt()
        ? Command.of(asRoot(UPDATE)).line()
            + " && "
            + Command.of(asRoot(installWords(tools))).line()
        : "install with your package manager: " + names(tools);
  }

  private static String names(Collection<Tool> tools) {
    return tools.stream().map(Tool::name).distinct().collect(Collectors.joining(", "));
  }

  /** The diagnostic for missing tools: which, what for, and the remedy. */
  public Diagnostic lacking(Collection<Tool> tools) {
    Diagnostic diagnostic =
        Diagnostic.error(
            Code.D5001,
            (tools.size() == 1 ? "a tool is" : "tools are") + " missing: " + names(tools));
    for (Tool tool : tools) {
      diagnostic = diagnostic.why(tool.name() + " is needed to " + tool.purpose());
    }
    return hasApt()
        ? diagnostic.help("run: " + hint(tools)).help("or let distroc install it: add `--install`")
        : diagnostic.help(hint(tools));
  }

  /**
   * Installs tools with apt-get, through sudo where needed.
   *
   * @param say gets each command before it runs
   * @throws Failure D5001 on a host without apt, D5002 when apt-get fails
   */
  public void install(Collection<Tool> tools, Consumer<String> say) {
    if (!hasApt()) {
      throw new Failure(lacking(tools));
    }
    if (!root && host.find("sudo").isEmpty()) {
      throw new Failure(lacking(tools).why("installing needs root, and sudo is not available"));
    }
    run(UPDATE, say);
    run(installWords(tools), say);
    List<Tool> still = missing(tools);
    if (!still.isEmpty()) {
      throw new Failure(lacking(still).why("apt-get succeeded, but these are still missing"));
    }
  }

  private void run(List<String> words, Consumer<String> say) {
    Command command =
        Command.of(asRoot(words))
            .with("DEBIAN_FRONTEND", "noninteractive")
            .limit(Duration.ofMinutes(20));
    say.accept(command.line());
    try {
      Outcome outcome = root ? new ProcessRunner(host).run(command) : runAsking(command);
      if (!outcome.succeeded()) {
        throw new Failure(
            Diagnostic.error(Code.D5002, "apt-get failed with status " + outcome.exit())
                .why(command.line() + "\n" + outcome.lastLines(8))
                .help("run the command yourself to see more"));
      }
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D5002, "apt-get cannot be started").why(e.getMessage()), e);
    }
  }

  /** sudo asks for a password on the terminal. */
  private Outcome runAsking(Command command) throws IOException {
    int exit = new ProcessRunner(host).runInTerminal(command);
    return new Outcome(exit, "", "", false, Duration.ZERO);
  }

  private static List<String> installWords(Collection<Tool> tools) {
    List<String> words =
        new ArrayList<>(List.of("apt-get", "-q", "install", "-y", "--no-install-recommends"));
    tools.stream().map(Tool::debianPackage).distinct().forEach(words::add);
    return words;
  }

  private List<String> asRoot(List<String> words) {
    if (root) {
      return words;
    }
    List<String> sudo = new ArrayList<>(List.of("sudo"));
    sudo.addAll(words);
    return sudo;
  }

  /** Whether this process is the user who may install packages. */
  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      return Files.isWritable(Path.of("/usr/bin"));
    }
  }
}
