package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.distroc.boot.AcceleratorSelector;
import org.distroc.boot.BootLogs;
import org.distroc.boot.InteractiveBoot;
import org.distroc.boot.Launch;
import org.distroc.boot.test.BootResult;
import org.distroc.boot.test.TestRunner;
import org.distroc.boot.test.TestWatcher;
import org.distroc.builder.Artifacts;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.debug.SyscallTracer;
import org.distroc.debug.SystemMap;
import org.distroc.debug.WatchedMachine;
import org.distroc.debug.Watcher;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.format.BootMedium;
import org.distroc.host.Host;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Machine;
import org.distroc.plan.ProjectLayout;
import org.distroc.plan.TestCase;
import org.distroc.qemu.QemuCommandLine;
import org.distroc.spec.BootTest;

/** Boots a build under the control of QEMU's gdb stub. */
public final class WatchedBoot {
  private final Host host;
  private final BuildPlan plan;

  /** For a plan that was built. */
  public WatchedBoot(Host host, BuildPlan plan) {
    this.host = host;
    this.plan = plan;
  }

  /** The plan that is booted. */
  public BuildPlan plan() {
    return plan;
  }

  /** Rejects a guest whose system calls distroc cannot see. */
  public void requireSystemCalls() {
    SyscallTracer.requireTo("trace system calls of", plan.architecture());
  }

  /** Rejects a recipe without init: there is nothing to watch. */
  public void requireInit() {
    if (plan.init().isEmpty()) {
      throw new Failure(
          Diagnostic.error(Code.D7062, "the recipe `" + plan.name() + "` has no init")
              .at(plan.locations().init())
              .help("add `init:` with `program: shell`, or with a `source:` of your own"));
    }
  }

  /** The first test of the recipe, which defines when the guest is ready. */
  public TestCase firstTest(Path recipe) {
    return plan.tests().stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    Diagnostic.error(Code.D7091, "the recipe " + recipe + " has no test")
                        .why("the test defines when the guest is ready")
                        .help("add `test:` with a step such as `- expect: \"# \"`")));
  }

  /** Where system calls of kernels are looked up. */
  public SyscallTables systemCalls() {
    return new SyscallTables(host);
  }

  /** The addresses of the kernel that was built. */
  public SystemMap symbols(Artifacts artifacts) throws IOException {
    return SystemMap.read(artifacts.folder().resolve(ProjectLayout.SYSTEM_MAP));
  }

  /**
   * Kernel and initramfs without a boot loader, so that the command line can keep the kernel at the
   * addresses of its System.map.
   */
  public BootMedium.KernelAndInitramfs direct(Artifacts artifacts) throws IOException {
    List<String> cmdline = new ArrayList<>(plan.kernel().cmdline());
    if (movesKernel(artifacts)) {
      cmdline.add("nokaslr");
    }
    return new BootMedium.KernelAndInitramfs(artifacts.kernel(), artifacts.initramfs(), cmdline);
  }

  /** Whether the kernel randomizes its address, unless disabled on the command line. */
  public boolean movesKernel(Artifacts artifacts) throws IOException {
    return ResolvedConfig.read(artifacts.folder().resolve(ProjectLayout.CONFIG))
        .isOn("RANDOMIZE_BASE");
  }

  /** Runs a test in a watched guest. */
  public BootResult test(Artifacts artifacts, BootMedium medium, BootTest test, Watcher watcher)
      throws IOException, InterruptedException {
    return test(
        plan.machine(), medium, test, watcher, evidence(artifacts, "trace"), TestWatcher.NONE);
  }

  /** As above, on another machine, with a progress watcher. */
  public BootResult test(
      Machine machine,
      BootMedium medium,
      BootTest test,
      Watcher watcher,
      BootLogs evidence,
      TestWatcher looks)
      throws IOException, InterruptedException {
    try (WatchedMachine watched = WatchedMachine.of(host, machine, watcher)) {
      BootResult result = testAlone(watched.machine(), medium, test, evidence, looks);
      // A boot by hand has no debugger for QEMU to connect to.
      evidence.writeCommand(
          launch(machine).command(machine, medium, new QemuCommandLine.AtTerminal()).words());
      return result;
    }
  }

  /** Runs a test without a debugger. */
  public BootResult testAlone(
      Machine machine, BootMedium medium, BootTest test, BootLogs evidence, TestWatcher looks)
      throws IOException, InterruptedException {
    return new TestRunner(host, launch(machine)).run(machine, medium, test, evidence, looks);
  }

  private Launch launch(Machine machine) throws IOException, InterruptedException {
    return new AcceleratorSelector(host).launch(machine);
  }

  /** Where a boot leaves its logs. */
  public static BootLogs evidence(Artifacts artifacts, String name) {
    return BootLogs.of(artifacts.folder(), name);
  }

  /** Gives a watched guest the terminal. */
  public ExitCode atTerminal(BootMedium medium, Watcher watcher, Consumer<String> say)
      throws IOException, InterruptedException {
    try (WatchedMachine watched = WatchedMachine.of(host, plan.machine(), watcher)) {
      int status =
          new InteractiveBoot(host, launch(watched.machine()))
              .run(watched.machine(), medium, List.of(), say);
      return status == 0 ? ExitCode.DONE : ExitCode.GUEST;
    }
  }
}
