package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.boot.AcceleratorSelector;
import org.distroc.boot.BootLogs;
import org.distroc.boot.InteractiveBoot;
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
import org.distroc.elf.Listing;
import org.distroc.expand.Expander;
import org.distroc.expand.GeneratedProject;
import org.distroc.format.BootMedium;
import org.distroc.host.Host;
import org.distroc.lock.BuildRecord;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Machine;
import org.distroc.plan.TestCase;
import org.distroc.recipe.Recipe;

/**
 * The way from a recipe to a guest. Each phase takes what the one before made; the first that finds
 * an error ends it.
 */
public final class Pipeline {
  private final RunContext context;
  private final Planning planning;
  private final OptionChanges changes;
  private final Building building;

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
        this, context.listener(), GuestSlots.onThisMachine(options().jobsOrDefault()));
  }

  /** One that reports elsewhere, and shares what this one learns; for another thread. */
  public Pipeline reportingTo(RunListener other) {
    return new Pipeline(context.reportingTo(other), planning.reportingTo(other));
  }

  /** The recipe in a file, valid in itself. */
  public Recipe read(Path file) {
    return planning.read(file);
  }

  /**
   * Everything that can be found without building. What takes the kernel's source to know is found
   * once that is on this machine.
   */
  public void check(Path file) {
    planning.check(file);
  }

  /**
   * The change with which options of a recipe take that do not; empty when there is none, or when
   * the kernel is not on this machine.
   */
  public Optional<RecipeChange> fix(Path file) {
    return changes.fix(file);
  }

  /** The change that a person makes to a recipe's options in the kernel's menu; empty for none. */
  public Optional<RecipeChange> menuconfig(Path file) {
    return changes.menuconfig(file);
  }

  /** The recipe put together with its kernel. */
  public Planned plan(Path file) {
    return planning.plan(read(file));
  }

  /** The generated project, in memory. */
  public GeneratedProject expand(BuildPlan plan) {
    return Expander.expand(plan);
  }

  /**
   * The recipe built. If everything is as the last build of it left it, that takes the text of the
   * recipe and a look at some files: no kernel, no plan, no process.
   */
  public Artifacts build(Path file) {
    return building.build(file);
  }

  /** The generated project, executed. Whoever will boot the result needs QEMU too. */
  public Artifacts build(Planned planned, boolean boots) {
    return building.build(planned, boots);
  }

  /** Why the last build built what it built. */
  public List<RebuildReason> reasons() {
    return building.reasons();
  }

  /** What was built from what. */
  public BuildRecord record(BuildPlan plan, Artifacts artifacts) {
    return building.record(plan, artifacts);
  }

  /** Init as assembly. What is wrong with it is part of that, and does not end the work. */
  public Listing disassemble(BuildPlan plan) throws IOException {
    return building.disassemble(plan);
  }

  /** What gdb reads of the kernel that was built. */
  public void buildSymbols(BuildPlan plan) {
    building.buildSymbols(plan);
  }

  /** Requires what a context of the debugger needs, before anything takes its time. */
  public void requireToDebug(BuildPlan plan) {
    context.tools().require(Requirements.toDebug(plan.machine()), List.of());
  }

  /** What to start a machine with; the first one decides it by a trial. */
  public Launch launch(Machine machine) throws IOException, InterruptedException {
    context.tools().require(Requirements.toBoot(machine), List.of());
    Launch launch = new AcceleratorSelector(context.host()).launch(machine);
    if (!launch.news().isEmpty()) {
      context.listener().info(launch.news());
    }
    return launch;
  }

  /** One of the recipe's own tests, run on what was built. */
  public BootResult test(
      BuildPlan plan, Artifacts artifacts, TestCase test, Launch launch, TestWatcher watcher)
      throws IOException, InterruptedException {
    BootMedium medium = plan.medium(artifacts::file, test.format());
    BootLogs evidence = new BootLogs(artifacts.folder().resolve("evidence").resolve(test.folder()));
    BootResult result =
        new TestRunner(context.host(), launch)
            .run(test.machine(), medium, test.test(), evidence, watcher);
    if (!Diagnosis.isDue(result)) {
      return result;
    }
    // To know all that takes longer than some boots.
    DiagnosisContext knowledge =
        DiagnosisContextBuilder.of(plan, artifacts, test.machine(), context.syscalls());
    return new Diagnosis(context.host(), launch, knowledge).of(result, test.machine(), medium);
  }

  /** The guest on the user's own terminal. */
  public int boot(BuildPlan plan, Artifacts artifacts) throws IOException, InterruptedException {
    return new InteractiveBoot(context.host(), launch(plan.machine()))
        .run(plan.machine(), plan.medium(artifacts::file, Optional.empty()), context.listener()::info);
  }

  /** Where the project is generated: in the current folder, whatever the recipe's is. */
  public ProjectFolder folder(BuildPlan plan) {
    return context.folder(plan);
  }
}
