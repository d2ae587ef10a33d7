package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.boot.AcceleratorSelector;
import org.distroc.boot.BootLogs;
import org.distroc.boot.BootResult;
import org.distroc.boot.Diagnosis;
import org.distroc.boot.DiagnosisContext;
import org.distroc.boot.InteractiveBoot;
import org.distroc.boot.Launch;
import org.distroc.boot.TestRunner;
import org.distroc.boot.TestWatcher;
import org.distroc.builder.Artifacts;
import org.distroc.builder.ProjectFolder;
import org.distroc.builder.RebuildReason;
import org.distroc.builder.Requirements;
import org.distroc.elf.Listing;
import org.distroc.expand.Expander;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.Host;
import org.distroc.lock.BuildRecord;
import org.distroc.plan.BootMedium;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Machine;
import org.distroc.plan.TestCase;
import org.distroc.recipe.Recipe;

/**
 * The way from a recipe to a guest. Each phase takes what the one before made; the first that finds
 * an error ends it.
 */
final class Pipeline {
  private final RunContext session;
  private final Planning planning;
  private final OptionChanges changes;
  private final Building building;

  Pipeline(Host host, Reporter reporter, CommonOptions settings) {
    this(RunContext.of(host, reporter, settings));
  }

  private Pipeline(RunContext session) {
    this(session, new Planning(session));
  }

  private Pipeline(RunContext session, Planning planning) {
    this.session = session;
    this.planning = planning;
    this.changes = new OptionChanges(session, planning);
    this.building = new Building(session, planning);
  }

  /** One that reports elsewhere, and shares what this one learns; for another thread. */
  Pipeline reportingTo(Reporter other) {
    return new Pipeline(session.reportingTo(other), planning.reportingTo(other));
  }

  /** The recipe in a file, valid in itself. */
  Recipe read(Path file) {
    return planning.read(file);
  }

  /**
   * Everything that can be found without building. What takes the kernel's source to know is found
   * once that is on this machine.
   */
  void check(Path file) {
    planning.check(file);
  }

  /**
   * The change with which options of a recipe take that do not; empty when there is none, or when
   * the kernel is not on this machine.
   */
  Optional<RecipeChange> fix(Path file) {
    return changes.fix(file);
  }

  /** The change that a person makes to a recipe's options in the kernel's menu; empty for none. */
  Optional<RecipeChange> menuconfig(Path file) {
    return changes.menuconfig(file);
  }

  /** The recipe put together with its kernel. */
  BuildPlan plan(Path file) {
    return planning.plan(read(file));
  }

  /** The generated project, in memory. */
  GeneratedProject expand(BuildPlan plan) {
    return Expander.expand(plan);
  }

  /**
   * The recipe built. If everything is as the last build of it left it, that takes the text of the
   * recipe and a look at some files: no kernel, no plan, no process.
   */
  Artifacts build(Path file) {
    return building.build(file);
  }

  /** The generated project, executed. Whoever will boot the result needs QEMU too. */
  Artifacts build(BuildPlan plan, boolean boots) {
    return building.build(plan, boots);
  }

  /** Why the last build built what it built. */
  List<RebuildReason> reasons() {
    return building.reasons();
  }

  /** What was built from what. */
  BuildRecord record(BuildPlan plan, Artifacts artifacts) {
    return building.record(plan, artifacts);
  }

  /** Init as assembly. What is wrong with it is part of that, and does not end the work. */
  Listing disassemble(BuildPlan plan) throws IOException {
    return building.disassemble(plan);
  }

  /** What gdb reads of the kernel that was built. */
  void buildSymbols(BuildPlan plan) {
    building.buildSymbols(plan);
  }

  /** Requires what a session of the debugger needs, before anything takes its time. */
  void requireToDebug(BuildPlan plan) {
    session.tools().require(Requirements.toDebug(plan.machine()), List.of());
  }

  /** What to start a machine with; the first one decides it by a trial. */
  Launch launch(Machine machine) throws IOException, InterruptedException {
    session.tools().require(Requirements.toBoot(machine), List.of());
    Launch launch = new AcceleratorSelector(session.host()).launch(machine);
    if (!launch.news().isEmpty()) {
      session.reporter().news(launch.news());
    }
    return launch;
  }

  /** One of the recipe's own tests, run on what was built. */
  BootResult test(
      BuildPlan plan, Artifacts artifacts, TestCase test, Launch launch, TestWatcher watcher)
      throws IOException, InterruptedException {
    BootMedium medium = BootMedia.of(plan, artifacts, test.format());
    BootLogs evidence = new BootLogs(artifacts.folder().resolve("evidence").resolve(test.folder()));
    BootResult result =
        new TestRunner(session.host(), launch)
            .run(test.machine(), medium, test.test(), evidence, watcher);
    if (!Diagnosis.isDue(result)) {
      return result;
    }
    // To know all that takes longer than some boots.
    DiagnosisContext knowledge =
        DiagnosisContextBuilder.of(plan, artifacts, test.machine(), session.syscalls());
    return new Diagnosis(session.host(), launch, knowledge).of(result, test.machine(), medium);
  }

  /** The guest on the user's own terminal. */
  int boot(BuildPlan plan, Artifacts artifacts) throws IOException, InterruptedException {
    return new InteractiveBoot(session.host(), launch(plan.machine()))
        .run(plan.machine(), BootMedia.of(plan, artifacts), session.reporter()::news);
  }

  /** Prints what was built: bytes and path of each file. */
  void describe(Artifacts artifacts) {
    for (Map.Entry<String, Long> file : artifacts.sizes().entrySet()) {
      Path path = session.host().shown(artifacts.folder().resolve(file.getKey()));
      String bytes = file.getValue().toString();
      session.reporter().result(" ".repeat(Math.max(0, 10 - bytes.length())) + bytes + "  " + path);
    }
    session.reporter().result("folder", artifacts.folder().toString());
    session.reporter().result("sizes", artifacts.sizes());
    if (artifacts.upToDate()) {
      session.reporter().news("Nothing to build: all of it is up to date.");
    }
  }

  /** Where the project is generated: in the current folder, whatever the recipe's is. */
  ProjectFolder folder(BuildPlan plan) {
    return session.folder(plan);
  }
}
