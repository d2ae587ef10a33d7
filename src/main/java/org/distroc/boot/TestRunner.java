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
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** What firmware and boot loader write when all is well; a guest that adds nothing is silent. */
  private static final Pattern FIRMWARE =
      Pattern.compile(
          "(?m)^(SeaBIOS |iPXE |Machine UUID |Booting from |ISOLINUX |Loading .*ok$|Probing"
              + " EDD).*");

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
      String serial = guest.serial().held();
      String screen = guest.screen().held();
      Map<String, String> known = new LinkedHashMap<>(facts);
      known.putAll(facts(machine, medium, outcome, session.panicked(), serial + screen));
      guest.ending().ifPresent(e -> known.put("ending", e.name().toLowerCase(Locale.ROOT)));
      List<Explanation> explanations = new ArrayList<>();
      if (outcome != Outcome.PASSED || session.panicked()) {
        explanations.addAll(table.explain(serial + "\n" + screen, known));
      }
      FailureReport report =
          new FailureReport(
              test,
              session.done().size(),
              serial,
              guest.screenNow(),
              outcome == Outcome.QEMU_DIED ? died(guest) : "",
              explanations);
      return new BootResult(
          outcome,
          session.done(),
          guest.time(),
          serial + screen,
          guest.screenNow(),
          launch.accelerator(),
          launch.command(machine, medium, new QemuCommandLine.AtTerminal()),
          consoleLog,
          explanations,
          outcome == Outcome.PASSED ? List.of() : List.of(report.diagnostic(outcome)));
    }
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

  private static String died(Guest guest) {
    int exit = guest.qemuOutcome().exit();
    String how = exit > 128 ? "signal " + (exit - 128) + " killed it" : "its status is " + exit;
    String said = guest.qemuOutcome().lastLines(8);
    return said.isBlank() ? how : how + "; it said:\n" + said;
  }

  private Map<String, String> facts(
      Machine machine, BootMedium medium, Outcome outcome, boolean panicked, String console) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("display", machine.display().name().toLowerCase(Locale.ROOT));
    facts.put("accelerator", launch.accelerator().option());
    facts.put("panicked", panicked ? "yes" : "no");
    facts.put("console", FIRMWARE.matcher(console).replaceAll("").isBlank() ? "silent" : "spoke");
    if (outcome == Outcome.TIMED_OUT) {
      facts.put("ending", "timeout");
    } else if (outcome == Outcome.NOT_TYPED) {
      facts.put("keyboard", "unread");
    }
    if (medium instanceof KernelAndInitramfs direct) {
      facts.put("medium", "kernel");
      facts.put("initramfs", direct.initramfs().isPresent() ? "given" : "none");
    } else {
      facts.put("medium", "iso");
    }
    return facts;
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
