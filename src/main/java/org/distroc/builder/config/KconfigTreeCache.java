package org.distroc.builder.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.distroc.arch.Architecture;
import org.distroc.arch.KernelBuild;
import org.distroc.builder.toolchain.Toolchain;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheKey;
import org.distroc.host.Host;
import org.distroc.host.ScratchFolder;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ProcessShellRunner;
import org.distroc.kconfig.shell.ShellResultCache;
import org.distroc.kernel.KernelTree;

/**
 * Caches parsed Kconfig files of kernels, in memory and on disk. The key is the source, the
 * architecture and the programs that Kconfig files query. A kernel in a folder that may change is
 * parsed in every run; only answers about the compiler are cached.
 */
final class KconfigTreeCache {
  /** Threads that write to the cache in the background. */
  private static final Set<Thread> WRITING = ConcurrentHashMap.newKeySet();

  private static final class Loaded {
    final KconfigTree tree;
    int keptTargets;

    Loaded(KconfigTree tree, int keptTargets) {
      this.tree = tree;
      this.keptTargets = keptTargets;
    }
  }

  private final Host host;
  private final Path folder;
  private final Consumer<String> slow;
  private final Map<String, Loaded> loaded = new HashMap<>();
  private final Map<String, String> configuring = new HashMap<>();

  /** A cache in {@code folder}, with a listener that each slow command is named to. */
  KconfigTreeCache(Host host, Path folder, Consumer<String> slow) {
    this.host = host;
    this.slow = slow;
    this.folder = folder;
  }

  /** A file name for a kernel and an architecture, independent of the toolchain. */
  static String name(KernelTree tree, Architecture architecture) {
    return tree.identity().replaceAll("[^A-Za-z0-9]+", "-") + "-" + architecture.name();
  }

  /** The cached tree, or else a newly parsed one, which {@link #keep} writes to the cache. */
  synchronized KconfigTree load(KernelTree tree, Architecture architecture) throws IOException {
    String key = key(tree, architecture);
    Loaded before = loaded.get(key);
    if (before == null) {
      before = tree.pinned() ? kept(key, tree, architecture) : fresh(tree, architecture);
      loaded.put(key, before);
    }
    return before.tree;
  }

