package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.distroc.boot.AcceleratorChoice;
import org.distroc.boot.BootResult;
import org.distroc.boot.Diagnosis;
import org.distroc.boot.Evidence;
import org.distroc.boot.InteractiveBoot;
import org.distroc.boot.Launch;
import org.distroc.boot.TestRunner;
import org.distroc.boot.TestWatcher;
import org.distroc.build.Artifacts;
import org.distroc.build.BuildInputs;
import org.distroc.build.BuildListener;
import org.distroc.build.Builder;
import org.distroc.build.CheckMemory;
import org.distroc.build.ConfigChecks;
import org.distroc.build.KernelOptions;
import org.distroc.build.LastBuild;
import org.distroc.build.Menuconfig;
import org.distroc.build.OptionFixes;
import org.distroc.build.ProjectFolder;
import org.distroc.build.Reason;
import org.distroc.build.Requirements;
import org.distroc.build.ResolvedConfig;
import org.distroc.cache.Item;
import org.distroc.cache.Pruning;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;
import org.distroc.expand.Expander;
import org.distroc.expand.SourceTree;
import org.distroc.host.Host;
import org.distroc.host.Tool;
import org.distroc.image.InitChecks;
import org.distroc.image.Listing;
import org.distroc.kconfig.Configuration;
import org.distroc.kconfig.Revision;
import org.distroc.kernel.KernelSource;
import org.distroc.kernel.KernelSources;
import org.distroc.kernel.KernelTree;
import org.distroc.kernel.Progress;
import org.distroc.kernel.SyscallTables;
import org.distroc.lock.BuildRecord;
import org.distroc.lock.Lock;
import org.distroc.lock.Manifest;
import org.distroc.plan.Architecture;
import org.distroc.plan.BootMedium;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Machine;
import org.distroc.plan.Planner;
import org.distroc.plan.TestCase;
import org.distroc.recipe.KernelBase;
import org.distroc.recipe.OptionEdit;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.RecipeReader;
import org.distroc.settings.ByteSize;
import org.distroc.settings.SettingsFile;
import org.distroc.share.SharedEntries;

/**
 * The way from a recipe to a guest. Each phase takes what the one before made; the first that finds
 * an error ends it.
 */
final class Pipeline {
  private final Host host;
  private final Reporter reporter;
  private final Settings settings;
  private final HostTools tools;
  private final KernelOptions options;
  private final SyscallTables syscalls;
  private final CheckMemory memory;
  private final Map<KernelSource, Optional<KernelTree>> trees;

  /** Whether this is one of several; the first one looks for its kernel alone, which is quicker. */
  private final boolean aside;

  private final Map<BuildPlan, Origin> origins = new IdentityHashMap<>();
  private List<Reason> reasons = List.of();

  Pipeline(Host host, Reporter reporter, Settings settings) {
    this.settings = settings.over(SettingsFile.read(host));
    this.host = this.settings.preferences.host(host);
    this.reporter = reporter;
    this.tools = new HostTools(this.host, reporter, this.settings);
    this.options = new KernelOptions(this.host);
    this.syscalls = new SyscallTables(this.host);
    this.memory = new CheckMemory(this.host, Version.build());
    this.trees = new ConcurrentHashMap<>();
    this.aside = false;
  }

  private Pipeline(Pipeline other, Reporter reporter) {
    this.settings = other.settings;
    this.host = other.host;
    this.reporter = reporter;
    this.tools = other.tools;
    this.options = other.options;
    this.syscalls = other.syscalls;
    this.memory = other.memory;
    this.trees = other.trees;
    this.aside = true;
  }

  /** One that reports elsewhere, and shares what this one learns; for another thread. */
  Pipeline reportingTo(Reporter other) {
    return new Pipeline(this, other);
  }

  /** The recipe in a file, valid in itself. */
  Recipe read(Path file) {
    List<Diagnostic> warnings = new ArrayList<>();
    Recipe recipe =
        RecipeReader.read(host.currentFolder().resolve(file), file.toString(), warnings);
    reporter.say(warnings);
    return recipe;
  }

