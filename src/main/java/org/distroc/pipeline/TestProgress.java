package org.distroc.pipeline;

import org.distroc.boot.test.TestWatcher;
import org.distroc.plan.TestCase;

/** Shows the progress of tests that run in parallel. */
public interface TestProgress extends AutoCloseable {
  /** A guest starts; returns the watcher of its steps. */
  TestWatcher started(TestCase test);

  /** A guest ended. */
  void ended(TestCase test);

  /** A test has its result. */
  void result(TestCaseResult result);

  @Override
  void close();

  /** Shows nothing, and passes diagnostics on. */
  static TestProgress silent(RunListener listener) {
    return new TestProgress() {
      @Override
      public TestWatcher started(TestCase test) {
        return TestWatcher.NONE;
      }

      @Override
      public void ended(TestCase test) {}

      @Override
      public void result(TestCaseResult result) {
        listener.report(result.diagnostics());
      }

      @Override
      public void close() {}
    };
  }
}
