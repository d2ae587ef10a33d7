package org.distroc.pipeline;

import java.util.List;
import org.distroc.builder.BuildListener;
import org.distroc.diag.Diagnostic;
import org.distroc.kernel.Progress;

/** Shows the stages of one piece of work: a build, a download, a check. */
public interface StageListener extends BuildListener, Progress, AutoCloseable {
  /** Ends the current stage, if one began. */
  void doneIfBegun(String note);

  @Override
  void close();

  /** Shows nothing, and passes warnings on. */
  static StageListener silent(RunListener listener) {
    return new StageListener() {
      @Override
      public void stage(String name) {}

      @Override
      public void line(String line) {}

      @Override
      public void warn(List<Diagnostic> warnings) {
        listener.report(warnings);
      }

      @Override
      public void done(String note) {}

      @Override
      public void doneIfBegun(String note) {}

      @Override
      public void report(String doing, long done, long total) {}

      @Override
      public void close() {}
    };
  }
}
