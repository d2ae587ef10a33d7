package org.distroc.builder.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.distroc.arch.Architecture;
import org.distroc.arch.KernelBuild;
import org.distroc.builder.toolchain.Toolchain;
import org.distroc.host.AtomicFiles;
import org.distroc.host.CacheKey;
import org.distroc.host.Host;
import org.distroc.host.Trees;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ProcessShellRunner;
import org.distroc.kconfig.shell.ShellResultCache;
import org.distroc.kernel.KernelTree;

/**
 * The Kconfig files of kernels as they were read, by this run or an earlier one. What the cache
 * holds is named after the source, the architecture and the programs that Kconfig files ask about;
 * a kernel in a folder that may change is read anew in each run, but not its compiler.
 */
final class KconfigTreeCache {
  /** What is on its way to a cache, while trees answer what they are asked. */
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
  private final Map<String, Loaded> loaded = new HashMap<>();
  private final Map<String, String> configuring = new HashMap<>();

  /** What is kept is in {@code folder}. */
  KconfigTreeCache(Host host, Path folder) {
    this.host = host;
    this.folder = folder;
  }

  /** A file name for a kernel and an architecture, whatever the toolchain. */
  static String name(KernelTree tree, Architecture architecture) {
    return tree.identity().replaceAll("[^A-Za-z0-9]+", "-") + "-" + architecture.name();
  }

  /** The tree as it was read before; else read now, and kept as soon as {@link #keep} says so. */
  synchronized KconfigTree load(KernelTree tree, Architecture architecture) throws IOException {
    String key = key(tree, architecture);
    Loaded before = loaded.get(key);
    if (before == null) {
      before = tree.pinned() ? kept(key, tree, architecture) : fresh(tree, architecture);
      loaded.put(key, before);
    }
    return before.tree;
  }

  /** Waits for trees that are being written to a cache. */
  static void await() {
    for (Thread thread : WRITING) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // A tree that is not kept is read anew; its file is whole or not there.
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Writes the known targets of a loaded tree to the cache when those are more than it has. */
  synchronized void keep(KernelTree tree, Architecture architecture) throws IOException {
    String key = key(tree, architecture);
    Loaded known = loaded.get(key);
    if (tree.pinned() && known.tree.knownTargets() > known.keptTargets) {
      AtomicFiles.write(file(key, ".targets"), known.tree.targetsToBytes(key));
      known.keptTargets = known.tree.knownTargets();
    }
  }

  private String key(KernelTree tree, Architecture architecture) throws IOException {
    return new CacheKey().add(name(tree, architecture)).add(configuring(architecture)).hex();
  }

  /** The tools that Kconfig files ask; a run looks for them once. */
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
    if (Files.isRegularFile(model)) {
      Optional<KconfigTree> whole =
          KconfigTree.fromBytes(Files.readAllBytes(model), key, tree.root());
      if (whole.isPresent()) {
        Path targets = file(key, ".targets");
        if (Files.isRegularFile(targets)) {
          whole.get().rememberTargets(Files.readAllBytes(targets), key);
        }
        return new Loaded(whole.get(), whole.get().knownTargets());
      }
    }
    KconfigTree read = fresh(tree, architecture).tree;
    meanwhile(() -> AtomicFiles.write(model, read.toBytes(key)));
    return new Loaded(read, 0);
  }

  /** What is written to a cache. */
  interface Writing {
    void run() throws IOException;
  }

  /** Writes in another thread, for it takes as long as to answer what a tree is needed for. */
  static void meanwhile(Writing writing) {
    Thread thread =
        new Thread(
            () -> {
              try {
                writing.run();
              } catch (IOException e) {
                // The next run reads the Kconfig files again.
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
   * A tree read from its files. What a compiler can do is the same for all kernels, so answers are
   * kept for the toolchain; all else is asked each time of a source that can change.
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
      meanwhile(() -> write(file, all));
    }
    return new Loaded(read, 0);
  }

  /** Whether the answer may be another one next time, though the tools are the same. */
  private static boolean changes(String command, KernelTree tree) {
    boolean ofCompiler = command.contains("gcc -") && !command.contains(tree.root().toString());
    return !tree.pinned() && !ofCompiler;
  }

  private KconfigTree parse(KernelTree tree, Architecture architecture, ShellResultCache answers)
      throws IOException {
    Path scratch = Files.createTempDirectory("distroc-kconfig-");
    try (ProcessShellRunner shell = new ProcessShellRunner(host, scratch)) {
      return KconfigTree.load(
          tree.root(),
          KconfigEnvironment.of(tree.root(), target(architecture), shell, answers));
    } finally {
      Trees.delete(scratch);
    }
  }

  private static KconfigEnvironment.Target target(Architecture architecture) {
    KernelBuild kernel = architecture.kernel();
    return new KconfigEnvironment.Target(kernel.arch(), kernel.sourceArch(), kernel.defconfig(), architecture.compiler().prefixHere());
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> answers = new HashMap<>();
    if (Files.isRegularFile(file)) {
      Properties stored = new Properties();
      try (Reader in = Files.newBufferedReader(file)) {
        stored.load(in);
      } catch (IllegalArgumentException damaged) {
        // The compiler is asked again.
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
