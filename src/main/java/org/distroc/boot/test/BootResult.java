package org.distroc.boot.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distroc.boot.BootLogs;
import org.distroc.boot.Facts;
import org.distroc.diag.Diagnostic;
import org.distroc.qemu.Accelerator;
import org.distroc.spec.TestStep;

/**
 * The result of a test.
 *
 * @param outcome how it ended
 * @param steps the steps that were done, with their times
 * @param time from power-on to the end of the test
 * @param console the newest text of the serial console, and of the screen if there is one, without
 *     escape sequences; at most about a million characters
 * @param screen the lines of the VGA text screen at the end; empty without one
 * @param accelerator what executed the guest's instructions
 * @param command QEMU's arguments to boot the same by hand, with the guest on one's own terminal
 * @param evidence what is kept of it in files
 * @param facts what is known of the boot, for its diagnosis
 * @param explanations what the console's words mean, most telling first; also of a panic that was
 *     expected
 * @param diagnostics why the test failed; when it passed, warnings at most
 */
public record BootResult(
    Outcome outcome,
    List<StepTime> steps,
    Duration time,
    String console,
    String screen,
    Accelerator accelerator,
    List<String> command,
    BootLogs evidence,
    Facts facts,
    List<BootExplanation> explanations,
    List<Diagnostic> diagnostics) {

  /** Copies the lists. */
  public BootResult {
    steps = List.copyOf(steps);
    command = List.copyOf(command);
    explanations = List.copyOf(explanations);
    diagnostics = List.copyOf(diagnostics);
  }

  /** The same with a diagnostic before the others. */
  public BootResult with(Diagnostic first) {
    List<Diagnostic> all = new ArrayList<>(List.of(first));
    all.addAll(diagnostics);
    return explained(explanations, all);
  }

  /** The same with these explanations and diagnostics. */
  public BootResult explained(List<BootExplanation> meaning, List<Diagnostic> newDiagnostics) {
    return new BootResult(
        outcome,
        steps,
        time,
        console,
        screen,
        accelerator,
        command,
        evidence,
        facts,
        meaning,
        newDiagnostics);
  }

  /** Whether the guest passed the test. */
  public boolean passed() {
    return outcome == Outcome.PASSED;
  }

  /**
   * A step that passed.
   *
   * @param step which
   * @param at time since power-on when it was done
   */
  public record StepTime(TestStep step, Duration at) {
    /** Whether its measured time exceeds its limit. */
    boolean isOverBudget() {
      return step.measure()
          .flatMap(TestStep.Measure::atMost)
          .filter(most -> at.compareTo(most) > 0)
          .isPresent();
    }
  }

  /** How a test ended. */
  public enum Outcome {
    /** As expected. */
    PASSED,
    /** The kernel panicked unexpectedly, or with another message than expected. */
    PANICKED,
    /** The guest powered off or rebooted before all steps passed. */
    GUEST_ENDED,
    /** QEMU exited while the guest ran. */
    QEMU_DIED,
    /** A text could not be typed. */
    NOT_TYPED,
    /** The guest printed a forbidden text. */
    FORBIDDEN,
    /** All steps passed, but the guest ended differently than expected. */
    ENDED_OTHERWISE,
    /** All steps passed, but a measured time exceeds its limit. */
    OVER_BUDGET,
    /** A step timed out. */
    TOO_LATE,
    /** The test timed out. */
    TIMED_OUT
  }
}