  /**
   * Everything that can be found without building. What takes the kernel's source to know is found
   * once that is on this machine.
   */
  void check(Path file) {
    Recipe recipe = read(file);
    try (StageReporter progress = stages()) {
      Optional<KernelTree> tree = known(recipe, progress);
      if (tree.isEmpty()) {
        reporter.news(file + ": its kernel is not here yet, so only the text is checked");
        return;
      }
      boolean ownBase = recipe.kernel().base() instanceof KernelBase.ConfigFile;
      if (ownBase || !memory.knows(recipe.file(), tree.get())) {
        List<Diagnostic> findings = new ArrayList<>();
        plan(recipe, tree.get(), findings);
        check(findings);
        // What was warned of is to be said again.
        if (findings.isEmpty()) {
          memory.remember(recipe.file(), tree.get());
        }
      }
    }
  }

  /**
   * The change with which options of a recipe take that do not; empty when there is none, or when the
   * kernel is not on this machine.
   */
  Optional<RecipeChange> fix(Path file) {
    // The check after it says the warnings.
    Recipe recipe = RecipeReader.read(host.currentFolder().resolve(file), file.toString());
    try (StageReporter progress = stages()) {
      Optional<KernelTree> tree = known(recipe, progress);
      if (tree.isEmpty() || memory.knows(recipe.file(), tree.get())) {
        return Optional.empty();
      }
      BuildPlan plan = plan(recipe, tree.get(), new ArrayList<>());
      List<OptionEdit> edits =
          OptionFixes.find(plan, options.resolve(plan)).stream()
              .map(a -> OptionEdit.set(a.name(), a.value()))
              .toList();
      return edits.isEmpty()
          ? Optional.empty()
          : Optional.of(new RecipeChange(file, recipe, edits));
    }
  }

  /** The kernel of a recipe, if it is on this machine. */
  private Optional<KernelTree> known(Recipe recipe, Progress progress) {
    KernelSource source = source(recipe, lock(recipe));
    return aside
        ? trees.computeIfAbsent(source, one -> new KernelSources(host, progress).known(one))
        : new KernelSources(host, progress).known(source);
  }

  /** What the recipe is locked to, unless this run is to make a new lock. */
  private Optional<Lock> lock(Recipe recipe) {
    return settings.ignoreLock ? Optional.empty() : BuildRecords.lockOf(recipe);
  }

  private static KernelSource source(Recipe recipe, Optional<Lock> lock) {
    KernelSource source = recipe.kernel().source();
    return lock.map(l -> l.pinned(source)).orElse(source);
  }

  /** The recipe put together with its kernel. */
  BuildPlan plan(Path file) {
    return plan(read(file));
  }

  /**
   * What a plan was made from.
   *
   * @param recipe the recipe as the user called it
   * @param inputs all that decides what its build makes
   * @param warnings what was found in it that does not stop the work
   */
  private record Origin(String recipe, BuildInputs inputs, List<Diagnostic> warnings) {}

  private BuildPlan plan(Recipe recipe) {
    Optional<Lock> lock = lock(recipe);
    return plan(recipe, lock, inputs(recipe, lock));
  }

  private BuildPlan plan(Recipe recipe, Optional<Lock> lock, BuildInputs inputs) {
    try (StageReporter progress = stages()) {
      KernelTree tree =
          new KernelSources(host, progress)
              .obtain(
                  source(recipe, lock),
                  lock.flatMap(Lock::kernelAt).or(() -> recipe.places().span("/kernel/source")),
                  sourceOptions());
      progress.doneIfBegun(tree.origin() + ", Linux " + tree.release());
      List<Diagnostic> findings = new ArrayList<>();
      BuildPlan plan = plan(recipe, tree, findings);
      check(findings);
      origins.put(plan, new Origin(recipe.places().nearest("").file(), inputs, findings));
      return plan;
    }
  }

  /**
   * The plan. It is good if the findings have no error: then all of it is known to the kernel, and
   * all of its options are known to take.
   */
  private BuildPlan plan(Recipe recipe, KernelTree tree, List<Diagnostic> findings) {
    // Kconfig files ask the compiler and the linker what they can do.
    tools.require(Requirements.toReadKconfig(), Requirements.toBuildMostKernels());
    Architecture architecture = Architecture.of(recipe.architecture()).orElseThrow();
    BuildPlan plan =
        Planner.plan(recipe, tree, options.index(tree, architecture), syscalls, findings);
    findings.addAll(new Allowances(plan).applied(options.check(plan)));
    return plan;
  }

