package org.distroc.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.boot.test.BootResult;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.host.Command;
import org.distroc.plan.TestCase;

/**
 * Result of one test, or of a recipe none of whose tests could run.
 *
 * @param recipe as the user named it
 * @param suite the name of the distribution, or of the recipe if that is not known
 * @param test the test; empty if none could run
 * @param architecture the one of the recipe's list that no test could run on
 * @param result what the guest did; empty if there was none
 * @param diagnostics what is wrong, and warnings
 * @param exit the exit code of this test alone
 */
public record TestCaseResult(
    Path recipe,
    String suite,
    Optional<TestCase> test,
    Optional<String> architecture,
    Optional<BootResult> result,
    List<Diagnostic> diagnostics,
    ExitCode exit) {

  /** Copies the list. */
  public TestCaseResult {
    diagnostics = List.copyOf(diagnostics);
  }

  /** A result that says by its test what it is about. */
  public TestCaseResult(
      Path recipe,
      String suite,
      Optional<TestCase> test,
      Optional<BootResult> result,
      List<Diagnostic> diagnostics,
      ExitCode exit) {
    this(recipe, suite, test, Optional.empty(), result, diagnostics, exit);
  }

  /** The exit code of a single boot. */
  public static ExitCode exit(BootResult result) {
    return switch (result.outcome()) {
      case PASSED -> ExitCode.DONE;
      case TIMED_OUT, TOO_LATE -> ExitCode.TIMEOUT;
      default -> ExitCode.GUEST;
    };
  }

  /** The exit code of a run with these results: that of the first failure. */
  public static ExitCode exit(List<TestCaseResult> results) {
    return results.stream()
        .map(TestCaseResult::exit)
        .filter(exit -> exit != ExitCode.DONE)
        .findFirst()
        .orElse(ExitCode.DONE);
  }

  /** The name of the test; of the recipe, if none could run. */
  public String name() {
    return test.map(TestCase::name)
        .orElseGet(() -> recipe + architecture.map(a -> "[arch=" + a + "]").orElse(""));
  }

  /** Whether a guest ran and passed. */
  public boolean passed() {
    return result.map(BootResult::passed).orElse(false);
  }

  /** Whether a guest ran and failed; false if no guest could run. */
  public boolean failed() {
    return result.isPresent() && !passed();
  }

  /** The command that repeats this test. */
  public String repeat() {
    return test.isPresent()
        ? Command.of("distroc", "test", "--only", name(), recipe.toString()).line()
        : architecture
            .map(name -> Command.of("distroc", "test", "--arch", name, recipe.toString()))
            .orElseGet(() -> Command.of("distroc", "test", recipe.toString()))
            .line();
  }
}
