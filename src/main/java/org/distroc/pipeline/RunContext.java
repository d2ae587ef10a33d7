package org.distroc.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.distroc.builder.ProjectFolder;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;
import org.distroc.host.Host;
import org.distroc.kernel.SyscallTables;
import org.distroc.lock.Lock;
import org.distroc.plan.BuildPlan;
import org.distroc.recipe.NamedRecipe;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.RecipeReader;
import org.distroc.recipe.layers.RemoteBases;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceReader;
import org.distroc.recipe.text.SourceText;
import org.distroc.settings.SettingsFile;
import org.distroc.share.FetchedRecipes;

/**
 * What all phases of one run share.
 *
 * @param host with the environment that the settings add
 * @param listener where the run reports
 * @param options the options, with the user's settings
 * @param tools the host tools found so far
 * @param syscalls the system calls of kernels
 * @param names what names of bases that move led to in this run
 */
record RunContext(
    Host host,
    RunListener listener,
    RunOptions options,
    HostTools tools,
    SyscallTables syscalls,
    Map<String, String> names) {

  /** Reads the user's settings and puts the options on top. */
  static RunContext of(Host host, RunListener listener, RunOptions options) {
    RunOptions all = options.with(SettingsFile.read(host));
    Host set = all.preferences().host(host);
    return new RunContext(
        set,
        listener,
        all,
        new HostTools(set, listener, all),
        new SyscallTables(set),
        new ConcurrentHashMap<>());
  }

  /** A copy that reports to another listener; for another thread. */
  RunContext reportingTo(RunListener other) {
    return new RunContext(host, other, options, tools, syscalls, names);
  }

  /** A copy for one of a recipe's architectures. */
  RunContext on(String architecture, RunListener other) {
    return new RunContext(host, other, options.on(architecture), tools, syscalls, names);
  }

  /** Reads a recipe, and fetches what it extends. */
  Recipe read(Path named, List<Diagnostic> warnings) {
    return NamedRecipe.read(
        host, named, options.overrides(), options.input(), bases(named), warnings);
  }

  /** Reads a recipe in a text, as if it was in a file. */
  Recipe read(SourceText text, Path file, List<Diagnostic> warnings) {
    return RecipeReader.read(text, file, options.overrides(), bases(file), warnings);
  }

  /** Reads a recipe in a copy of its folder. */
  Recipe read(Path file, String shown, RecipePaths.Copy copy, List<Diagnostic> warnings) {
    SourceText text = SourceReader.read(file, shown, Language.RECIPE);
    RemoteBases bases = bases(file, shown);
    return RecipeReader.read(text, file, Optional.of(copy), options.overrides(), bases, warnings);
  }

  /** Reads a recipe that need not be complete. */
  SourceLocations part(Path named) {
    Path file = host.currentFolder().resolve(named);
    return RecipeReader.part(
        SourceReader.read(file, named.toString(), Language.RECIPE),
        file,
        options.overrides(),
        bases(named));
  }

  /** Gets the bases of a recipe that are elsewhere. */
  RemoteBases bases(Path named) {
    return bases(host.currentFolder().resolve(named), named.toString());
  }

  private RemoteBases bases(Path file, String shown) {
    return new FetchedRecipes(
        host,
        file,
        new FetchedRecipes.Options(
            options.isOffline(), options.resolvesNames(), names, options.preferences().signers()),
        () ->
            options.ignoreLock()
                ? Optional.empty()
                : Lock.ofBases(file, shown, options.overrides().architecture()),
        need -> {
          if (!options.collectsNeeds()) {
            trust().requireBase(file, shown, need);
          }
        },
        listener::info);
  }

  /** What decides whether a recipe may run. */
  TrustGate trust() {
    return new TrustGate(host, listener, options);
  }

  /** Where the project is generated: below the current folder, wherever the recipe is. */
  ProjectFolder folder(BuildPlan plan) {
    return folder(plan.name());
  }

  /** As above, by the name of the recipe. */
  ProjectFolder folder(String name) {
    // Without a lambda: an unchanged build asks this.
    return options.output().isPresent()
        ? new ProjectFolder(host.currentFolder().resolve(options.output().get()), host.cache())
        : ProjectFolder.below(host.currentFolder(), below(name), host.cache());
  }

  private Path below(String name) {
    return options.overrides().architecture().isPresent()
        ? Path.of("build", name, options.overrides().architecture().get())
        : Path.of("build", name);
  }

  /** Shows a longer piece of work; to be closed. */
  StageListener stages() {
    return listener.stages();
  }

  /** Reports warnings; throws if there are errors. */
  void check(List<Diagnostic> findings) {
    if (findings.stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
      throw new Failure(findings);
    }
    listener.report(findings);
  }
}