  /** The change that a person makes to a recipe's options in the kernel's menu; empty for none. */
  Optional<RecipeChange> menuconfig(Path file) {
    Recipe recipe = read(file);
    BuildPlan plan = plan(recipe);
    tools.require(Requirements.toMenuconfig(), List.of());
    Configuration before = options.resolve(plan);
    Optional<String> saved =
        new Menuconfig(host, plan)
            .run(before, () -> reporter.news("Waiting for another menuconfig of this kernel."));
    if (saved.isEmpty()) {
      return Optional.empty();
    }
    Revision revision =
        Revision.between(before, saved.get()).orElseThrow(() -> new Failure(notByOptions(recipe)));
    List<OptionEdit> edits = new ArrayList<>();
    revision.settings().forEach(a -> edits.add(OptionEdit.set(a.name(), a.value())));
    revision.removed().forEach(name -> edits.add(OptionEdit.remove(name)));
    return edits.isEmpty() ? Optional.empty() : Optional.of(new RecipeChange(file, recipe, edits));
  }

  private static Diagnostic notByOptions(Recipe recipe) {
    return Diagnostic.error(Code.D2080, "no options say what was saved in menuconfig")
        .at(recipe.places().nearest("/kernel/options"))
        .why("no set of options on this base gives that configuration")
        .help("change the options one by one, without loading a file in menuconfig");
  }

  /** The generated project, in memory. */
  SourceTree expand(BuildPlan plan) {
    return Expander.expand(plan);
  }

  private KernelSources.Options sourceOptions() {
    return settings.isOffline() ? KernelSources.Options.OFFLINE : KernelSources.Options.ONLINE;
  }

