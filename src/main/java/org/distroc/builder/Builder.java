package org.distroc.builder;

import org.distroc.builder.config.PlanKeys;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.builder.toolchain.ToolVersionCache;
import org.distroc.builder.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.GeneratedProject;
import org.distroc.expand.MakePaths;
import org.distroc.host.AtomicFiles;
import org.distroc.host.CacheKey;
import org.distroc.host.Command;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Tool;
import org.distroc.host.Trees;
import org.distroc.plan.BuildPlan;
import org.distroc.remotecache.SharedEntries;
import org.distroc.spec.Libc;

/**
 * Builds a generated project, step by step, so that what each step made can be looked at before the
 * next one costs time: first init, in a moment; then the kernel's configuration, in seconds; then
 * the kernel, in minutes; then the image.
 */
public final class Builder implements AutoCloseable {
  private static final Duration QUICK = Duration.ofMinutes(5);
  private static final Duration KERNEL = Duration.ofHours(4);

  private final Host host;
  private final BuildPlan plan;
  private final GeneratedProject tree;
  private final ProjectFolder folder;
  private final Consumer<List<Tool>> requirement;
  private final BuildListener listener;
  private final Make make;
  private final KernelStore store;
  private final KernelObjects objects;
  private final CompilerEnvironment compilers;
  private final SharedEntries shared;
  private final BuildState state;
  private final Toolchain toolchain;
  private final String project;
  private final Optional<FinishedBuild> last;
  private final FileLock lock;
  private final List<String> damaged;
  private final Outputs outputs;
  private final IoErrorMapper steps;
  private Optional<OlddefconfigCheck> asked = Optional.empty();
  private boolean ran;
  private boolean compiled;

  private Builder(
      Host host,
      BuildPlan plan,
      GeneratedProject tree,
      ProjectFolder folder,
      Compilers compilers,
      SharedEntries shared,
      Consumer<List<Tool>> requirement,
      BuildListener listener)
      throws IOException {
    this.host = host;
    this.plan = plan;
    this.tree = tree;
    this.folder = folder;
    this.requirement = requirement;
    this.listener = listener;
    this.shared = shared;
    Toolchain toolchain = Toolchain.of(host);
    this.make = new Make(new ProcessRunner(host), folder, plan, compilers.jobs(), listener);
    this.compilers = new CompilerEnvironment(host, compilers, requirement);
    this.store = new KernelStore(host.cache(), plan, tree.files(), toolchain, shared);
    this.objects = new KernelObjects(store.objects(), new ProcessRunner(host), listener);
    this.state = new BuildState(folder);
    this.outputs = new Outputs(plan, tree.files().keySet());
    this.steps = new IoErrorMapper(host, folder, objects::bytesOfOne);
    this.toolchain = toolchain;
    CacheKey digest = new CacheKey().add(toolchain.all());
    tree.files().forEach((path, content) -> digest.add(path).add(content));
    // Not in the files, but what init.allow suppressed yesterday may be an error today.
    digest.add(PlanKeys.build(plan));
    this.project = digest.hex();
    this.lock =
        FileLock.take(
            folder.memory("lock"),
            () -> listener.line("waiting for another build in " + folder.root()));
    this.last = state.last();
    this.damaged = last.isPresent() ? damaged(last.get()) : List.of();
  }

  /**
   * Takes the build folder for this build until it is closed.
   *
   * @param shared servers that finished kernels are taken from and given to; closed with the
   *     builder
   * @param requirement is given tools that a step turns out to need; throws if they cannot be had
   * @throws Failure D5003 if make could not work with a path, D6004 if the folder is not writable
   */
  public static Builder open(
      Host host,
      BuildPlan plan,
      GeneratedProject tree,
      ProjectFolder folder,
      Compilers compilers,
      SharedEntries shared,
      Consumer<List<Tool>> requirement,
      BuildListener listener) {
    MakePaths.checkQuoted(folder.root(), "the build folder");
    MakePaths.check(host.cacheFolder(), "the cache folder");
    try {
      return new Builder(host, plan, tree, folder, compilers, shared, requirement, listener);
    } catch (IOException e) {
      throw new DiskFull(host, folder.root(), () -> KernelObjects.SMALL)
          .explain(e)
          .orElseGet(() -> folder.cannotWrite(e));
    }
  }

  /** Gives the folder free, and then waits for what is still on its way to a server. */
  @Override
  public void close() {
    try (shared;
        lock) {
      if (asked.isPresent()) {
        asked.get().close();
      }
    } catch (IOException e) {
      // The lock ends with the process at the latest.
      listener.line(e.getMessage());
    }
  }

