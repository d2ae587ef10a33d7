package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.builder.Artifacts;
import org.distroc.builder.BuildInputs;
import org.distroc.builder.BuildListener;
import org.distroc.builder.Builder;
import org.distroc.builder.ConfigMismatchException;
import org.distroc.builder.LastBuild;
import org.distroc.builder.ProjectFolder;
import org.distroc.builder.RebuildReason;
import org.distroc.builder.Requirements;
import org.distroc.builder.config.ConfigChecks;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.cache.Item;
import org.distroc.cache.Pruning;
import org.distroc.diag.Diagnostic;
import org.distroc.elf.Listing;
import org.distroc.expand.Expander;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.Tool;
import org.distroc.lock.BuildManifest;
import org.distroc.lock.BuildRecord;
import org.distroc.lock.BuildRecord.FileDigest;
import org.distroc.lock.Lock;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.recipe.Recipe;
import org.distroc.remotecache.SharedEntries;
import org.distroc.settings.ByteSize;

/** From a plan to its artifacts: write the project, check it, run it, record it. */
final class Building {
  private final RunContext context;
  private final Planning planning;
  private List<RebuildReason> reasons = List.of();

  Building(RunContext context, Planning planning) {
    this.context = context;
    this.planning = planning;
  }

  /**
   * Builds a recipe. If nothing changed since its last build, this only reads the recipe and checks
   * files: no kernel, no plan, no process.
   */
  Artifacts build(Path file) {
    Recipe recipe = planning.read(file);
    context.trust().require(recipe);
    Optional<Lock> lock = planning.lock(recipe);
    BuildInputs inputs = planning.inputs(recipe, lock);
    Optional<LastBuild> last = LastBuild.of(context.folder(recipe.name()), inputs);
    if (last.isPresent()) {
      return unchanged(last.get(), file.toString(), List.of());
    }
    Expander.prepare();
    return build(planning.plan(recipe, lock, inputs), false);
  }

  private Artifacts unchanged(LastBuild last, String recipe, List<Diagnostic> reported) {
    List<Diagnostic> warnings = new ArrayList<>(last.warnings(recipe));
    warnings.removeAll(reported);
    context.listener().report(warnings);
    reasons = List.of(RebuildReason.UNCHANGED);
    return last.artifacts();
  }

  /** Why stages of the last build were rebuilt. */
  List<RebuildReason> reasons() {
    return reasons;
  }

  /** Builds a plan; {@code boots} requires QEMU too. */
  Artifacts build(Planned planned, boolean boots) {
    Planned.Origin origin = planned.origin();
    ProjectFolder folder = context.folder(planned.plan());
    Optional<LastBuild> last = LastBuild.of(folder, origin.inputs());
    if (last.isPresent()) {
      return unchanged(last.get(), origin.recipe(), origin.warnings());
    }
    try {
      return buildOnce(planned.plan(), origin, folder, boots);
    } catch (ConfigMismatchException other) {
      warn(other.warning());
      return buildOnce(planned.plan(), origin, folder, boots);
    }
  }

  private Artifacts buildOnce(
      BuildPlan plan, Planned.Origin origin, ProjectFolder folder, boolean boots) {
    GeneratedProject project = Expander.expand(plan);
    List<Diagnostic> warnings = new ArrayList<>(origin.warnings());
    BuildRecords records = records(plan, project);
    context.check(records.checkInputs());
    try (StageListener stages = context.stages();
        Builder builder =
            open(
                plan,
                project,
                context.options().sharedEntries(context.host(), records.locked(), this::warn),
                records.timing(stages))) {
      Optional<Artifacts> before = builder.upToDate();
      boolean whole = before.isPresent() && records.areIn(folder);
      ResolvedConfig config =
          whole ? builder.knownConfig() : begin(builder, records, plan, folder, boots);
      warnings.addAll(examine(plan, folder, records, config));
      if (!whole) {
        builder.buildKernel(config);
        if (plan.root().isPresent() && plan.buildsInitramfs()) {
          builder.packRoot();
        }
      }
      Artifacts artifacts = whole ? before.get() : builder.buildImage();
      FileDigest digest = builder::digest;
      warnings.addAll(
          reported(whole ? records.check(artifacts, digest) : records.finish(artifacts, digest)));
      reasons =
          builder.finish(origin.recipe(), origin.inputs(), warnings, List.of(BuildManifest.FILE));
      pruneAfter(builder);
      return artifacts;
    }
  }

