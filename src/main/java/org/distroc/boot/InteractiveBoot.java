package org.distroc.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.format.BootMedium;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.QemuCommandLine;
import org.distroc.spec.Display;

/** Boots a machine on the user's own terminal. */
public final class InteractiveBoot {
  private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");
  private static final Duration QUICK = Duration.ofSeconds(10);

  /** Leaves the alternate screen, shows the cursor, takes usual colours. */
  private static final String PLAIN = "\033[?1049l\033[?25h\033[0m";

  private final Host host;
  private final ProcessRunner runner;
  private final Launch launch;

  /** Boots with the QEMU and accelerator of a launch. */
  public InteractiveBoot(Host host, Launch launch) {
    this.host = host;
    this.runner = new ProcessRunner(host);
    this.launch = launch;
  }

  /** How to leave the guest; to be printed before the guest gets the terminal. */
  public static String howToLeave(Machine machine) {
    return machine.display() == Display.VGA
        ? "To leave the guest: press Alt-2 (or Esc, then 2), type quit, press Enter."
        : "To leave the guest: press Ctrl-A, then X.";
  }

  /**
   * Hands the terminal to the guest until it is left or ends.
   *
   * @param forwards ports of this host that lead to the guest
   * @param say prints how to leave
   * @return QEMU's exit status
   * @throws Failure when QEMU cannot show a text screen in a terminal
   */
  public int run(
      Machine machine,
      BootMedium medium,
      List<QemuCommandLine.Forward> forwards,
      Consumer<String> say)
      throws IOException {
    if (machine.display() == Display.VGA) {
      requireCurses();
    }
    Optional<String> modes = terminalModes();
    Thread restore = new Thread(() -> restore(modes, machine), "restore-terminal");
    Runtime.getRuntime().addShutdownHook(restore);
    say.accept(howToLeave(machine));
    try {
      return runner.runInTerminal(
          launch.command(machine, medium, new QemuCommandLine.AtTerminal(forwards)));
    } finally {
      // QEMU restores the terminal itself, unless something killed it.
      restore(modes, machine);
      removeHook(restore);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs.
      return;
    }
  }

  private void requireCurses() throws IOException {
    Command displays = Command.of(launch.qemu().binary().toString(), "-display", "help");
    Outcome outcome =
        runner.run(displays.limit(QUICK).confined(QemuConfinement.qemu(Accelerator.TCG)));
    if (outcome.output().lines().map(String::strip).noneMatch("curses"::equals)) {
      throw new Failure(
          Diagnostic.error(Code.D5043, "this QEMU cannot show a VGA screen in a terminal")
              .why("its curses display is missing")
              .help("on Debian, install the package qemu-system-common")
              .help("or use `display: serial` in the recipe, and a serial console in the kernel")
              .help("or run `distroc test`, which reads the screen without a terminal"));
    }
  }

  /** The terminal's modes in the format of stty; empty when the input is not a terminal. */
  private Optional<String> terminalModes() {
    return stty("-g").map(Outcome::output).map(String::strip).filter(modes -> !modes.isEmpty());
  }

  private void restore(Optional<String> modes, Machine machine) {
    if (modes.isPresent()) {
      stty(modes.get());
      if (machine.display() == Display.VGA) {
        System.err.print(PLAIN);
        System.err.flush();
      }
    }
  }

  /** By the terminal's own name: the tool runs in a session that has no terminal of its own. */
  private Optional<Outcome> stty(String argument) {
    try {
      Path terminal = Files.readSymbolicLink(STANDARD_INPUT);
      if (!terminal.startsWith("/dev")) {
        return Optional.empty();
      }
      Command stty = Command.of("stty", "-F", terminal.toString(), argument);
      return Optional.of(runner.run(stty.limit(QUICK))).filter(Outcome::succeeded);
    } catch (IOException e) {
      // Without stty the terminal is as QEMU leaves it, which is well unless QEMU was killed.
      return Optional.empty();
    }
  }
}
