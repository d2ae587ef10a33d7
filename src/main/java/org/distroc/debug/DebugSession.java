package org.distroc.debug;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.distroc.boot.AcceleratorSelector;
import org.distroc.boot.SocketFolder;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.format.BootMedium;
import org.distroc.host.Command;
import org.distroc.host.Confinement;
import org.distroc.host.Host;
import org.distroc.host.InterruptsOfChild;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Running;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Machine;
import org.distroc.spec.Acceleration;

/**
 * A guest stopped at its first instruction, with gdb connected. The guest ends with gdb, and both
 * with distroc.
 */
public final class DebugSession {
  private static final Duration QUICK = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofDays(30);
  private static final int CHECK_MILLIS = 20;

  /** The first words of QEMU's machine protocol. */
  private static final String QUESTION = "{\"execute\": \"qmp_capabilities\"}\n";

  private static final String ANSWER = "\"return\"";

  /** gdb prints the guest's screen, which is not only ASCII. */
  private static final Map<String, String> LOCALE = Map.of("LC_ALL", "C.UTF-8");

  private final Host host;
  private final ProcessRunner runner;
  private final BuildPlan plan;
  private final BootMedium medium;
  private final DebugFolder folder;
  private final Optional<LinkedInit> init;
  private final boolean kernelSymbols;

  /**
   * Prepares a session.
   *
   * @param medium kernel and initramfs, at the addresses of System.map
   * @param init the program, if there is one
   * @param kernelSymbols whether the kernel's names and lines were built
   */
  public DebugSession(
      Host host,
      BuildPlan plan,
      BootMedium medium,
      Path project,
      Optional<LinkedInit> init,
      boolean kernelSymbols) {
    this.host = host;
    this.runner = new ProcessRunner(host);
    this.plan = plan;
    this.medium = medium;
    this.folder = new DebugFolder(project, plan, new SyscallTables(host));
    this.init = init;
    this.kernelSymbols = kernelSymbols;
  }

  /**
   * Refuses a gdb that cannot run the commands.
   *
   * @throws Failure D7070
   */
  public void requirePython() throws IOException {
    Outcome outcome =
        runner.run(Command.of("gdb", "-nx", "-batch", "-ex", "python print(1)").limit(QUICK));
    if (!outcome.output().strip().equals("1")) {
      throw new Failure(
          Diagnostic.error(Code.D7070, "this gdb cannot run Python")
              .why("distroc's gdb commands are written in Python")
              .why(outcome.lastLines(3))
              .help("install the full gdb: on Debian the package gdb, not gdb-minimal"));
    }
  }

  /** The commands to type in the project's folder: QEMU's, then gdb's. */
  public List<Command> commands() throws IOException, InterruptedException {
    DebugFolder.Sockets sockets = DebugFolder.Sockets.inProject();
    List<String> gdb = folder.write(init, kernelSymbols, sockets);
    return List.of(qemu(sockets), Command.of(gdb).in(folder.project()));
  }

  /**
   * Runs gdb in the terminal until it exits.
   *
   * @return gdb's exit status
   */
  public int atTerminal() throws IOException, InterruptedException {
    return session(
        (gdb, room) ->
            InterruptsOfChild.during(
                () -> runner.runInTerminal(withSettings(confined(gdb, room)))));
  }

  /**
   * Runs gdb's commands from a file, without the user's settings.
   *
   * @param script commands of gdb
   * @param limit how long that may take
   * @param lines receives the output of gdb and the guest
   */
  public Outcome scripted(Path script, Duration limit, Consumer<String> lines)
      throws IOException, InterruptedException {
    return session(
        (gdb, room) -> {
          List<String> words = new ArrayList<>(gdb);
          words.addAll(1, List.of("-nx", "-batch"));
          words.addAll(List.of("-x", script.toAbsolutePath().toString()));
          Command command = confined(words, room);
          return runner.run(
              command
                  .confined(command.confinement().orElseThrow().reading(script))
                  .with(LOCALE)
                  .limit(limit)
                  .lines(lines));
        });
  }

  /** Runs gdb with its arguments while QEMU runs. */
  private interface Use<T> {
    T of(List<String> gdb, SocketFolder room) throws IOException;
  }

  /** gdb sees what it shows: the project, the kernel's source, and QEMU's sockets. */
  private Command confined(List<String> gdb, SocketFolder room) {
    return Command.of(gdb)
        .in(folder.project())
        .confined(
            Confinement.strict()
                .reading(folder.project(), plan.kernel().tree().root())
                .writing(room.path()));
  }

  /** A person's gdb reads its settings from the home. */
  private Command withSettings(Command gdb) {
    Confinement needs = gdb.confinement().orElseThrow();
    for (String settings : List.of(".gdbinit", ".config/gdb", ".gdbearlyinit")) {
      needs = needs.reading(host.home().resolve(settings));
    }
    return gdb.confined(needs).with("HOME", host.home().toString());
  }

  private <T> T session(Use<T> use) throws IOException, InterruptedException {
    try (SocketFolder room = SocketFolder.create(host)) {
      DebugFolder.Sockets sockets = DebugFolder.Sockets.in(room);
      List<String> gdb = folder.write(init, kernelSymbols, sockets);
      try (Running qemu = runner.start(qemu(sockets).limit(LONG))) {
        await(sockets.control(), qemu);
        return use.of(gdb, room);
      }
    }
  }

  private Command qemu(DebugFolder.Sockets sockets) throws IOException, InterruptedException {
    // TCG has any number of breakpoints.
    Machine machine = plan.machine().with(Acceleration.TCG);
    Command qemu =
        new AcceleratorSelector(host).launch(machine).command(machine, medium, sockets.mode());
    return qemu.in(folder.project());
  }

  /**
   * Waits until QEMU answers on its control socket: it listens and greets before it has looked at
   * the whole machine, and answers after that.
   */
  private void await(Path control, Running qemu) throws InterruptedException {
    long end = System.nanoTime() + QUICK.toNanos();
    while (!answers(control)) {
      if (!qemu.isAlive() || System.nanoTime() > end) {
        throw new Failure(notStarted(qemu.waitFor(Duration.ZERO)));
      }
      Thread.sleep(CHECK_MILLIS);
    }
  }

  private static boolean answers(Path control) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(control))) {
      channel.write(ByteBuffer.wrap(QUESTION.getBytes(StandardCharsets.UTF_8)));
      ByteBuffer said = ByteBuffer.allocate(1 << 12);
      while (channel.read(said) > 0) {
        String text = new String(said.array(), 0, said.position(), StandardCharsets.UTF_8);
        if (text.contains(ANSWER)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      // It is not listening yet, or has ended.
      return false;
    }
  }

  private static Diagnostic notStarted(Outcome outcome) {
    return Diagnostic.error(Code.D7074, "QEMU did not start the guest for the debugger")
        .why(outcome.lastLines(8))
        .help("leave `-gdb`, `-s` and `-S` out of `qemu.flags`, if they are there")
        .help("`distroc boot` shows whether the guest starts without a debugger");
  }
}
