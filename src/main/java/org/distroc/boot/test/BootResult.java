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

  /** Whether the guest did all that the test says. */
  public boolean passed() {
    return outcome == Outcome.PASSED;
  }

  /**
   * A step that was done.
   *
   * @param step which
   * @param at time since power-on when it was done
   */
  public record StepTime(TestStep step, Duration at) {
    /** Whether its time is measured, and more than it may be. */
    boolean isOverBudget() {
      return step.measure()
          .flatMap(TestStep.Measure::atMost)
          .filter(most -> at.compareTo(most) > 0)
          .isPresent();
    }
  }

  /** How a test ended. */
  public enum Outcome {
    /** As it should. */
    PASSED,
    /** The kernel panicked, and was not to, or said something else than expected. */
    PANICKED,
    /** The guest switched itself off or restarted before everything was done. */
    GUEST_ENDED,
    /** QEMU ended under the guest. */
    QEMU_DIED,
    /** A text could not be typed. */
    NOT_TYPED,
    /** The guest said what it must not. */
    FORBIDDEN,
    /** All steps were done, and then the guest ended in another way than it was to. */
    ENDED_OTHERWISE,
    /** Everything was done, but a measured time is more than it may be. */
    OVER_BUDGET,
    /** The time of one step was up. */
    TOO_LATE,
    /** The time was up. */
    TIMED_OUT
  }
}