  private BuildInputs inputs(Recipe recipe, Optional<Lock> lock) {
    Optional<String> kernel =
        new KernelSources(host, Progress.NONE)
            .identity(source(recipe, lock), sourceOptions());
    try {
      return RecipeInputs.of(host, recipe, kernel, lock.isPresent());
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8002, "a file of the recipe cannot be read")
              .why(e.getClass().getSimpleName() + ": " + e.getMessage()));
    }
  }

  /**
   * The recipe built. If everything is as the last build of it left it, that takes the text of the
   * recipe and a look at some files: no kernel, no plan, no process.
   */
  Artifacts build(Path file) {
    Recipe recipe = read(file);
    Optional<Lock> lock = lock(recipe);
    BuildInputs inputs = inputs(recipe, lock);
    Optional<LastBuild> last = LastBuild.of(folder(recipe.name()), inputs);
    if (last.isPresent()) {
      return unchanged(last.get(), file.toString(), List.of());
    }
    Expander.prepare();
    return build(plan(recipe, lock, inputs), false);
  }

  private Artifacts unchanged(LastBuild last, String recipe, List<Diagnostic> said) {
    List<Diagnostic> warnings = new ArrayList<>(last.warnings(recipe));
    warnings.removeAll(said);
    reporter.say(warnings);
    reasons = List.of(Reason.UNCHANGED);
    return last.artifacts();
  }

  /** Why the last build built what it built. */
  List<Reason> reasons() {
    return reasons;
  }

  /** The generated project, executed. Whoever will boot the result needs QEMU too. */
  Artifacts build(BuildPlan plan, boolean boots) {
    Origin origin = origin(plan);
    ProjectFolder folder = folder(plan.name());
    Optional<LastBuild> last = LastBuild.of(folder, origin.inputs());
    return last.isPresent()
        ? unchanged(last.get(), origin.recipe(), origin.warnings())
        : build(plan, origin, folder, boots);
  }

  /** A plan that was made elsewhere is built, whatever lies in the folder. */
  private Origin origin(BuildPlan plan) {
    Origin known = origins.get(plan);
    return known != null
        ? known
        : new Origin(plan.recipe().shown(), new BuildInputs(Map.of()), List.of());
  }

  private Artifacts build(BuildPlan plan, Origin origin, ProjectFolder folder, boolean boots) {
    SourceTree project = expand(plan);
    List<Diagnostic> warnings = new ArrayList<>(origin.warnings());
    BuildRecords records = records(plan, project);
    check(records.checkInputs());
    try (StageReporter stages = stages();
        Builder builder =
            open(
                plan,
                project,
                settings.shared(host, records.locked(), w -> reporter.say(List.of(w))),
                records.timing(stages))) {
      Optional<Artifacts> before = builder.upToDate();
      boolean whole = before.isPresent() && records.areIn(folder);
      ResolvedConfig config = whole ? builder.knownConfig() : begin(builder, records, plan, folder, boots);
      warnings.addAll(examine(plan, folder, records, config));
      if (!whole) {
        builder.buildKernel(config);
      }
      Artifacts artifacts = whole ? before.get() : builder.buildImage();
      warnings.addAll(told(whole ? records.check(artifacts) : records.finish(artifacts)));
      reasons = builder.finish(origin.recipe(), origin.inputs(), warnings, List.of(Manifest.FILE));
      pruneAfter(builder);
      return artifacts;
    }
  }

  /** Init as assembly. What is wrong with it is part of that, and does not end the work. */
  Listing disassemble(BuildPlan plan) throws IOException {
    tools.require(Requirements.toDisassemble(), List.of());
    ProjectFolder folder = folder(plan);
    SourceTree project = expand(plan);
    try (StageReporter stages = stages();
        Builder builder = open(plan, project, SharedEntries.none(), stages)) {
      ResolvedConfig config =
          builder.upToDate().isPresent()
              ? builder.knownConfig()
              : begin(builder, records(plan, project), plan, folder, false);
      List<String> lines = new Disassembler(host).lines(folder.root().resolve("init.elf"));
      return InitExamination.listing(plan, folder, config, syscalls, lines);
    }
  }

  /** What gdb reads of the kernel that was built. */
  void buildSymbols(BuildPlan plan) {
    try (StageReporter stages = stages();
        Builder builder = open(plan, expand(plan), SharedEntries.none(), stages)) {
      builder.buildSymbols(builder.knownConfig());
      pruneAfter(builder);
    }
  }

  /** Requires what a session of the debugger needs, before anything takes its time. */
  void requireToDebug(BuildPlan plan) {
    tools.require(Requirements.toDebug(plan.machine()), List.of());
  }

  private Builder open(
      BuildPlan plan, SourceTree project, SharedEntries shared, BuildListener listener) {
    return Builder.open(
        host,
        plan,
        project,
        folder(plan),
        settings.compilers(w -> reporter.say(List.of(w))),
        shared,
        more -> tools.require(more, List.of()),
        listener);
  }

  /** Writes the project, compiles init and lets the kernel resolve its configuration. */
  private ResolvedConfig begin(
      Builder builder, BuildRecords records, BuildPlan plan, ProjectFolder folder, boolean boots) {
    records.begin(folder);
    tools.require(needed(plan, boots), Requirements.toBuildMostKernels());
    reporter.say(builder.writeProject());
    if (plan.init().isPresent()) {
      builder.buildInit();
    }
    return builder.configureKernel();
  }

  /** What can be known once init is compiled and the kernel configured, before the long wait. */
  private List<Diagnostic> examine(
      BuildPlan plan, ProjectFolder folder, BuildRecords records, ResolvedConfig config) {
    Allowances allowances = new Allowances(plan);
    List<Diagnostic> findings = new ArrayList<>();
    findings.addAll(told(allowances.applied(ConfigChecks.check(plan, config))));
    findings.addAll(told(records.checkConfigured(config)));
    if (plan.init().isPresent()) {
      findings.addAll(told(allowances.applied(InitExamination.findings(plan, folder, config, syscalls))));
    }
    findings.addAll(told(allowances.unused()));
    return findings;
  }

  /** The same findings, which were said; an error among them ends the work. */
  private List<Diagnostic> told(List<Diagnostic> findings) {
    check(findings);
    return findings;
  }

  private void pruneAfter(Builder builder) {
    if (builder.compiledKernel() && settings.preferences.cacheLimit().isPresent()) {
      prune(settings.preferences.cacheLimit().getAsLong());
    }
  }

  /** The cache has grown. What was asked for is built, so a cache that cannot shrink is only told. */
  private void prune(long limit) {
    try {
      Pruning.Result result = new Pruning(host, false).keep(limit);
      long gone = result.removed().stream().mapToLong(Item::bytes).sum();
      if (gone > 0) {
        reporter.news(
            "Removed "
                + ByteSize.shown(gone)
                + " from the cache, which is to keep "
                + ByteSize.shown(limit)
                + ".");
      }
    } catch (IOException e) {
      reporter.news("The cache cannot be made smaller: " + e.getMessage());
    }
  }

  private BuildRecords records(BuildPlan plan, SourceTree project) {
    Optional<Lock> lock =
        settings.ignoreLock
            ? Optional.empty()
            : Lock.beside(plan.recipe().file(), plan.recipe().shown());
    return new BuildRecords(host, plan, project, lock);
  }

  /** Warnings are said, errors end the work. */
  private void check(List<Diagnostic> findings) {
    if (findings.stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
      throw new Failure(findings);
    }
    reporter.say(findings);
  }

  /** One of the recipe's own tests, run on what was built. */
  BootResult test(
      BuildPlan plan, Artifacts artifacts, TestCase test, Launch launch, TestWatcher watcher)
      throws IOException, InterruptedException {
    BootMedium medium = Media.of(plan, artifacts, test.format());
    Evidence evidence =
        new Evidence(artifacts.folder().resolve("evidence").resolve(test.folder()));
    BootResult result =
        new TestRunner(host, launch).run(test.machine(), medium, test.test(), evidence, watcher);
    return new Diagnosis(host, launch, GuestKnowledge.of(plan, artifacts, test.machine(), syscalls))
        .of(result, test.machine(), medium);
  }

  /** The guest on the user's own terminal. */
  int boot(BuildPlan plan, Artifacts artifacts) throws IOException, InterruptedException {
    return new InteractiveBoot(host, launch(plan.machine()))
        .run(plan.machine(), Media.of(plan, artifacts), reporter::news);
  }

  /** What was built from what. */
  BuildRecord record(BuildPlan plan, Artifacts artifacts) {
    return records(plan, expand(plan)).record(artifacts);
  }

  /** Prints what was built: bytes and path of each file. */
  void describe(Artifacts artifacts) {
    for (Map.Entry<String, Long> file : artifacts.sizes().entrySet()) {
      Path path = host.shown(artifacts.folder().resolve(file.getKey()));
      String bytes = file.getValue().toString();
      reporter.result(" ".repeat(Math.max(0, 10 - bytes.length())) + bytes + "  " + path);
    }
    reporter.result("folder", artifacts.folder().toString());
    reporter.result("sizes", artifacts.sizes());
    if (artifacts.upToDate()) {
      reporter.news("Nothing to build: all of it is up to date.");
    }
  }

  /** What to start a machine with; the first one decides it by a trial. */
  Launch launch(Machine machine) throws IOException, InterruptedException {
    tools.require(Requirements.toBoot(machine), List.of());
    Launch launch = new AcceleratorChoice(host).launch(machine);
    if (!launch.news().isEmpty()) {
      reporter.news(launch.news());
    }
    return launch;
  }

  /** Where the project is generated: in the current folder, whatever the recipe's is. */
  ProjectFolder folder(BuildPlan plan) {
    return folder(plan.name());
  }

  private ProjectFolder folder(String name) {
    Path where = settings.outputFolder().orElse(Path.of("build"));
    if (settings.output == null || settings.several) {
      where = where.resolve(name);
    }
    return new ProjectFolder(host.currentFolder().resolve(where));
  }

  private static List<Tool> needed(BuildPlan plan, boolean boots) {
    List<Tool> needed = new ArrayList<>(Requirements.toBuild(plan));
    if (boots) {
      needed.addAll(Requirements.toBoot(plan.machine()));
    }
    return needed;
  }

  private StageReporter stages() {
    return new StageReporter(reporter, settings.quiet, settings.verbose);
  }
}
