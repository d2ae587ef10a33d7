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
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.MakePaths;
import org.distroc.expand.SourceTree;
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
  private static final Duration KERNEL = Duration.ofHours(4);

  private final Host host;
  private final BuildPlan plan;
  private final SourceTree tree;
  private final ProjectFolder folder;
  private final Consumer<List<Tool>> requirement;
  private final BuildListener listener;
  private final Make make;
  private final KernelStore store;
  private final CompilerEnvironment compilers;
  private final String toolchain;
  private final SharedEntries shared;
  private final BuildState state;
  private final String tools;
  private final String inputs;
  private final FileLock lock;
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
    this.toolchain = toolchain.compiling();
    this.store = new KernelStore(host.cacheFolder(), plan, toolchain, shared);
    this.state = new BuildState(folder);
    this.tools = toolchain.all();
    Digest digest = new Digest().add(tools);
    tree.files().forEach((path, content) -> digest.add(path).add(content));
    // Not in the files, but what was allowed yesterday may be an error today.
    plan.init().ifPresent(init -> init.allowed().forEach(a -> digest.add(a.code().name())));
    this.inputs = digest.hex();
    this.lock =
        FileLock.take(
            folder.memory("lock"),
            () -> listener.line("waiting for another build in " + folder.root()));
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
      throw folder.cannotWrite(e);
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
            store.isUsable() && state.holds(inputs, folder.root(), outputs())
                ? Optional.of(artifacts(true))
                : Optional.empty());
  }

  /**
   * Writes the project's files. What other tools built before is removed: make compares times, and
   * would not build it anew.
   *
   * @return warnings about files that somebody edited
   */
  public List<Diagnostic> writeProject() {
    return guarded(
        () -> {
          state.forget();
          List<Diagnostic> warnings = folder.writeHeld(tree);
          if (state.otherTools(tools)) {
            make.run("clean", QUICK, List.of("clean"));
          }
          state.rememberTools(tools);
          return warnings;
        });
  }

  /** Compiles and links init; there must be one. */
  public Artifacts buildInit() {
    return guarded(
        () -> {
          listener.stage("init");
          if (plan.init().filter(init -> init.libc() == InitPlan.Libc.NOLIBC).isPresent()) {
            // The kernel's make prepares header files there.
            inObjectFolder(() -> make.run("init", QUICK, List.of("init", objectsWord())));
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
            fetchBase();
            inObjectFolder(
                () -> make.run("configuration", QUICK, List.of("kernel.config", objectsWord())));
            keepBase();
            store.keep(entry, folder.root(), List.of("kernel.config"));
          }
          listener.done(known.map(origin -> "from " + origin).orElse(""));
          return ResolvedConfig.read(folder.root().resolve("kernel.config"));
        });
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
          Optional<String> known = store.fetch(entry, folder.root(), outputs);
          if (known.isEmpty()) {
            requirement.accept(Requirements.toCompile(config));
            forgetBuilt(outputs);
            Make compiling = make.with(compilers.variables(toolchain, config));
            inObjectFolder(() -> compiling.run("kernel", KERNEL, List.of(image, objectsWord())));
            store.keep(entry, folder.root(), outputs);
            compiled = true;
          }
          String size = Files.size(folder.root().resolve(image)) + " bytes";
          listener.done(known.map(origin -> size + ", from " + origin).orElse(size));
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
          make.run("image", QUICK, List.of("all", objectsWord()));
          state.remember(inputs, folder.root(), outputs());
          listener.done("");
          return artifacts(false);
        });
  }

  private String objectsWord() {
    return "KERNEL_OBJECTS=" + store.objects();
  }

  private void inObjectFolder(Action action) throws IOException {
    Path objects = store.objects();
    Files.createDirectories(objects);
    Path lockFile = objects.resolveSibling(objects.getFileName() + ".lock");
    FileLock taken = FileLock.take(lockFile, () -> listener.line("waiting for another such kernel build"));
    try {
      action.run();
    } finally {
      taken.close();
    }
  }

  /** A step of a build that may fail to read or write. */
  private interface Action {
    void run() throws IOException;
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

  private Artifacts artifacts(boolean upToDate) throws IOException {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (String name :
        List.of(
            "init", plan.architecture().kernelImage(), plan.initramfsName(), plan.isoName())) {
      if (outputs().contains(name) && Files.isRegularFile(folder.root().resolve(name))) {
        sizes.put(name, Files.size(folder.root().resolve(name)));
      }
    }
    return new Artifacts(
        folder.root(),
        folder.root().resolve(plan.architecture().kernelImage()),
        output("init.elf"),
        output("init"),
        output(plan.initramfsName()),
        output(plan.isoName()),
        Collections.unmodifiableMap(sizes),
        upToDate);
  }

  private Optional<Path> output(String name) {
    return outputs().contains(name)
        ? Optional.of(folder.root().resolve(name))
        : Optional.empty();
  }

  /** A step that reads and writes under the build folder. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T guarded(Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw inCache(e) ? cacheDenied((FileSystemException) e) : folder.cannotWrite(e);
    }
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
