package org.distroc.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.distroc.boot.Launch;
import org.distroc.boot.test.BootResult;
import org.distroc.boot.test.TestWatcher;
import org.distroc.builder.Artifacts;
import org.distroc.diag.Failure;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.TestCase;

/** Runs tests of recipes that were built, in parallel as processors and memory allow. */
public final class TestSuite {
  private final Pipeline pipeline;
  private final RunListener listener;
  private final GuestSlots room;
  private final List<Boot> boots = new ArrayList<>();

  TestSuite(Pipeline pipeline, RunListener listener, GuestSlots room) {
    this.pipeline = pipeline;
    this.listener = listener;
    this.room = room;
  }

  private record Boot(Path recipe, BuildPlan plan, Artifacts artifacts, TestCase test) {}

  /** Adds a test of what was built. */
  public void add(Path recipe, BuildPlan plan, Artifacts artifacts, TestCase test) {
    boots.add(new Boot(recipe, plan, artifacts, test));
  }

  /** Runs all tests, reports each result as it ends, and returns the results in order. */
  public List<TestCaseResult> run() throws Exception {
    ExecutorService guests = Executors.newCachedThreadPool(TestSuite::daemon);
    List<Future<TestCaseResult>> running = new ArrayList<>();
    try (TestProgress progress = listener.tests()) {
      for (Boot boot : boots) {
        running.add(start(boot, guests, progress));
      }
      List<TestCaseResult> results = new ArrayList<>();
      for (Future<TestCaseResult> each : running) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException bug) {
      throw bug.getCause() instanceof Exception cause ? cause : bug;
    } finally {
      // A thread that is interrupted ends its guest.
      guests.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "test");
    thread.setDaemon(true);
    return thread;
  }

  private Future<TestCaseResult> start(Boot boot, ExecutorService guests, TestProgress progress)
      throws Exception {
    TestCase test = boot.test();
    Optional<Launch> launch = Optional.empty();
    try {
      launch = Optional.of(pipeline.launch(boot.plan().architecture(), test.machine()));
    } catch (Failure failure) {
      TestCaseResult result = failed(boot, failure);
      progress.result(result);
      return java.util.concurrent.CompletableFuture.completedFuture(result);
    }
    Launch with = launch.get();
    room.take(test.machine().smp(), test.machine().memory());
    return guests.submit(
        () -> {
          try {
            TestCaseResult result = run(boot, with, progress.started(test));
            progress.result(result);
            return result;
          } finally {
            progress.ended(test);
            room.giveBack(test.machine().smp(), test.machine().memory());
          }
        });
  }

  private TestCaseResult run(Boot boot, Launch launch, TestWatcher watcher) throws Exception {
    try {
      BootResult result =
          pipeline.test(boot.plan(), boot.artifacts(), boot.test(), launch, watcher);
      return new TestCaseResult(
          boot.recipe(),
          boot.plan().name(),
          Optional.of(boot.test()),
          Optional.of(result),
          result.diagnostics(),
          TestCaseResult.exit(result));
    } catch (Failure failure) {
      return failed(boot, failure);
    }
  }

  private static TestCaseResult failed(Boot boot, Failure failure) {
    return new TestCaseResult(
        boot.recipe(),
        boot.plan().name(),
        Optional.of(boot.test()),
        Optional.empty(),
        failure.diagnostics(),
        failure.exit());
  }
}
