package org.distroc.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.builder.Requirements;
import org.distroc.builder.config.ConfigFileKind;
import org.distroc.builder.config.KernelOptions;
import org.distroc.debian.ResolvedPackages;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.Host;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.LineReview;
import org.distroc.kconfig.explain.SettingLine;
import org.distroc.kernel.KernelSource;
import org.distroc.kernel.KernelSources;
import org.distroc.kernel.KernelTree;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Planner;
import org.distroc.recipe.Recipe;

/** Computes the configurations that verbs show: of recipes, of files, and of kernels alone. */
public final class KernelConfigs {
  private final RunContext context;
  private final KernelOptions kernelOptions;

  /** For a run with options, on top of the user's settings. */
  public KernelConfigs(Host host, RunListener listener, RunOptions options) {
    this.context = RunContext.of(host, listener, options);
    this.kernelOptions = new KernelOptions(context.host(), listener::info);
  }

  /** The configuration of a recipe, with the options that do not take effect. */
  public NamedConfiguration ofRecipe(Path file) {
    List<Diagnostic> warnings = new ArrayList<>();
    Recipe recipe = context.read(file, warnings);
    context.listener().report(warnings);
    context.trust().requireSource(recipe);
    KernelSource source = recipe.kernel().source();
    KernelTree kernel =
        obtain(BuildRecords.lockOf(recipe).map(lock -> lock.pinned(source)).orElse(source), recipe);
    Architecture architecture = Architectures.of(recipe.architecture());
    requireTools(architecture);
    BuildPlan plan =
        Planner.plan(
            recipe,
            Optional.empty(),
            ResolvedPackages.NONE,
            kernel,
            kernelOptions.index(kernel, architecture),
            context.syscalls(),
            new ArrayList<>());
    Configuration configuration = kernelOptions.resolve(plan);
    return new NamedConfiguration(
        file.toString(),
        kernel,
        configuration,
        kernelOptions.unmet(plan, configuration),
        features(plan));
  }

  private static Map<String, String> features(BuildPlan plan) {
    return plan.kernel().features().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, one -> one.getValue().name().toLowerCase(Locale.ROOT)));
  }

  /** The smallest configuration of the newest kernel on this machine. */
  public NamedConfiguration ofNewestKernel() {
    KernelTree kernel =
        new KernelSources(context.host(), stages())
            .newest()
            .orElseThrow(
                () ->
                    new Failure(
                        Diagnostic.error(Code.D5022, "no kernel source on this machine")
                            .help("name a recipe to fetch its kernel: `-r RECIPE`")));
    requireTools(architecture());
    Configuration configuration =
        kernelOptions.resolve(
            kernel, architecture(), new BaseConfig.Target("tinyconfig"), List.of());
    return new NamedConfiguration("tinyconfig", kernel, configuration);
  }

  /** A {@code .config} file, as olddefconfig completes it. */
  public NamedConfiguration ofFile(Path file, KernelTree kernel, KconfigTree tree) {
    Configuration configuration =
        tree.resolve(new BaseConfig.Text(file.toString(), read(file)), List.of());
    context.listener().report(ConfigFile.few(configuration.warnings()));
    return new NamedConfiguration(file.toString(), kernel, configuration);
  }

  /** A text with lines that set nothing in place of some of its lines. */
  private static String without(String text, Set<Span> places) {
    Set<Integer> out = places.stream().map(Span::line).collect(Collectors.toSet());
    List<String> lines = new ArrayList<>();
    text.lines().forEach(line -> lines.add(out.contains(lines.size() + 1) ? "#" : line));
    return String.join("\n", lines) + "\n";
  }

  /**
   * A {@code .config} file to make a recipe of, completed for the architecture that it is for. What
   * comes out otherwise is reported.
   *
   * @throws Failure D2071 or D2072 when it is not for such a kernel
   */
  public ImportedFile importFile(Path file, KernelTree kernel) {
    String text = read(file);
    ConfigFileKind kind = new ConfigFileKind(file.toString(), text);
    Architecture architecture = kind.architecture().orElseThrow(() -> new Failure(kind.foreign()));
    requireTools(architecture);
    KconfigTree tree = kernelOptions.tree(kernel, architecture);
    kind.mistake(architecture, tree.model())
        .ifPresent(
            error -> {
              throw new Failure(error);
            });
    List<SettingLine> lines = SettingLine.of(file.toString(), text);
    Map<String, Span> places =
        lines.stream().collect(Collectors.toMap(SettingLine::name, SettingLine::at));
    Configuration whole = tree.resolve(new BaseConfig.Text(file.toString(), text), List.of());
    List<Diagnostic> refused = kernelOptions.texts(kernel, whole, architecture, places);
    Set<Span> out =
        refused.stream().flatMap(error -> error.at().stream()).collect(Collectors.toSet());
    List<SettingLine> kept = lines.stream().filter(line -> !out.contains(line.at())).toList();
    Configuration goal =
        out.isEmpty()
            ? whole
            : tree.resolve(new BaseConfig.Text(file.toString(), without(text, out)), List.of());
    context.listener().report(ConfigFile.few(whole.warnings()));
    context
        .listener()
        .report(
            refused.stream()
                .map(error -> error.asWarning().help("the recipe leaves the option out"))
                .toList());
    ImportedFile imported =
        new ImportedFile(architecture, goal, kept, LineReview.ofBase(goal, kept));
    context.listener().report(imported.findings());
    return imported;
  }

  /** The architecture used without a recipe. */
  public static Architecture architecture() {
    return Architectures.standard();
  }

  /** The kernel in a Debian package, fetched if it is not here. */
  public KernelTree obtain(String debianPackage) {
    return obtain(new KernelSource.Debian(debianPackage), null);
  }

  private KernelTree obtain(KernelSource source, Recipe recipe) {
    try (StageListener progress = stages()) {
      KernelTree tree =
          new KernelSources(context.host(), progress)
              .obtain(
                  source,
                  Optional.ofNullable(recipe).flatMap(r -> r.locations().span("/kernel/source")),
                  context.options().isOffline()
                      ? KernelSources.Options.OFFLINE
                      : KernelSources.Options.ONLINE);
      progress.doneIfBegun(tree.origin() + ", Linux " + tree.release());
      return tree;
    }
  }

  /** The text of a file that the command line names. */
  public String read(Path file) {
    return ConfigFile.read(context.host().currentFolder().resolve(file), file.toString());
  }

  /** Kconfig files ask the compiler and the linker what they can do. */
  private void requireTools(Architecture architecture) {
    context
        .tools()
        .require(Requirements.toReadKconfig(architecture), Requirements.toBuildMostKernels());
  }

  private StageListener stages() {
    return context.stages();
  }
}
