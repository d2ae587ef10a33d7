package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.builder.toolchain.Toolchain;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.GeneratedProject;
import org.distroc.expand.MakePaths;
import org.distroc.host.Command;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Tool;
import org.distroc.kernel.PristineSource;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.remotecache.SharedEntries;
import org.distroc.spec.Libc;

/**
 * Builds a generated project step by step, so that each result can be checked before a slower step
 * starts: init takes a moment, the kernel's configuration seconds, the kernel minutes; the images
 * come last. The steps are called in the order of {@link Stage}, between {@link #open} with {@link
 * #writeProject} and {@link #finish}.
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
  private final Toolchain toolchain;
  private final FileLock lock;
  private final BuildHistory history;
  private final IoErrorMapper steps;
  private final ConfigStep configuration;
  private final OutputProofs proofs;
  private final PristineSource source;
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
    folder.enter();
    Toolchain toolchain = Toolchain.of(host, plan.architecture().compiler());
    this.make = new Make(new ProcessRunner(host), folder, plan, compilers.jobs(), listener);
    this.compilers =
        new CompilerEnvironment(host, compilers, plan.kernel().tree().identity(), requirement);
    this.store = new KernelStore(host.cache(), plan, tree.files(), toolchain, shared);
    this.objects = new KernelObjects(store.objects(), new ProcessRunner(host), listener);
    this.steps = new IoErrorMapper(host, folder, objects::estimatedBytes);
    this.toolchain = toolchain;
    this.lock =
        FileLock.take(
            folder.memory("lock"),
            () -> listener.line("waiting for another build in " + folder.root()));
    this.source = new PristineSource(host.cache(), plan.kernel().tree());
    this.configuration =
        new ConfigStep(plan, tree.files(), folder, store, source, make, requirement);
    this.proofs = new OutputProofs(plan, folder, new Outputs(plan, tree.files().keySet()), make);
    this.history = new BuildHistory(host, plan, tree, folder, toolchain);
  }

  /**
   * Locks the build folder for this build until it is closed.
   *
   * @param shared servers to download finished kernels from and upload them to; closed with the
   *     builder
   * @param requirement receives the tools that a step needs; throws if one is missing
   * @throws Failure D5003 if make cannot handle a path, D6004 if the folder is not writable, D6040
   *     or D6044 if it is not distroc's
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

  /** Unlocks the folder, then waits for uploads that are still running. */
  @Override
  public void close() {
    try (shared;
        lock;
        configuration) {
      // Closed in the opposite order.
    } catch (IOException e) {
      // The lock ends with the process at the latest.
      listener.line(e.getMessage());
    }
  }

  /** The artifacts of the last build, if it is complete and this one would be the same. */
  public Optional<Artifacts> upToDate() {
    return steps.run(
        () ->
            store.isUsable() && history.isCurrent()
                ? Optional.of(history.artifacts(true))
                : Optional.empty());
  }

  /**
   * Writes the project's files. Removes files that other tools built, that an interrupted build
   * left, or that were changed since: make compares timestamps only and would keep them.
   *
   * @return warnings about edited files
   */
  public List<Diagnostic> writeProject() {
    return steps.run(history::writeProject);
  }

  /**
   * Compiles and links init; the plan must have one.
   *
   * @throws Failure D3030 if a file outside the project got into it; it is removed
   */
  public Artifacts buildInit() {
    return steps.run(
        () -> {
          listener.stage(Stage.INIT.toString());
          source.requireOfProject();
          if (hasNolibc()) {
            makeInObjects(Stage.INIT, QUICK, "init");
          } else {
            make.run(Stage.INIT, QUICK, List.of("init"));
          }
          proofs.init(folder);
          List<Diagnostic> outside = InitReads.of(folder.root(), plan).findings();
          if (!outside.isEmpty()) {
            history.removeBuilt();
            throw new Failure(outside);
          }
          listener.done(Files.size(folder.root().resolve("init")) + " bytes");
          return history.artifacts(false);
        });
  }

  /**
   * The configuration of the kernel: from the cache; else computed, while olddefconfig runs in the
   * background to confirm it. A kernel source that can change has olddefconfig run first.
   *
   * @param computed supplies distroc's own configuration, as the kernel would write it
   */
  public ResolvedConfig configureKernel(Supplier<byte[]> computed) {
    return steps.run(
        () -> {
          listener.stage(Stage.CONFIGURATION.toString());
          listener.done(
              configuration.run(
                  computed,
                  () -> {
                    makeInObjects(Stage.CONFIGURATION, QUICK, ProjectLayout.CONFIG);
                    proofs.config(objects.folder());
                  }));
          return configuration.config();
        });
  }

  /**
   * Waits for olddefconfig if it runs. Callers that build the kernel need not call this.
   *
   * @throws ConfigMismatchException when its configuration differs
   */
  public void confirmConfiguration() {
    steps.run(
        () -> {
          configuration.confirm();
          return null;
        });
  }

  /** The configuration of a build that is up to date. */
  public ResolvedConfig knownConfig() {
    return steps.run(configuration::config);
  }

  /**
   * Compiles the kernel, or takes it from the cache.
   *
   * @throws ConfigMismatchException when the configuration differs from that of olddefconfig
   */
  public void buildKernel(ResolvedConfig config) {
    steps.run(
        () -> {
          listener.stage(Stage.KERNEL.toString());
          String image = plan.architecture().kernel().target();
          CachedArtifact kernel = kernel(store.kernelEntry(config), image);
          Optional<String> known = kernel.fetch().map("from "::concat);
          if (known.isEmpty()) {
            source.require();
            requirement.accept(Requirements.toCompile(config));
            Make compiling = compiling(config);
            compiled =
                kernel.make(
                    objects,
                    make.log(Stage.KERNEL),
                    change -> {
                      run(compiling, Stage.KERNEL, KERNEL, image, change);
                      proofs.kernel(objects.folder());
                      configuration.confirm();
                    });
            known = compiled ? objects.rebuildReason() : Optional.of("from another build");
          }
          configuration.confirm();
          String size = Files.size(folder.root().resolve(image)) + " bytes";
          listener.done(known.map(note -> size + ", " + note).orElse(size));
          return null;
        });
  }

  /** Builds the debug symbols of the kernel, or takes them from the cache. */
  public void buildSymbols(ResolvedConfig config) {
    steps.run(
        () -> {
          requirement.accept(Requirements.toCompile(config));
          source.require();
          Make compiling = compiling(config);
          compiled |=
              new KernelSymbols(host, plan, tree, folder, toolchain, proofs, listener)
                  .build(config, compiling, KERNEL);
          return null;
        });
  }

  /** Whether a kernel was compiled, so that the cache grew. */
  public boolean compiledKernel() {
    return compiled;
  }

  /** Packs the root file system, except for what is compiled; the plan must have one. */
  public void packRoot() {
    steps.run(
        () -> {
          listener.stage(Stage.ROOTFS.toString());
          boolean packed = folder.packRoot(plan);
          String size = Files.size(folder.root().resolve(ProjectLayout.ROOT_ARCHIVE)) + " bytes";
          listener.done(packed ? size : size + ", unchanged");
          return null;
        });
  }

  /** Builds the archives and images. */
  public Artifacts buildImage() {
    return steps.run(
        () -> {
          listener.stage(Stage.IMAGE.toString());
          history.beforeImage(store.isUsable());
          if (store.isUsable() && !hasNolibc()) {
            make.run(Stage.IMAGE, QUICK, List.of("all", objectsWord()));
          } else {
            makeInObjects(Stage.IMAGE, KERNEL, "all");
          }
          proofs.image();
          listener.done("");
          return history.artifacts(false);
        });
  }

  /**
   * The SHA-256 digest of a file in the folder, in hexadecimal digits. What was digested in this
   * build, or in the last one, and did not change since is not read again.
   */
  public String digest(String name) throws IOException {
    return history.digest(name);
  }

  /**
   * Records a complete build, so that the next one with these inputs has nothing to do.
   *
   * @param recipe as the user called it
   * @param inputs as read before the build started
   * @param warnings that were reported
   * @param records names of further files that describe the build
   * @return why stages were rebuilt
   */
  public List<RebuildReason> finish(
      String recipe, BuildInputs inputs, List<Diagnostic> warnings, List<String> records) {
    return steps.run(() -> history.finish(recipe, inputs, warnings, records));
  }

  private String objectsWord() {
    return "KERNEL_OBJECTS=" + objects.folder();
  }

  private void makeInObjects(Stage stage, Duration limit, String target) throws IOException {
    objects.use(make.log(stage), () -> false, change -> run(make, stage, limit, target, change));
  }

  private void run(
      Make maker, Stage stage, Duration limit, String target, UnaryOperator<Command> change)
      throws IOException {
    maker.run(stage, limit, List.of(target, objectsWord()), change);
  }

  private Make compiling(ResolvedConfig config) throws IOException {
    Map<String, String> variables = compilers.variables(toolchain.compiling(), config);
    return make.with(variables, needs -> compilers.confinement(needs, variables));
  }

  /** The kernel and the addresses of its functions in the cache. */
  private CachedArtifact kernel(Path entry, String image) {
    List<String> names = List.of(image, ProjectLayout.SYSTEM_MAP);
    SharedEntries.Check check =
        files ->
            names.stream()
                .flatMap(
                    name ->
                        proofs.kernelFlaw(name, files.get(name)).map(f -> name + ": " + f).stream())
                .findFirst();
    return new CachedArtifact(store, entry, folder.root(), names, check);
  }

  /** Whether init uses nolibc, whose headers the kernel's make installs in the object folder. */
  private boolean hasNolibc() {
    return plan.init().filter(init -> init.libc() == Libc.NOLIBC).isPresent();
  }
}