  /** What the last build made, if it was whole and would be the same now. */
  public Optional<Artifacts> upToDate() {
    return steps.run(
        () ->
            store.isUsable() && last.isPresent() && isSame(last.get())
                ? Optional.of(artifacts(true))
                : Optional.empty());
  }

  private boolean isSame(FinishedBuild build) throws IOException {
    return build.project().equals(project) && build.isWhole(folder.root());
  }

  /**
   * Writes the project's files. What other tools built before is removed, and what a build left
   * that did not come to its end, or that was changed since: make compares times, and would not
   * build it anew.
   *
   * @return warnings about files that somebody edited
   */
  public List<Diagnostic> writeProject() {
    return steps.run(
        () -> {
          ran = true;
          if (last.isEmpty() || !damaged.isEmpty() || !hasTools(last.get())) {
            removeBuilt();
          }
          state.begin();
          return folder.writeHeld(tree);
        });
  }

  private List<String> damaged(FinishedBuild build) throws IOException {
    List<String> changed = new ArrayList<>(FinishedBuild.changed(folder.root(), build.outputs()));
    changed.addAll(FinishedBuild.changed(folder.root(), build.parts()));
    return changed;
  }

  private boolean hasTools(FinishedBuild build) {
    return toolchain.tools().entrySet().stream()
        .allMatch(
            tool ->
                tool.getValue()
                    .equals(build.inputs().values().get(BuildInputs.TOOL + tool.getKey())));
  }

  private void removeBuilt() throws IOException {
    List<String> built = new ArrayList<>(folder.built());
    built.addAll(outputs.all());
    built.removeAll(tree.files().keySet());
    for (String name : built) {
      Files.deleteIfExists(folder.root().resolve(name));
    }
    Trees.delete(folder.root().resolve("headers"));
  }

  /** Compiles and links init; there must be one. */
  public Artifacts buildInit() {
    return steps.run(
        () -> {
          listener.stage("init");
          if (hasNolibc()) {
            makeInObjects("init", QUICK, "init");
          } else {
            make.run("init", QUICK, List.of("init"));
          }
          listener.done(Files.size(folder.root().resolve("init")) + " bytes");
          return artifacts(false);
        });
  }

  /**
   * The configuration of the kernel: as the cache has it; else as distroc computes it, while the
   * kernel's own tool is asked. A kernel whose source can change has its tool asked first.
   *
   * @param computed what distroc computes, in the kernel's own form
   */
  public ResolvedConfig configureKernel(Supplier<byte[]> computed) {
    return steps.run(
        () -> {
          listener.stage("configuration");
          Path entry = store.configEntry(content("kernel.fragment"), content("kernel.base"));
          Optional<String> known =
              kept(entry, OlddefconfigCheck.CONFIG).fetch().map("from "::concat);
          if (known.isEmpty()) {
            requirement.accept(Requirements.toConfigure());
            if (store.isUsable()) {
              ask(entry, computed.get());
              known = Optional.of("computed; the kernel's own tool checks it meanwhile");
            } else {
              makeInObjects("configuration", QUICK, OlddefconfigCheck.CONFIG);
            }
          }
          listener.done(known.orElse(""));
          return ResolvedConfig.read(folder.root().resolve(OlddefconfigCheck.CONFIG));
        });
  }

  private void ask(Path entry, byte[] computed) throws IOException {
    AtomicFiles.write(folder.root().resolve(OlddefconfigCheck.CONFIG), computed);
    asked =
        Optional.of(
            new OlddefconfigCheck(
                store, entry, plan.kernel().base(), tree.files(), computed, make.quiet()));
  }

  /**
   * Waits for the kernel's own tool, if it was asked. Whoever builds the kernel need not call it.
   *
   * @throws ConfigMismatchException when the configuration is not what the tool comes to
   */
  public void confirmConfiguration() {
    steps.run(
        () -> {
          confirm();
          return null;
        });
  }

  private void confirm() throws IOException {
    if (asked.isPresent()) {
      try (OlddefconfigCheck answer = asked.get()) {
        asked = Optional.empty();
        answer.confirm();
      }
    }
  }

  /** The configuration of a build that is up to date. */
  public ResolvedConfig knownConfig() {
    return steps.run(() -> ResolvedConfig.read(folder.root().resolve(OlddefconfigCheck.CONFIG)));
  }

