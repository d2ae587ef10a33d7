package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.builder.BuildInputs;
import org.distroc.builder.Requirements;
import org.distroc.builder.config.CheckResultCache;
import org.distroc.builder.config.KernelOptions;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.IoErrors;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kernel.KernelSource;
import org.distroc.kernel.KernelSources;
import org.distroc.kernel.KernelTree;
import org.distroc.kernel.Progress;
import org.distroc.lock.Lock;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Planner;
import org.distroc.recipe.KernelBase;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.SourceText;
import org.distroc.root.RootPlanning;
import org.distroc.trust.Need;

/** From a recipe to a plan: text, lock file, kernel, options. */
final class Planning {
  private final RunContext context;
  private final KernelOptions options;
  private final CheckResultCache memory;
  private final Map<KernelSource, Optional<KernelTree>> trees;

  /** Whether several run in parallel and share known trees; a single run is faster without. */
  private final boolean parallel;

  Planning(RunContext context) {
    this(
        context,
        new KernelOptions(context.host(), context.listener()::info),
        new CheckResultCache(context.host(), Version.build()),
        new ConcurrentHashMap<>(),
        false);
  }

  private Planning(
      RunContext context,
      KernelOptions options,
      CheckResultCache memory,
      Map<KernelSource, Optional<KernelTree>> trees,
      boolean parallel) {
    this.context = context;
    this.options = options;
    this.memory = memory;
    this.trees = trees;
    this.parallel = parallel;
  }

  /** A copy with another listener and shared caches; for another thread. */
  Planning reportingTo(RunListener other) {
    return new Planning(context.reportingTo(other), options, memory, trees, true);
  }

  /** A copy for one of a recipe's architectures, with shared caches. */
  Planning on(RunContext other) {
    return new Planning(other, options, memory, trees, parallel);
  }

  /** The recipe in a file, valid in itself. */
  Recipe read(Path file) {
    return reported(warnings -> context.read(file, warnings));
  }

  /** The recipe in a copy of its folder. */
  Recipe read(Path file, String shown, RecipePaths.Copy copy) {
    return reported(warnings -> context.read(file, shown, copy, warnings));
  }

  /** The recipe in a text, as if it was in a file. */
  Recipe read(SourceText text, Path file) {
    return reported(warnings -> context.read(text, file, warnings));
  }

  private Recipe reported(Function<List<Diagnostic>, Recipe> reading) {
    List<Diagnostic> warnings = new ArrayList<>();
    Recipe recipe = reading.apply(warnings);
    context.listener().report(warnings);
    return recipe;
  }

  /**
   * Reports everything that can be checked without building. Checks that need the kernel source run
   * only if it is on this machine.
   *
   * @return whether all checks ran
   */
  boolean check(Path file) {
    return check(read(file), file);
  }

  /** As above, of a text that stands for a file. */
  boolean check(SourceText text, Path file) {
    return check(read(text, file), file);
  }

  private boolean check(Recipe recipe, Path file) {
    context.check(QemuNameChecks.check(context.host(), recipe));
    if (!listsNeeds(recipe)) {
      context
          .listener()
          .info(file + ": its Kconfig files would run programs, checked the text only");
      return false;
    }
    try (StageListener progress = context.stages()) {
      Optional<Lock> lock = lock(recipe);
      Optional<KernelTree> tree = known(recipe, lock, progress);
      if (tree.isEmpty()) {
        context
            .listener()
            .info(file + ": kernel source not on this machine, checked the text only");
        return false;
      }
      if (isKnown(recipe, tree.get())) {
        return true;
      }
      List<Diagnostic> findings = new ArrayList<>();
      RootPlanning.Planned root = root(recipe, lock, progress, false, findings);
      if (!root.complete()) {
        context.listener().info(file + ": its packages not on this machine, checked without them");
      }
      plan(recipe, root, tree.get(), findings);
      context.check(findings);
      // Warnings must be repeated next time.
      if (findings.isEmpty()) {
        memory.remember(recipe.locations().digest(), architecture(recipe), tree.get());
      }
      return root.complete();
    }
  }

  /** Lists what of a recipe needs consent; false if its Kconfig files must not be read without. */
  private boolean listsNeeds(Recipe recipe) {
    List<Need> missing = context.trust().missing(recipe);
    context.listener().report(missing.stream().map(Need::warning).toList());
    return missing.stream().noneMatch(Need::runsWhenRead);
  }

  /** The plan of a recipe, unless it is known to be valid or the kernel is not on this machine. */
  Optional<BuildPlan> planToCheck(Recipe recipe) {
    return plan(recipe, tree -> !isKnown(recipe, tree));
  }

  /** The plan of a recipe, if its kernel is on this machine and may be read. */
  Optional<BuildPlan> planIfKnown(Recipe recipe) {
    return plan(recipe, tree -> true);
  }

  private Optional<BuildPlan> plan(Recipe recipe, Predicate<KernelTree> wanted) {
    if (context.trust().missing(recipe).stream().anyMatch(Need::runsWhenRead)) {
      return Optional.empty();
    }
    try (StageListener progress = context.stages()) {
      Optional<Lock> lock = lock(recipe);
      List<Diagnostic> unheard = new ArrayList<>();
      return known(recipe, lock, progress)
          .filter(wanted)
          .map(tree -> plan(recipe, root(recipe, lock, progress, false, unheard), tree, unheard));
    }
  }