  /** Waits until all pending trees are written. */
  static void await() {
    for (Thread thread : WRITING) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // A missing tree is parsed again; its file is complete or absent.
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Writes a loaded tree to the cache if it knows more targets than the cached one. */
  synchronized void keep(KernelTree tree, Architecture architecture) throws IOException {
    String key = key(tree, architecture);
    Loaded known = loaded.get(key);
    if (tree.pinned() && known.tree.knownTargets() > known.keptTargets) {
      AtomicFiles.write(file(key, ".targets"), known.tree.targetsToBytes(key));
      known.keptTargets = known.tree.knownTargets();
    }
  }

  /** Which texts the build of a kernel reads; for a pinned source from the cache. */
  BuildStrings strings(KernelTree tree, Architecture architecture) throws IOException {
    Path file = file(name(tree, architecture), ".strings");
    Optional<BuildStrings> kept = tree.pinned() ? BuildStrings.read(file) : Optional.empty();
    if (kept.isPresent()) {
      return kept.get();
    }
    BuildStrings read = BuildStrings.read(load(tree, architecture).model());
    if (tree.pinned()) {
      inBackground(() -> read.write(file));
    }
    return read;
  }

  private String key(KernelTree tree, Architecture architecture) throws IOException {
    return new CacheKey().add(name(tree, architecture)).add(configuring(architecture)).hex();
  }

  /** Digest of the tools that Kconfig files query, computed once per run. */
  synchronized String configuring(Architecture architecture) throws IOException {
    String known = configuring.get(architecture.name());
    if (known == null) {
      known = Toolchain.of(host, architecture.compiler()).configuring();
      configuring.put(architecture.name(), known);
    }
    return known;
  }

  private Path file(String key, String ending) {
    return folder.resolve(key + ending);
  }

  private Loaded kept(String key, KernelTree tree, Architecture architecture) throws IOException {
    Path model = file(key, ".model");
    Optional<KconfigTree> whole =
        BoundedFiles.entry(model, BoundedFiles.TABLE)
            .flatMap(bytes -> KconfigTree.fromBytes(bytes, key, tree.root()));
    if (whole.isPresent()) {
      BoundedFiles.entry(file(key, ".targets"), BoundedFiles.TABLE)
          .ifPresent(bytes -> whole.get().rememberTargets(bytes, key));
      return new Loaded(whole.get(), whole.get().knownTargets());
    }
    KconfigTree read = fresh(tree, architecture).tree;
    inBackground(() -> AtomicFiles.write(model, read.toBytes(key)));
    return new Loaded(read, 0);
  }

  /** Something that writes to the cache. */
  interface Writing {
    void run() throws IOException;
  }

  /** Writes in another thread, because writing takes as long as evaluating the tree. */
  static void inBackground(Writing writing) {
    Thread thread =
        new Thread(
            () -> {
              try {
                writing.run();
              } catch (IOException e) {
                // The next run parses the Kconfig files again.
                return;
              } finally {
                WRITING.remove(Thread.currentThread());
              }
            },
            "keep-kconfig");
    WRITING.add(thread);
    thread.start();
  }

  /**
   * Parses a tree from its files. Compiler features are the same for all kernels, so those answers
   * are cached per toolchain; for a source that can change, everything else is queried each time.
   */
  private Loaded fresh(KernelTree tree, Architecture architecture) throws IOException {
    CacheKey key = new CacheKey().add(configuring(architecture)).add(architecture.name());
    Path file = folder.resolve(key.hex() + ".answers");
    Map<String, String> known = read(file);
    known.keySet().removeIf(command -> changes(command, tree));
    ShellResultCache answers = new ShellResultCache(known);
    KconfigTree read = parse(tree, architecture, answers);
    if (answers.changed()) {
      Map<String, String> all = answers.asMap();
      all.keySet().removeIf(command -> changes(command, tree));
      inBackground(() -> write(file, all));
    }
    return new Loaded(read, 0);
  }

  /** Whether the answer may differ next time even with the same tools. */
  private static boolean changes(String command, KernelTree tree) {
    boolean ofCompiler = command.contains("gcc -") && !command.contains(tree.root().toString());
    return !tree.pinned() && !ofCompiler;
  }

  private KconfigTree parse(KernelTree tree, Architecture architecture, ShellResultCache answers)
      throws IOException {
    try (ScratchFolder scratch = ScratchFolder.create(ScratchFolder.parent(host));
        ProcessShellRunner shell =
            new ProcessShellRunner(host, scratch.path(), tree.root()).slow(slow)) {
      return KconfigTree.load(
          tree.root(), KconfigEnvironment.of(tree.root(), target(architecture), shell, answers));
    }
  }

  private static KconfigEnvironment.Target target(Architecture architecture) {
    KernelBuild kernel = architecture.kernel();
    return new KconfigEnvironment.Target(
        kernel.arch(),
        kernel.sourceArch(),
        kernel.defconfig(),
        architecture.compiler().prefixHere());
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> answers = new HashMap<>();
    Optional<byte[]> bytes = BoundedFiles.entry(file, BoundedFiles.TEXT);
    if (bytes.isPresent()) {
      Properties stored = new Properties();
      try {
        stored.load(new StringReader(new String(bytes.get(), StandardCharsets.UTF_8)));
      } catch (IllegalArgumentException damaged) {
        // The compiler is queried again.
        return answers;
      }
      stored.forEach((command, answer) -> answers.put((String) command, (String) answer));
    }
    return answers;
  }

  private static void write(Path file, Map<String, String> answers) throws IOException {
    Properties stored = new Properties();
    stored.putAll(answers);
    StringWriter text = new StringWriter();
    stored.store(text, null);
    AtomicFiles.write(file, text.toString());
  }
}
