package org.distroc.builder;

import java.time.Duration;
import java.util.List;
import org.distroc.diag.Diagnostic;

/**
 * Receives the progress of a build, from the building thread and from those that read tool output.
 */
public interface BuildListener {
  /** Ignores everything. */
  BuildListener NONE =
      new BuildListener() {
        @Override
        public void stage(String name) {}

        @Override
        public void line(String line) {}

        @Override
        public void done(String note) {}
      };

  /** A stage started, such as {@code kernel}. */
  void stage(String name);

  /**
   * The expected work of this stage, as the last one like it took.
   *
   * @param steps as {@link #step} counts them
   * @param time from start to end
   */
  default void expect(int steps, Duration time) {}

  /**
   * The kernel's make started a step.
   *
   * @param number the count of steps started in this stage, this one included
   * @param what as kbuild prints it, such as {@code CC kernel/fork.o}
   */
  default void step(int number, String what) {}

  /** A tool printed a line. */
  void line(String line);

  /** The compiler or the linker warned about the recipe's own files. */
  default void warn(List<Diagnostic> warnings) {}

  /** The current stage is done; {@code note} describes the result, or is empty. */
  void done(String note);
}
