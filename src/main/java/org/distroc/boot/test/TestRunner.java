package org.distroc.boot.test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distroc.boot.BootLogs;
import org.distroc.boot.CpuState;
import org.distroc.boot.Fact;
import org.distroc.boot.Facts;
import org.distroc.boot.Guest;
import org.distroc.boot.Launch;
import org.distroc.boot.QemuStartException;
import org.distroc.boot.console.Keymap;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.format.BootMedium;
import org.distroc.format.BootMedium.KernelAndInitramfs;
import org.distroc.host.Host;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.QemuCommandLine;
import org.distroc.spec.Acceleration;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.Display;
import org.distroc.spec.TestStep;

/**
 * Boots a machine headless and checks that it does what its test says. Explaining a failure is left
 * to {@code boot.diagnose}.
 */
public final class TestRunner {
  /** Extra time after the test's timeout until QEMU is killed in any case. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Normal output of firmware and boot loader; a guest that adds nothing is silent. */
  private static final Pattern FIRMWARE =
      Pattern.compile(
          "(?m)^(SeaBIOS |iPXE |Machine UUID |Booting from |[A-Z]+LINUX |Loading \\S+ *(ok)?$).*");

  private final Host host;
  private final Launch launch;

  /** Runs tests with the QEMU and accelerator of a launch. */
  public TestRunner(Host host, Launch launch) {
    this.host = host;
    this.launch = launch;
  }

  /**
   * Boots and tests. A guest that stays silent under KVM, if the recipe did not ask for it, is
   * retried under TCG: on some machines KVM seems to work and does not.
   *
   * @param evidence where what the guest says is kept as it comes
   * @throws Failure when QEMU does not start, or the test types what no key gives
   * @throws IOException if the host has no room for a socket or the evidence
   */
  public BootResult run(
      Machine machine, BootMedium medium, BootTest test, BootLogs evidence, TestWatcher watcher)
      throws IOException, InterruptedException {
    refuseUntypable(machine, test);
    Boot boot = new Boot(launch, machine, medium, test, evidence, watcher);
    BootResult result = run(boot);
    boolean mayDiffer =
        result.accelerator() == Accelerator.KVM && machine.acceleration() == Acceleration.AUTO;
    if (!mayDiffer || !isLate(result.outcome()) || spoke(result.console())) {
      return result;
    }
    return run(boot.under(launch.with(Accelerator.TCG))).with(silentUnderKvm());
  }

  /** All that one boot needs. */
  private record Boot(
      Launch launch,
      Machine machine,
      BootMedium medium,
      BootTest test,
      BootLogs evidence,
      TestWatcher watcher) {
    Boot under(Launch other) {
      return new Boot(other, machine, medium, test, evidence, watcher);
    }
  }

  private static Diagnostic silentUnderKvm() {
    return Diagnostic.warning(Code.D7014, "the guest was silent under KVM: retried under TCG")
        .why(
            "KVM works for the probe guest on this machine, but this guest printed nothing under"
                + " it")
        .help("write `accel: tcg` under `qemu` to skip the attempt with KVM");
  }

  private BootResult run(Boot boot) throws IOException, InterruptedException {
    try (Guest guest = start(boot);
        TestSession session =
            new TestSession(guest, boot.test(), boot.evidence(), boot.watcher())) {
      Outcome outcome = session.run();
      List<String> command =
          boot.launch()
              .command(boot.machine(), boot.medium(), new QemuCommandLine.AtTerminal())
              .words();
      Optional<CpuState> processor = processorOf(guest, outcome);
      keep(boot, outcome, guest, command);
      return new BootResult(
          outcome,
          session.done(),
          guest.time(),
          consoles(guest),
          guest.screenNow(),
          boot.launch().accelerator(),
          command,
          boot.evidence(),
          facts(boot, outcome, session.panicked(), guest, processor),
          List.of(),
          diagnostics(outcome, boot.test(), session, guest));
    }
  }

  private static void keep(Boot boot, Outcome outcome, Guest guest, List<String> command)
      throws IOException, InterruptedException {
    boot.evidence().writeCommand(command);
    if (boot.machine().display() == Display.VGA) {
      Files.writeString(boot.evidence().screen(), guest.screenNow() + "\n");
      if (outcome != Outcome.PASSED) {
        guest.picture(boot.evidence().picture());
      }
    }
  }