  /** Whether it passed before; the record does not cover files with options. */
  private boolean isKnown(Recipe recipe, KernelTree tree) {
    return recipe.kernel().base() instanceof KernelBase.Target
        && recipe.kernel().fragments().isEmpty()
        && recipe.rootfs().isEmpty()
        && memory.knows(recipe.locations().digest(), architecture(recipe), tree);
  }

  private static Architecture architecture(Recipe recipe) {
    return Architectures.of(recipe.architecture());
  }

  /** The kernel of a recipe, if it is on this machine. */
  private Optional<KernelTree> known(Recipe recipe, Optional<Lock> lock, Progress progress) {
    KernelSource source = source(recipe, lock);
    KernelSources sources = new KernelSources(context.host(), progress);
    return parallel ? trees.computeIfAbsent(source, sources::known) : sources.known(source);
  }

  /** The lock file of the recipe, unless this run ignores it. */
  Optional<Lock> lock(Recipe recipe) {
    return context.options().ignoreLock() ? Optional.empty() : BuildRecords.lockOf(recipe);
  }

  private static KernelSource source(Recipe recipe, Optional<Lock> lock) {
    KernelSource source = recipe.kernel().source();
    return lock.map(l -> l.pinned(source)).orElse(source);
  }

  /** The recipe put together with its kernel, to be built and booted. */
  Planned plan(Recipe recipe) {
    context.trust().require(recipe);
    Optional<Lock> lock = lock(recipe);
    return plan(recipe, lock, inputs(recipe, lock));
  }

  /** As above, of a trusted recipe with known lock file and inputs. */
  Planned plan(Recipe recipe, Optional<Lock> lock, BuildInputs inputs) {
    context.check(QemuNameChecks.check(context.host(), recipe));
    return trusted(recipe, lock, inputs);
  }

  /** The plan of a recipe of which nothing runs but the commands of its Kconfig files. */
  Planned planToExpand(Recipe recipe) {
    return planToExpand(recipe, recipe.file());
  }

  /** The same, with the consents for another file. */
  Planned planToExpand(Recipe recipe, Path trusted) {
    context.trust().requireSource(recipe.in(trusted));
    Optional<Lock> lock = lock(recipe);
    return trusted(recipe, lock, inputs(recipe, lock));
  }

  private Planned trusted(Recipe recipe, Optional<Lock> lock, BuildInputs inputs) {
    try (StageListener progress = context.stages()) {
      KernelTree tree =
          new KernelSources(context.host(), progress)
              .obtain(
                  source(recipe, lock),
                  lock.flatMap(Lock::kernelAt).or(() -> recipe.locations().span("/kernel/source")),
                  sourceOptions());
      progress.doneIfBegun(tree.origin() + ", Linux " + tree.release());
      List<Diagnostic> findings = new ArrayList<>();
      RootPlanning.Planned root = root(recipe, lock, progress, true, findings);
      BuildPlan plan = plan(recipe, root, tree, findings);
      context.check(findings);
      return new Planned(
          plan, new Planned.Origin(recipe.locations().nearest("").file(), inputs, findings));
    }
  }

  /**
   * The plan. It is valid if the findings contain no error: then all of its options exist and take
   * effect.
   */
  private BuildPlan plan(
      Recipe recipe, RootPlanning.Planned root, KernelTree tree, List<Diagnostic> findings) {
    // Kconfig files ask the compiler and the linker what they can do.
    context
        .tools()
        .require(
            Requirements.toReadKconfig(architecture(recipe)), Requirements.toBuildMostKernels());
    Architecture architecture = Architectures.of(recipe.architecture());
    BuildPlan plan =
        Planner.plan(
            recipe,
            root.tree(),
            root.packages(),
            tree,
            options.index(tree, architecture),
            context.syscalls(),
            findings);
    FindingSuppressions allowances = new FindingSuppressions(plan);
    findings.addAll(allowances.applied(options.check(plan)));
    findings.addAll(allowances.unusedByPlan());
    return plan;
  }

  /**
   * The tree of a recipe's root file system.
   *
   * @param fetching whether packages that are not on this machine are fetched
   */
  private RootPlanning.Planned root(
      Recipe recipe,
      Optional<Lock> lock,
      Progress progress,
      boolean fetching,
      List<Diagnostic> findings) {
    return new RootPlanning(context.host(), progress, context.options().isOffline(), fetching)
        .plan(recipe, architecture(recipe), lock.map(Lock::packages), findings);
  }

  /** The configuration of a plan's kernel. */
  Configuration resolve(BuildPlan plan) {
    return options.resolve(plan);
  }

  /** Texts of the kernel's own configuration that its build would evaluate. */
  List<Diagnostic> texts(BuildPlan plan, ResolvedConfig config) {
    return options.texts(plan, config);
  }

  private KernelSources.Options sourceOptions() {
    return context.options().isOffline()
        ? KernelSources.Options.OFFLINE
        : KernelSources.Options.ONLINE;
  }

  /** All inputs of a build of the recipe, whose source needs to be trusted: a tarball is read. */
  BuildInputs inputs(Recipe recipe, Optional<Lock> lock) {
    Optional<String> kernel =
        new KernelSources(context.host(), Progress.NONE)
            .identity(source(recipe, lock), sourceOptions());
    try {
      return RecipeInputs.of(context.host(), recipe, kernel, lock);
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8002, "a file of the recipe cannot be read")
              .why(IoErrors.reason(e)));
    }
  }
}
