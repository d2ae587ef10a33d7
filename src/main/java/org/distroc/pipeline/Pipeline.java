package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.arch.Architecture;
import org.distroc.boot.AcceleratorSelector;
import org.distroc.boot.BootLogs;
import org.distroc.boot.ForwardedPorts;
import org.distroc.boot.InteractiveBoot;
import org.distroc.boot.KeptDisks;
import org.distroc.boot.Launch;
import org.distroc.boot.diagnose.Diagnosis;
import org.distroc.boot.diagnose.DiagnosisContext;
import org.distroc.boot.test.BootResult;
import org.distroc.boot.test.TestRunner;
import org.distroc.boot.test.TestWatcher;
import org.distroc.builder.Artifacts;
import org.distroc.builder.ProjectFolder;
import org.distroc.builder.RebuildReason;
import org.distroc.builder.Requirements;
import org.distroc.debug.SyscallTracer;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.elf.Listing;
import org.distroc.expand.Expander;
import org.distroc.expand.GeneratedProject;
import org.distroc.format.BootMedium;
import org.distroc.host.Host;
import org.distroc.host.IoErrors;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kernel.SyscallTable;
import org.distroc.lock.BuildRecord;
import org.distroc.lock.Lock;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Machine;
import org.distroc.plan.TestCase;
import org.distroc.qemu.QemuCommandLine.Forward;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceText;

/**
 * The phases from a recipe to a guest, in order: {@link #read}, {@link #plan}, {@link #expand},
 * {@link #build}, {@link #launch}, {@link #test} or {@link #boot}. Each takes the result of the one
 * before; the first error ends the run as a {@link org.distroc.diag.Failure}.
 */
public final class Pipeline {
  private final RunContext context;
  private final Planning planning;
  private final OptionChanges changes;
  private final Building building;

  /** A run with options, on top of the user's settings. */
  public Pipeline(Host host, RunListener listener, RunOptions options) {
    this(RunContext.of(host, listener, options));
  }

  private Pipeline(RunContext context) {
    this(context, new Planning(context));
  }

  private Pipeline(RunContext context, Planning planning) {
    this.context = context;
    this.planning = planning;
    this.changes = new OptionChanges(context, planning);
    this.building = new Building(context, planning);
  }

  /** The options of this run, with the user's settings. */
  public RunOptions options() {
    return context.options();
  }

  /** A new set of tests, run in parallel as processors and memory allow. */
  public TestSuite tests() {
    return new TestSuite(
        this, context.listener(), GuestSlots.onThisMachine(options().guestProcessors()));
  }

  /** A copy with another listener and shared caches; for another thread. */
  public Pipeline reportingTo(RunListener other) {
    return new Pipeline(context.reportingTo(other), planning.reportingTo(other));
  }

  /** A copy for one of a recipe's architectures, which builds in a folder of its own. */
  public Pipeline on(String architecture, RunListener other) {
    RunContext one = context.on(architecture, other);
    return new Pipeline(one, planning.on(one));
  }

  /** Reads and validates a recipe. */
  public Recipe read(Path file) {
    return planning.read(file);
  }

  /** Reads the values of a recipe that need not be complete, to share it. */
  public SourceLocations part(Path file) {
    return context.part(file);
  }

  /**
   * Reads and validates a recipe in a copy of its folder, such as an older revision.
   *
   * @param file in the copy
   * @param shown as the user named it
   */
  public Recipe read(Path file, String shown, RecipePaths.Copy copy) {
    return planning.read(file, shown, copy);
  }

  /**
   * Reports everything that can be checked without building. Checks that need the kernel source run
   * only if it is on this machine.
   *
   * @return whether all checks ran
   */
  public boolean check(Path file) {
    return planning.check(file);
  }

  /** As {@link #check(Path)}, of a text that an editor has open as a file. */
  public boolean check(SourceText text, Path file) {
    return planning.check(text, file);
  }

  /** The plan of such a text, if its kernel is on this machine and may be read. */
  public Optional<BuildPlan> planOfText(SourceText text, Path file) {
    return planning.planIfKnown(planning.read(text, file));
  }

  /** The configuration of a plan's kernel, as distroc computes it. */
  public Configuration configuration(BuildPlan plan) {
    return planning.resolve(plan);
  }

  /** The system calls of a plan's kernel. */
  public SyscallTable syscalls(BuildPlan plan) {
    return context.syscalls().of(plan.kernel().tree(), plan.architecture().syscalls());
  }

  /**
   * A verified change that makes ineffective options of a recipe take effect; empty if there is
   * none or the kernel is not on this machine.
   */
  public Optional<RecipeChange> fix(Path file) {
    return changes.fix(file);
  }

  /** The change that the user makes in the kernel's menuconfig; empty for none. */
  public Optional<RecipeChange> menuconfig(Path file) {
    return changes.menuconfig(file);
  }

