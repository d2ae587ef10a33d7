package org.distroc.build;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.MakePaths;
import org.distroc.expand.SourceTree;
import org.distroc.host.Command;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Tool;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ImagePlan;
import org.distroc.plan.InitPlan;
import org.distroc.share.SharedEntries;

/**
 * Builds a generated project, step by step, so that what each step made can be looked at before the
 * next one costs time: first init, in a moment; then the kernel's configuration, in seconds; then
 * the kernel, in minutes; then the image.
 */
public final class Builder implements AutoCloseable {
  private static final Duration QUICK = Duration.ofMinutes(5);
  private static final String FROM = "from ";
  private static final Duration KERNEL = Duration.ofHours(4);

  private final Host host;
  private final BuildPlan plan;
  private final SourceTree tree;
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
  private boolean ran;
  private boolean compiled;

  private Builder(
      Host host,
      BuildPlan plan,
      SourceTree tree,
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
    this.store = new KernelStore(host.cacheFolder(), plan, toolchain, shared);
    this.objects = new KernelObjects(store.objects(), new ProcessRunner(host), listener);
    this.state = new BuildState(folder);
    this.toolchain = toolchain;
    Digest digest = new Digest().add(toolchain.all());
    tree.files().forEach((path, content) -> digest.add(path).add(content));
    // Not in the files, but what was allowed yesterday may be an error today.
    plan.init().ifPresent(init -> init.allowed().forEach(a -> digest.add(a.code().name())));
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
   * @param shared servers that finished kernels are taken from and given to; closed with the builder
   * @param requirement is given tools that a step turns out to need; throws if they cannot be had
   * @throws Failure D5003 if make could not work with a path, D6004 if the folder is not writable
   */
  public static Builder open(
      Host host,
      BuildPlan plan,
      SourceTree tree,
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
    try (shared) {
      lock.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
      listener.line(e.getMessage());
    }
  }

  /** What the last build made, if it was whole and would be the same now. */
  public Optional<Artifacts> upToDate() {
    return guarded(
        () ->
            store.isUsable() && last.isPresent() && isSame(last.get())
                ? Optional.of(artifacts(true))
                : Optional.empty());
  }

  private boolean isSame(FinishedBuild build) throws IOException {
    return build.project().equals(project) && build.isWhole(folder.root());
  }

  /**
   * Writes the project's files. What other tools built before is removed, and what a build left that
   * did not come to its end, or that was changed since: make compares times, and would not build it
   * anew.
   *
   * @return warnings about files that somebody edited
   */
  public List<Diagnostic> writeProject() {
    return guarded(
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
                tool.getValue().equals(build.inputs().values().get(BuildInputs.TOOL + tool.getKey())));
  }

  private void removeBuilt() throws IOException {
    List<String> built = new ArrayList<>(folder.built());
    built.addAll(outputs());
    built.removeAll(tree.files().keySet());
    for (String name : built) {
      Files.deleteIfExists(folder.root().resolve(name));
    }
    KernelStore.deleteTree(folder.root().resolve("headers"));
  }

  /** Compiles and links init; there must be one. */
  public Artifacts buildInit() {
    return guarded(
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

  /** Lets the kernel resolve its configuration. */
  public ResolvedConfig configureKernel() {
    return guarded(
        () -> {
          listener.stage("configuration");
          Path entry = store.configEntry(content("kernel.fragment"), content("kernel.base"));
          Optional<String> known = store.fetch(entry, folder.root(), List.of("kernel.config"));
          if (known.isEmpty()) {
            requirement.accept(Requirements.toConfigure());
            forgetBuilt(List.of("kernel.config"));
            objects.use(
                make.log("configuration"),
                () -> isThere(entry, List.of("kernel.config")),
                change -> {
                  fetchBase();
                  run(make, "configuration", QUICK, "kernel.config", change);
                  keepBase();
                  store.keep(entry, folder.root(), List.of("kernel.config"));
                });
          }
          listener.done(known.map(origin -> "from " + origin).orElse(""));
          return ResolvedConfig.read(folder.root().resolve("kernel.config"));
        });
  }

  /** The configuration of a build that is up to date. */
  public ResolvedConfig knownConfig() {
    return guarded(() -> ResolvedConfig.read(folder.root().resolve("kernel.config")));
  }

  /** The base as the cache has it, or none: what lies in the folder is not trusted. */
  private void fetchBase() throws IOException {
    if (plan.kernel().base().isPresent()) {
      String target = plan.kernel().base().get();
      forgetBuilt(List.of(target + ".config"));
      store.fetch(store.baseEntry(target), folder.root(), List.of(target + ".config"));
    }
  }

  private void keepBase() throws IOException {
    if (plan.kernel().base().isPresent()) {
      String target = plan.kernel().base().get();
      store.keep(store.baseEntry(target), folder.root(), List.of(target + ".config"));
    }
  }

  /** Compiles the kernel, or takes it from the cache. */
  public void buildKernel(ResolvedConfig config) {
    guarded(
        () -> {
          listener.stage("kernel");
          String image = plan.architecture().kernelImage();
          Path entry = store.kernelEntry(config);
          List<String> outputs = List.of(image, "System.map");
          Optional<String> known = store.fetch(entry, folder.root(), outputs).map(FROM::concat);
          if (known.isEmpty()) {
            requirement.accept(Requirements.toCompile(config));
            forgetBuilt(outputs);
            Make compiling = make.with(compilers.variables(toolchain.compiling(), config));
            objects.use(
                make.log("kernel"),
                () -> isThere(entry, outputs),
                change -> {
                  run(compiling, "kernel", KERNEL, image, change);
                  store.keep(entry, folder.root(), outputs);
                  compiled = true;
                });
            known = compiled ? objects.anew() : Optional.of(FROM + "another build");
          }
          String size = Files.size(folder.root().resolve(image)) + " bytes";
          listener.done(known.map(note -> size + ", " + note).orElse(size));
          return null;
        });
  }

  /** Makes what a debugger reads of the kernel that was built, or takes it from the cache. */
  public void buildSymbols(ResolvedConfig config) {
    guarded(
        () -> {
          requirement.accept(Requirements.toCompile(config));
          Make compiling = make.with(compilers.variables(toolchain.compiling(), config));
          compiled |=
              new KernelSymbols(host, plan, folder, toolchain, listener)
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
    return guarded(
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
  public List<Reason> finish(
      String recipe, BuildInputs inputs, List<Diagnostic> warnings, List<String> records) {
    return guarded(
        () -> {
          List<String> names = new ArrayList<>(outputs());
          names.addAll(records);
          List<Output> before = last.map(FinishedBuild::outputs).orElse(List.of());
          List<Output> parts = last.map(FinishedBuild::parts).orElse(List.of());
          FinishedBuild now =
              new FinishedBuild(
                  recipe,
                  inputs,
                  project,
                  names(),
                  state.record(names, before),
                  state.record(folder.built(), parts),
                  warnings);
          Optional<FinishedBuild> former = last.isPresent() ? last : state.former();
          state.remember(now);
          ToolNotes notes = new ToolNotes(host);
          notes.noteVersions(toolchain);
          Map<String, String> stages = stages();
          records.forEach(record -> stages.put(record, Reason.NOTHING));
          Reasons reasons = new Reasons(now, stages, notes::version);
          return ran ? reasons.ofRun(former, last.isPresent(), damaged) : reasons.ofNone(former);
        });
  }

  /** Which stage makes each output; the rest are generated files. */
  private Map<String, String> stages() {
    Map<String, String> stages = new LinkedHashMap<>();
    stages.put("init.elf", Reason.INIT);
    stages.put("init", Reason.INIT);
    stages.put("kernel.config", Reason.KERNEL);
    stages.put(plan.architecture().kernelImage(), Reason.KERNEL);
    stages.put(plan.initramfsName(), Reason.IMAGE);
    stages.put(plan.isoName(), Reason.IMAGE);
    return stages;
  }

  private String objectsWord() {
    return "KERNEL_OBJECTS=" + objects.folder();
  }

  private void makeInObjects(String stage, Duration limit, String target) throws IOException {
    objects.use(
        make.log(stage), () -> false, change -> run(make, stage, limit, target, change));
  }

  private void run(
      Make maker, String stage, Duration limit, String target, UnaryOperator<Command> change)
      throws IOException {
    maker.run(stage, limit, List.of(target, objectsWord()), change);
  }

  /** Whether a build that had the object folder before this one has kept what is wanted. */
  private boolean isThere(Path entry, List<String> files) throws IOException {
    return Files.exists(entry) && store.fetch(entry, folder.root(), files).isPresent();
  }

  /** Header files of that library are prepared in the object folder, by the kernel's make. */
  private boolean hasNolibc() {
    return plan.init().filter(init -> init.libc() == InitPlan.Libc.NOLIBC).isPresent();
  }

  /** What goes into the cache was made by the tools of this build, not found in the folder. */
  private void forgetBuilt(List<String> names) throws IOException {
    if (store.isUsable()) {
      for (String name : names) {
        Files.deleteIfExists(folder.root().resolve(name));
      }
    }
  }

  private byte[] content(String path) {
    return tree.files().getOrDefault(path, new byte[0]);
  }

  private List<String> outputs() {
    List<String> outputs = new ArrayList<>(tree.files().keySet());
    outputs.add("kernel.config");
    outputs.add(plan.architecture().kernelImage());
    if (plan.init().isPresent()) {
      outputs.addAll(List.of("init.elf", "init"));
      if (needsInitramfs()) {
        outputs.add(plan.initramfsName());
      }
    }
    if (plan.image().formats().contains(ImagePlan.Format.ISO)) {
      outputs.add(plan.isoName());
    }
    return outputs;
  }

  private boolean needsInitramfs() {
    return plan.image().formats().contains(ImagePlan.Format.ISO)
        || plan.image().formats().contains(ImagePlan.Format.INITRAMFS);
  }

  private Artifacts artifacts(boolean upToDate) {
    return Artifacts.of(folder.root(), names(), upToDate);
  }

  private Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(Artifacts.INIT, "init");
    names.put(Artifacts.INIT_ELF, "init.elf");
    names.put(Artifacts.KERNEL, plan.architecture().kernelImage());
    names.put(Artifacts.INITRAMFS, plan.initramfsName());
    names.put(Artifacts.ISO, plan.isoName());
    names.values().retainAll(outputs());
    return names;
  }

  /** A step that reads and writes under the build folder. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T guarded(Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw denied(e);
    } catch (Failure failure) {
      throw disks().explain(failure);
    }
  }

  private Failure denied(IOException e) {
    return disks()
        .explain(e)
        .orElseGet(
            () -> inCache(e) ? cacheDenied((FileSystemException) e) : folder.cannotWrite(e));
  }

  private DiskFull disks() {
    return new DiskFull(host, folder.root(), objects::bytesOfOne);
  }

  private boolean inCache(IOException e) {
    return e instanceof FileSystemException at
        && at.getFile() != null
        && Path.of(at.getFile()).startsWith(host.cacheFolder())
        && !host.cacheFolder().startsWith(folder.root());
  }

  private Failure cacheDenied(FileSystemException e) {
    return new Failure(
        Diagnostic.error(Code.D5024, "the cache in `" + host.cacheFolder() + "` cannot be written")
            .why(e.getClass().getSimpleName() + ": " + e.getMessage())
            .help("free some space or rights there, or set XDG_CACHE_HOME to another folder"),
        e);
  }
}