  /** Disassembles init; findings are part of the listing and do not end the run. */
  Listing disassemble(BuildPlan plan) throws IOException {
    context.tools().require(Requirements.toDisassemble(plan.architecture()), List.of());
    ProjectFolder folder = context.folder(plan);
    GeneratedProject project = Expander.expand(plan);
    try (StageListener stages = context.stages();
        Builder builder = open(plan, project, SharedEntries.none(), stages)) {
      ResolvedConfig config =
          builder.upToDate().isPresent()
              ? builder.knownConfig()
              : begin(builder, records(plan, project), plan, folder, false);
      List<String> lines =
          new Disassembler(context.host(), plan.architecture().compiler().objdump())
              .lines(folder.root().resolve(ProjectLayout.INIT_ELF));
      return InitExamination.listing(plan, folder.root(), config, context.syscalls(), lines);
    }
  }

  /** Builds the debug symbols of the kernel. */
  void buildSymbols(BuildPlan plan) {
    try (StageListener stages = context.stages();
        Builder builder = open(plan, Expander.expand(plan), SharedEntries.none(), stages)) {
      builder.buildSymbols(builder.knownConfig());
      pruneAfter(builder);
    }
  }

  private void warn(Diagnostic warning) {
    context.listener().report(List.of(warning));
  }

  private Builder open(
      BuildPlan plan, GeneratedProject project, SharedEntries shared, BuildListener listener) {
    return Builder.open(
        context.host(),
        plan,
        project,
        context.folder(plan),
        context.options().compilers(this::warn),
        shared,
        more -> context.tools().require(more, List.of()),
        listener);
  }

  /** Writes the project, compiles init and lets the kernel resolve its configuration. */
  private ResolvedConfig begin(
      Builder builder, BuildRecords records, BuildPlan plan, ProjectFolder folder, boolean boots) {
    records.begin(folder);
    context.tools().require(needed(plan, boots), Requirements.toBuildMostKernels());
    context.listener().report(builder.writeProject());
    if (plan.init().isPresent()) {
      builder.buildInit();
    }
    return builder.configureKernel(() -> planning.resolve(plan).write());
  }

  /**
   * Checks that are possible once init is compiled and the kernel configured, before the kernel is
   * compiled.
   */
  private List<Diagnostic> examine(
      BuildPlan plan, ProjectFolder folder, BuildRecords records, ResolvedConfig config) {
    FindingSuppressions allowances = new FindingSuppressions(plan);
    List<Diagnostic> findings = new ArrayList<>();
    findings.addAll(reported(allowances.applied(ConfigChecks.check(plan, config))));
    findings.addAll(reported(planning.texts(plan, config)));
    findings.addAll(reported(records.checkConfigured(config)));
    if (plan.init().isPresent()) {
      List<Diagnostic> init =
          InitExamination.findings(plan, folder.root(), config, context.syscalls());
      findings.addAll(reported(allowances.applied(init)));
    }
    findings.addAll(reported(allowances.unused()));
    return findings;
  }

  /** Reports findings and returns them; an error among them ends the build. */
  private List<Diagnostic> reported(List<Diagnostic> findings) {
    context.check(findings);
    return findings;
  }

  private void pruneAfter(Builder builder) {
    if (builder.compiledKernel() && context.options().preferences().cacheLimit().isPresent()) {
      prune(context.options().preferences().cacheLimit().getAsLong());
    }
  }

  /** Prunes a cache that has grown. The build is done, so a failure is only reported. */
  private void prune(long limit) {
    try {
      Pruning.Result result = new Pruning(context.host(), false).keep(limit);
      long gone = result.removed().stream().mapToLong(Item::bytes).sum();
      if (gone > 0) {
        context
            .listener()
            .info(
                "Pruned "
                    + ByteSize.shown(gone)
                    + " from the cache (limit "
                    + ByteSize.shown(limit)
                    + ").");
      }
    } catch (IOException e) {
      context.listener().info("Cannot prune the cache: " + e.getMessage());
    }
  }

  private BuildRecords records(BuildPlan plan, GeneratedProject project) {
    Optional<Lock> lock =
        context.options().ignoreLock()
            ? Optional.empty()
            : Lock.nextTo(plan.recipe().file(), plan.recipe().shown(), plan.recipe().variant());
    return new BuildRecords(context.host(), plan, project, lock);
  }

  /** The inputs and outputs of a build. */
  BuildRecord record(BuildPlan plan, Artifacts artifacts) {
    return records(plan, Expander.expand(plan))
        .record(artifacts, FileDigest.in(artifacts.folder()));
  }

  private static List<Tool> needed(BuildPlan plan, boolean boots) {
    List<Tool> needed = new ArrayList<>(Requirements.toBuild(plan));
    if (boots) {
      needed.addAll(Requirements.toBoot(plan.architecture(), plan.machine()));
    }
    return needed;
  }
}