  /** Plans a recipe: reads it, obtains its kernel, and checks its options. */
  public Planned plan(Path file) {
    return planning.plan(read(file));
  }

  /** Plans a recipe of which nothing will run: only its kernel source needs the user's consent. */
  public Planned planToExpand(Path file) {
    return planning.planToExpand(read(file));
  }

  /**
   * The same of a recipe that was read already.
   *
   * @param trusted the recipe whose consents apply: itself, or the one that it is a revision of
   */
  public Planned planToExpand(Recipe recipe, Path trusted) {
    return planning.planToExpand(recipe, trusted);
  }

  /** The recipe's lock file, if it has one and this run does not ignore it. */
  public Optional<Lock> lock(Recipe recipe) {
    return planning.lock(recipe);
  }

  /** What of a recipe needs the user's consent, and the consents so far. */
  public TrustGate trust() {
    return context.trust();
  }

  /** The generated project, in memory. */
  public GeneratedProject expand(BuildPlan plan) {
    return Expander.expand(plan);
  }

  /** Writes the generated project into its folder; returns warnings about edited files. */
  public List<Diagnostic> write(BuildPlan plan, ProjectFolder folder) {
    List<Diagnostic> warnings = folder.write(expand(plan));
    try {
      folder.packRoot(plan);
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8002, "cannot pack the root file system of " + plan.name())
              .why(IoErrors.reason(e)),
          e);
    }
    return warnings;
  }

  /**
   * Builds a recipe. If nothing changed since its last build, this only reads the recipe and checks
   * files: no kernel, no plan, no process.
   */
  public Artifacts build(Path file) {
    return building.build(file);
  }

  /** Builds a plan; {@code boots} requires QEMU too. */
  public Artifacts build(Planned planned, boolean boots) {
    return building.build(planned, boots);
  }

  /** Why stages of the last build were rebuilt. */
  public List<RebuildReason> reasons() {
    return building.reasons();
  }

  /** The inputs and outputs of a build. */
  public BuildRecord record(BuildPlan plan, Artifacts artifacts) {
    return building.record(plan, artifacts);
  }

  /** Disassembles init; findings are part of the listing and do not end the run. */
  public Listing disassemble(BuildPlan plan) throws IOException {
    return building.disassemble(plan);
  }

  /** Builds the debug symbols of the kernel. */
  public void buildSymbols(BuildPlan plan) {
    building.buildSymbols(plan);
  }

  /** Requires the tools of a debugging session, before a long build. */
  public void requireToDebug(BuildPlan plan) {
    SyscallTracer.requireTo("debug", plan.architecture());
    context.tools().require(Requirements.toDebug(plan.architecture(), plan.machine()), List.of());
  }

  /** How to start a machine; the first call probes for KVM. */
  public Launch launch(Architecture architecture, Machine machine)
      throws IOException, InterruptedException {
    context.tools().require(Requirements.toBoot(architecture, machine), List.of());
    Launch launch = new AcceleratorSelector(context.host()).launch(machine);
    if (!launch.notice().isEmpty()) {
      context.listener().info(launch.notice());
    }
    return launch;
  }

  /** Runs one of the recipe's tests on its build. */
  public BootResult test(
      BuildPlan plan, Artifacts artifacts, TestCase test, Launch launch, TestWatcher watcher)
      throws IOException, InterruptedException {
    BootMedium medium = plan.medium(artifacts::file, test.format());
    BootLogs evidence = BootLogs.of(artifacts.folder(), test.folder());
    BootResult result =
        new TestRunner(context.host(), launch)
            .run(test.machine(), medium, test.test(), evidence, watcher);
    if (!Diagnosis.isDue(result)) {
      return result;
    }
    // Collecting the context takes longer than some boots.
    DiagnosisContext knowledge =
        DiagnosisContextBuilder.of(plan, artifacts, test.machine(), context.syscalls());
    return new Diagnosis(context.host(), launch, knowledge).of(result, test.machine(), medium);
  }

  /**
   * Boots the guest on this terminal, with the data disks of the boot before; returns the exit
   * status of QEMU.
   *
   * @param forwards ports of this host that lead to the guest
   */
  public int boot(BuildPlan plan, Artifacts artifacts, List<Forward> forwards)
      throws IOException, InterruptedException {
    Machine machine =
        KeptDisks.prepare(plan.machine(), artifacts.folder(), context.listener()::info);
    ForwardedPorts.check(machine, forwards);
    return new InteractiveBoot(context.host(), launch(plan.architecture(), machine))
        .run(
            machine,
            plan.medium(artifacts::file, Optional.empty()),
            forwards,
            context.listener()::info);
  }

  /** Where the project is generated: below the current folder, wherever the recipe is. */
  public ProjectFolder folder(BuildPlan plan) {
    return context.folder(plan);
  }
}
