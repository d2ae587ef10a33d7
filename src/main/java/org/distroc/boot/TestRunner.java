package org.distroc.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.distroc.boot.BootResult.Outcome;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.distroc.plan.BootMedium;
import org.distroc.plan.BootMedium.KernelAndInitramfs;
import org.distroc.plan.BootTest;
import org.distroc.plan.Machine;
import org.distroc.plan.Machine.Display;
import org.distroc.plan.TestStep;

/** Boots a machine that nobody watches and sees whether it does what its test says. */
public final class TestRunner {
  /** Beyond the test's own limit, after which QEMU is killed whatever distroc does. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** What firmware and boot loader write when all is well; a guest that adds nothing is silent. */
  private static final Pattern FIRMWARE =
      Pattern.compile(
          "(?m)^(SeaBIOS |iPXE |Machine UUID |Booting from |ISOLINUX |Loading .*ok$).*");

  private final Host host;
  private final Launch launch;
  private final DiagnosisTable table = DiagnosisTable.shipped();

  /** Runs tests with the QEMU and accelerator of a launch. */
  public TestRunner(Host host, Launch launch) {
    this.host = host;
    this.launch = launch;
  }

  /**
   * Boots and tests.
   *
   * @param consoleLog the file that keeps the console's text as it comes
   * @param facts what else is known of the recipe, for the conditions of the {@link DiagnosisTable}
   * @throws Failure when QEMU does not start, or the test types what no key gives
   * @throws IOException if the host has no room for a socket or the log
   */
  public BootResult run(
      Machine machine, BootMedium medium, BootTest test, Path consoleLog, Map<String, String> facts)
      throws IOException, InterruptedException {
    refuseUntypable(machine, test);
    try (Guest guest = start(machine, medium, test.timeout().plus(GRACE), consoleLog)) {
      TestSession session = new TestSession(guest, test);
      Outcome outcome = session.run();
      Map<String, String> known = new LinkedHashMap<>(facts);
      known.putAll(facts(machine, medium, outcome, session.panicked(), guest));
      List<Explanation> explanations =
          outcome == Outcome.PASSED && !session.panicked()
              ? List.of()
              : table.explain(consoles(guest), known);
      return new BootResult(
          outcome,
          session.done(),
          guest.time(),
          consoles(guest),
          guest.screenNow(),
          launch.accelerator(),
          launch.command(machine, medium, new QemuCommandLine.AtTerminal()),
          consoleLog,
          explanations,
          diagnostics(outcome, test, session, guest, explanations));
    }
  }

  private static String consoles(Guest guest) {
    String serial = guest.serial().held();
    return serial + (serial.isEmpty() || serial.endsWith("\n") ? "" : "\n") + guest.screen().held();
  }

  private static List<Diagnostic> diagnostics(
      Outcome outcome,
      BootTest test,
      TestSession session,
      Guest guest,
      List<Explanation> explanations) {
    if (outcome == Outcome.PASSED) {
      return List.of();
    }
    FailureReport report =
        new FailureReport(
            test,
            session.done().size(),
            guest.serial().held(),
            guest.screenNow(),
            outcome == Outcome.QEMU_DIED ? guest.howQemuEnded() : "",
            explanations);
    return List.of(report.diagnostic(outcome));
  }

  private Guest start(Machine machine, BootMedium medium, Duration limit, Path consoleLog)
      throws IOException {
    try {
      return Guest.start(
          host, launch.qemu(), launch.accelerator(), machine, medium, limit, consoleLog);
    } catch (QemuDidNotStart e) {
      throw new Failure(didNotStart(e));
    }
  }

  private Diagnostic didNotStart(QemuDidNotStart e) {
    String said = e.outcome().lastLines(8);
    return Diagnostic.error(Code.D5041, "QEMU did not start")
        .why(said.isBlank() ? "it ended with status " + e.outcome().exit() : said)
        .help("check `qemu:` in the recipe, its `flags` first: QEMU gets them as they are");
  }

  private Map<String, String> facts(
      Machine machine, BootMedium medium, Outcome outcome, boolean panicked, Guest guest) {
    String spoken = FIRMWARE.matcher(consoles(guest)).replaceAll("");
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("display", word(machine.display()));
    facts.put("accelerator", launch.accelerator().option());
    facts.put("panicked", panicked ? "yes" : "no");
    facts.put("console", spoken.isBlank() ? "silent" : "spoke");
    guest.ending().ifPresent(ending -> facts.put("ending", word(ending)));
    if (outcome == Outcome.TIMED_OUT) {
      facts.put("ending", "timeout");
    } else if (outcome == Outcome.NOT_TYPED) {
      facts.put("keyboard", "unread");
    }
    facts.put("medium", medium instanceof KernelAndInitramfs ? "kernel" : "iso");
    if (medium instanceof KernelAndInitramfs direct) {
      facts.put("initramfs", direct.initramfs().isPresent() ? "given" : "none");
    }
    return facts;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void refuseUntypable(Machine machine, BootTest test) {
    if (machine.display() != Display.VGA) {
      return;
    }
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (TestStep step : test.steps()) {
      if (step instanceof TestStep.Send send) {
        Keymap.firstWithoutKey(send.text())
            .ifPresent(
                c ->
                    diagnostics.add(
                        Diagnostic.error(Code.D7005, "no key of the keyboard gives `" + c + "`")
                            .at(send.span())
                            .why("on a VGA machine text is typed on a US keyboard")
                            .help("send ASCII only, or use `display: serial`")));
      }
    }
    if (!diagnostics.isEmpty()) {
      throw new Failure(diagnostics);
    }
  }
}