  /** The text of both consoles of a guest. */
  public static String consoles(Guest guest) {
    String serial = guest.serial().held();
    return serial + (serial.isEmpty() || serial.endsWith("\n") ? "" : "\n") + guest.screen().held();
  }

  private static List<Diagnostic> diagnostics(
      Outcome outcome, BootTest test, TestSession session, Guest guest) {
    if (outcome == Outcome.PASSED) {
      return List.of();
    }
    FailureReport report =
        new FailureReport(
            test,
            session.done(),
            guest.serial().held(),
            guest.screenNow(),
            outcome == Outcome.QEMU_DIED ? guest.howQemuEnded() : "",
            session.forbidden(),
            guest.ending().isPresent() ? guest.debugExit() : Optional.empty(),
            guest.ending(),
            session.lastAnswer());
    return List.of(report.diagnostic(outcome));
  }

  private Guest start(Boot boot) throws IOException {
    try {
      return Guest.start(
          host,
          boot.launch(),
          boot.machine(),
          boot.medium(),
          boot.test().timeout().plus(GRACE),
          boot.evidence(),
          boot.test().ports());
    } catch (QemuStartException e) {
      throw new Failure(didNotStart(e));
    }
  }

  private Diagnostic didNotStart(QemuStartException e) {
    String said = e.outcome().lastLines(8);
    return Diagnostic.error(Code.D5041, "QEMU did not start")
        .why(said.isBlank() ? "it exited with status " + e.outcome().exit() : said)
        .help("check `qemu:` in the recipe, `flags` first: they are passed to QEMU unchanged");
  }

  /** Whether a console has more than the normal output of firmware and boot loader. */
  public static boolean spoke(String console) {
    return !FIRMWARE.matcher(console).replaceAll("").isBlank();
  }

  private static boolean isLate(Outcome outcome) {
    return outcome == Outcome.TIMED_OUT || outcome == Outcome.TOO_LATE;
  }

  /** The CPU state of a guest that timed out. */
  private static Optional<CpuState> processorOf(Guest guest, Outcome outcome)
      throws InterruptedException {
    return isLate(outcome)
        ? CpuState.of(guest.registers(), guest.machine().board().registers())
        : Optional.empty();
  }

  private static Facts facts(
      Boot boot, Outcome outcome, boolean panicked, Guest guest, Optional<CpuState> processor) {
    Facts.Builder facts =
        new Facts.Builder()
            .put(Fact.DISPLAY, boot.machine().display())
            .put(Fact.ACCELERATOR, boot.launch().accelerator().option())
            .put(Fact.PANICKED, panicked ? "yes" : "no")
            .put(Fact.CONSOLE, spoke(consoles(guest)) ? "spoke" : "silent")
            .put(Fact.MEDIUM, boot.medium().format());
    if (!boot.launch().kvmFault().isEmpty()) {
      facts.put(Fact.KVM, "unusable").put(Fact.KVM_FAULT, boot.launch().kvmFault());
    }
    guest.ending().ifPresent(ending -> facts.put(Fact.ENDING, ending));
    processor.ifPresent(facts::cpu);
    if (isLate(outcome)) {
      facts.put(Fact.ENDING, "timeout");
    } else if (outcome == Outcome.NOT_TYPED) {
      facts.put(Fact.KEYBOARD, "unread");
    }
    if (boot.medium() instanceof KernelAndInitramfs direct) {
      facts.put(Fact.INITRAMFS, direct.initramfs().isPresent() ? "given" : "none");
    }
    return facts.build();
  }

  private static void refuseUntypable(Machine machine, BootTest test) {
    if (machine.display() != Display.VGA) {
      return;
    }
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (TestStep step : test.steps()) {
      if (step.action() instanceof Action.Send send) {
        Keymap.firstWithoutKey(send.text())
            .ifPresent(
                c ->
                    diagnostics.add(
                        Diagnostic.error(Code.D7005, "no key types `" + c + "`")
                            .at(step.span())
                            .why("with `display: vga`, text is typed on a US keyboard")
                            .help("send ASCII only, or use `display: serial`")));
      }
    }
    if (!diagnostics.isEmpty()) {
      throw new Failure(diagnostics);
    }
  }
}
