package org.distroc.pipeline;

import java.util.List;
import org.distroc.diag.Diagnostic;

/** A front end of the pipeline: what a run reports, and asks, goes here. Calls may overlap. */
public interface RunListener {
  /** Reports diagnostics that do not end the run. */
  void report(List<Diagnostic> diagnostics);

  /** Reports a sentence about the progress of the run. */
  default void info(String sentence) {}

  /** Starts to show the stages of a longer piece of work; the caller closes it. */
  default StageListener stages() {
    return StageListener.silent(this);
  }

  /** Starts to show the progress of tests; the caller closes it. */
  default TestProgress tests() {
    return TestProgress.silent(this);
  }

  /** Whether there is a user who can answer questions. */
  default boolean asks() {
    return false;
  }

  /** Asks the user a yes-no question; false without an interactive user. */
  default boolean confirm(String question) {
    return false;
  }
}
