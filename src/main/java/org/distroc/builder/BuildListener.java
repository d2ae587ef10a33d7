package org.distroc.builder;

import java.time.Duration;
import java.util.List;
import org.distroc.diag.Diagnostic;

/** Is told how a build goes on, from the thread that builds and from those that read its output. */
public interface BuildListener {
  /** One who does not listen. */
  BuildListener NONE =
      new BuildListener() {
        @Override
        public void stage(String name) {}

        @Override
        public void line(String line) {}

        @Override
        public void done(String note) {}
      };

  /** A stage begins, such as {@code kernel}. */
  void stage(String name);

  /**
   * How much the stage will be, if it is like the last of its kind.
   *
   * @param steps as {@link #step} counts them
   * @param time from its begin to its end
   */
  default void expect(int steps, Duration time) {}

  /**
   * The kernel's make began something.
   *
   * @param number how many it began in this stage, with this one
   * @param what in its own words, such as {@code CC kernel/fork.o}
   */
  default void step(int number, String what) {}

  /** A tool said a line. */
  void line(String line);

  /** The compiler or the linker warned of something in the recipe's own files. */
  default void warn(List<Diagnostic> warnings) {}

  /** The stage that began last is done; {@code note} says what came out, or is empty. */
  void done(String note);
}
