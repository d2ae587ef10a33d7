package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.distroc.boot.BootLogs;
import org.distroc.boot.test.BootResult;
import org.distroc.boot.test.BootResult.StepTime;
import org.distroc.boot.test.StepDescriptions;
import org.distroc.boot.test.TestWatcher;
import org.distroc.builder.Artifacts;
import org.distroc.debug.BootTimes;
import org.distroc.debug.BootTimes.Name;
import org.distroc.debug.BootTracer;
import org.distroc.debug.SystemMap;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.elf.LinkedProgram;
import org.distroc.format.BootMedium;
import org.distroc.host.Host;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Machine;
import org.distroc.plan.TestCase;
import org.distroc.spec.Acceleration;
import org.distroc.spec.BootTest;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.Firmware;
import org.distroc.spec.TestStep;

/** Boots a guest to the text that its test expects first, and times the stages. */
public final class BootTrace {
  private final RunListener listener;
  private final BuildPlan plan;
  private final WatchedBoot watch;
  private final TestCase first;
  private final BootTest test;

  /** Prepares a trace; rejects a recipe without a test. */
  public BootTrace(Host host, RunListener listener, BuildPlan plan, Path recipe) {
    this.listener = listener;
    this.plan = plan;
    this.watch = new WatchedBoot(host, plan);
    this.first = watch.firstTest(recipe);
    this.test = untilPrompt(first.test());
  }

  /** Thrown when a guest did not reach the expected text. */
  public static final class Failed extends Exception {
    private static final long serialVersionUID = 1;
    private final transient BootResult result;

    Failed(BootResult result) {
      this.result = result;
    }

    /** Result of the boot that failed. */
    public BootResult result() {
      return result;
    }
  }

  /** The test as far as its first expected text; all of a test that expects none. */
  private static BootTest untilPrompt(BootTest own) {
    Optional<TestStep> prompt = own.prompt();
    if (prompt.isEmpty()) {
      return own;
    }
    List<TestStep> steps = own.steps().subList(0, own.steps().indexOf(prompt.get()) + 1);
    return new BootTest(own.timeout(), steps, own.forbid(), new ExpectedOutcome.Prompt());
  }

  /** Boots with and without tracing in turns, a number of times each. */
  public TimedBoots run(Artifacts artifacts, int runs)
      throws IOException, InterruptedException, Failed {
    SystemMap symbols = watch.symbols(artifacts);
    Machine machine = first.machine().with(Acceleration.TCG);
    BootMedium medium = medium(artifacts);
    List<BootTimes> watched = new ArrayList<>();
    List<Duration> alone = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      BootLogs evidence = WatchedBoot.evidence(artifacts, "boot");
      alone.add(end(passed(watch.testAlone(machine, medium, test, evidence, TestWatcher.NONE))));
      BootTracer tracer =
          new BootTracer(plan.architecture(), symbols, artifacts.kernel(), initEntry(artifacts));
      watched.add(watched(tracer, machine, medium, evidence));
      if (runs > 1) {
        listener.info(progress(run, runs, watched.get(run - 1), alone.get(run - 1)));
      }
    }
    listener.report(notSeen(watched.get(0), machine, medium, plan.hasInit()));
    String release = plan.kernel().tree().release().toString();
    return new TimedBoots(plan.name(), release, endInWords(), watched, alone);
  }

  private static String progress(int run, int runs, BootTimes watched, Duration alone) {
    return "Boot "
        + run
        + " of "
        + runs
        + ": "
        + Measurements.millis(watched.total())
        + " ms, untraced "
        + Measurements.millis(alone)
        + " ms";
  }

  /**
   * The medium that a test boots, unless the kernel needs {@code nokaslr} to match its System.map.
   */
  private BootMedium medium(Artifacts artifacts) throws IOException {
    if (!watch.movesKernel(artifacts)) {
      return plan.medium(artifacts::file, first.format());
    }
    listener.info("RANDOMIZE_BASE is enabled: booting the kernel directly, with `nokaslr`.");
    return watch.direct(artifacts);
  }

  private static Optional<Long> initEntry(Artifacts artifacts) {
    return artifacts
        .init()
        .map(LinkedProgram::read)
        .filter(LinkedProgram::isAtFixedAddress)
        .map(LinkedProgram::entry);
  }

  private BootTimes watched(
      BootTracer tracer, Machine machine, BootMedium medium, BootLogs evidence)
      throws IOException, InterruptedException, Failed {
    AtomicLong powerOn = new AtomicLong();
    TestWatcher clock = (done, time, line) -> powerOn.set(System.nanoTime() - time.toNanos());
    BootResult result = passed(watch.test(machine, medium, test, tracer, evidence, clock));
    return tracer.times(powerOn.get(), powerOn.get() + end(result).toNanos());
  }

  private static BootResult passed(BootResult result) throws Failed {
    if (!result.passed()) {
      throw new Failed(result);
    }
    return result;
  }

  /** Time of the prompt, or of another end of the test. */
  private static Duration end(BootResult result) {
    List<StepTime> steps = result.steps();
    return steps.isEmpty() ? result.time() : steps.get(steps.size() - 1).at();
  }

  private String endInWords() {
    return test.prompt()
        .map(step -> StepDescriptions.of(step.action()))
        .orElse("the end of the test");
  }

  /** A warning about expected stages that were not observed, if any. */
  public static List<Diagnostic> notSeen(
      BootTimes times, Machine machine, BootMedium medium, boolean hasInit) {
    Set<Name> missed = EnumSet.noneOf(Name.class);
    missed.addAll(times.unseen());
    boolean uefi = machine.firmware() == Firmware.UEFI;
    if (uefi || medium instanceof BootMedium.KernelAndInitramfs) {
      missed.remove(Name.LOADER);
    }
    if (uefi) {
      // The kernel unpacks itself as a program of the firmware, wherever that finds room.
      missed.remove(Name.DECOMPRESSOR);
    }
    if (!hasInit) {
      missed.remove(Name.INIT);
    }
    List<String> names = new ArrayList<>();
    missed.forEach(stage -> names.add(stage.toString()));
    if (times.initcalls().isEmpty()) {
      names.add("initcalls");
    }
    return names.isEmpty()
        ? List.of()
        : List.of(
            Diagnostic.warning(Code.D7080, "not observed in this boot: " + String.join(", ", names))
                .why("no code ran at the addresses given by the kernel image, System.map and init")
                .help("its time is included in the stage before it"));
  }
}