  /**
   * Compiles the kernel, or takes it from the cache.
   *
   * @throws ConfigMismatchException when the configuration is not what the kernel's own tool comes
   *     to
   */
  public void buildKernel(ResolvedConfig config) {
    steps.run(
        () -> {
          listener.stage("kernel");
          String image = plan.architecture().kernel().target();
          CachedArtifact kernel = kept(store.kernelEntry(config), image, "System.map");
          Optional<String> known = kernel.fetch().map("from "::concat);
          if (known.isEmpty()) {
            requirement.accept(Requirements.toCompile(config));
            Make compiling = make.with(compilers.variables(toolchain.compiling(), config));
            compiled =
                kernel.make(
                    objects,
                    make.log("kernel"),
                    change -> {
                      run(compiling, "kernel", KERNEL, image, change);
                      confirm();
                    });
            known = compiled ? objects.anew() : Optional.of("from another build");
          }
          confirm();
          String size = Files.size(folder.root().resolve(image)) + " bytes";
          listener.done(known.map(note -> size + ", " + note).orElse(size));
          return null;
        });
  }

  /** Makes what a debugger reads of the kernel that was built, or takes it from the cache. */
  public void buildSymbols(ResolvedConfig config) {
    steps.run(
        () -> {
          requirement.accept(Requirements.toCompile(config));
          Make compiling = make.with(compilers.variables(toolchain.compiling(), config));
          compiled |=
              new KernelSymbols(host, plan, tree, folder, toolchain, listener)
                  .build(config, compiling, KERNEL);
          return null;
        });
  }

  /** Whether a kernel was compiled, so that the cache has grown. */
  public boolean compiledKernel() {
    return compiled;
  }

  /** Makes what is left: archives and images. */
  public Artifacts buildImage() {
    return steps.run(
        () -> {
          listener.stage("image");
          if (store.isUsable() && !hasNolibc()) {
            make.run("image", QUICK, List.of("all", objectsWord()));
          } else {
            makeInObjects("image", KERNEL, "all");
          }
          listener.done("");
          return artifacts(false);
        });
  }

  /**
   * Remembers a build that is whole, so that the next one with these inputs has nothing to do.
   *
   * @param recipe as the user called it
   * @param inputs as they were before the build looked at them
   * @param warnings that were given
   * @param records names of files beside the outputs that tell about the build
   * @return why what was built was built
   */
  public List<RebuildReason> finish(
      String recipe, BuildInputs inputs, List<Diagnostic> warnings, List<String> records) {
    return steps.run(
        () -> {
          List<String> names = new ArrayList<>(outputs.all());
          names.addAll(records);
          List<OutputFile> before = last.map(FinishedBuild::outputs).orElse(List.of());
          List<OutputFile> parts = last.map(FinishedBuild::parts).orElse(List.of());
          FinishedBuild now =
              new FinishedBuild(
                  recipe,
                  inputs,
                  project,
                  outputs.names(),
                  state.record(names, before),
                  state.record(folder.built(), parts),
                  warnings);
          Optional<FinishedBuild> former = last.isPresent() ? last : state.former();
          state.remember(now);
          ToolVersionCache notes = new ToolVersionCache(host);
          notes.noteVersions(toolchain);
          Map<String, String> stages = outputs.stages();
          records.forEach(record -> stages.put(record, RebuildReason.NOTHING));
          RebuildReasons reasons = new RebuildReasons(now, stages, notes::version);
          return ran ? reasons.ofRun(former, last.isPresent(), damaged) : reasons.ofNone(former);
        });
  }

  private String objectsWord() {
    return "KERNEL_OBJECTS=" + objects.folder();
  }

  private void makeInObjects(String stage, Duration limit, String target) throws IOException {
    objects.use(make.log(stage), () -> false, change -> run(make, stage, limit, target, change));
  }

  private void run(
      Make maker, String stage, Duration limit, String target, UnaryOperator<Command> change)
      throws IOException {
    maker.run(stage, limit, List.of(target, objectsWord()), change);
  }

  private CachedArtifact kept(Path entry, String... names) {
    return new CachedArtifact(store, entry, folder.root(), List.of(names));
  }

  /** Header files of that library are prepared in the object folder, by the kernel's make. */
  private boolean hasNolibc() {
    return plan.init().filter(init -> init.libc() == Libc.NOLIBC).isPresent();
  }

  private byte[] content(String path) {
    return tree.files().getOrDefault(path, new byte[0]);
  }

  private Artifacts artifacts(boolean upToDate) {
    return outputs.artifacts(folder.root(), upToDate);
  }
}
