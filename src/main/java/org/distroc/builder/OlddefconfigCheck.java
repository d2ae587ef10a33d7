package org.distroc.builder;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;
import org.distroc.host.FileLock;
import org.distroc.host.Trees;
import org.distroc.plan.ProjectLayout;

/**
 * Runs {@code make olddefconfig} in the background while the kernel is already being compiled with
 * distroc's computed configuration. It takes seconds on one processor; if its result differs, the
 * build fails.
 */
final class OlddefconfigCheck implements AutoCloseable {
  static final String CONFIG = ProjectLayout.CONFIG;

  /** Prerequisites of the rule for the configuration. */
  private static final List<String> INPUTS =
      List.of(ProjectLayout.MAKEFILE, ProjectLayout.FRAGMENT, ProjectLayout.BASE);

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long PATIENCE_MS = 3000;
  private static final long PAUSE_MS = 50;

  private final KernelStore store;
  private final Path entry;

  /** The base as an intermediate file, if it is a target of the kernel's make. */
  private final Optional<String> base;

  private final Optional<Path> baseEntry;
  private final Map<String, byte[]> project;
  private final byte[] computed;
  private final Make make;
  private final FutureTask<Map<String, byte[]>> asking = new FutureTask<>(this::ask);
  private final Thread thread = new Thread(asking, "kernels-own-answer");

  /**
   * Starts olddefconfig.
   *
   * @param entry the cache entry for its result
   * @param target the base, if it is a target of the kernel's make
   * @param project the files of the project
   * @param computed the expected configuration
   * @param make runs the project's rules
   */
  OlddefconfigCheck(
      KernelStore store,
      Path entry,
      Optional<String> target,
      Map<String, byte[]> project,
      byte[] computed,
      Make make) {
    this.store = store;
    this.entry = entry;
    this.base = target.map(name -> name + ".config");
    this.baseEntry = target.map(store::baseEntry);
    this.project = project;
    this.computed = computed;
    this.make = make;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Runs olddefconfig in a temporary folder, one process at a time: others may need the same
   * result.
   */
  private Map<String, byte[]> ask() throws IOException {
    Path folder = store.objects().resolveSibling(store.objects().getFileName() + "-config");
    FileLock taken = lock(folder.resolveSibling(folder.getFileName() + ".lock"));
    try {
      Optional<Map<String, byte[]>> known = KernelStore.kept(entry, List.of(CONFIG));
      if (known.isPresent()) {
        return known.get();
      }
      // A process was killed here.
      Trees.delete(folder);
      Files.createDirectories(folder);
      try {
        return ask(folder);
      } finally {
        Trees.delete(folder);
      }
    } finally {
      taken.close();
    }
  }

  /**
   * Polls the lock. A blocking wait could fail with EDEADLK: Linux looks for cycles among processes
   * that wait for locks, and would see one if one thread waits for this lock and another for that
   * of the objects.
   */
  private static FileLock lock(Path lock) throws IOException {
    while (true) {
      Optional<FileLock> taken = FileLock.tryTake(lock);
      if (taken.isPresent()) {
        return taken.get();
      }
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        throw new InterruptedIOException("while another process ran olddefconfig");
      }
    }
  }

  private Map<String, byte[]> ask(Path folder) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : INPUTS) {
      if (project.containsKey(name)) {
        files.put(name, project.get(name));
      }
    }
    if (base.isPresent()) {
      KernelStore.kept(baseEntry.get(), List.of(base.get())).ifPresent(files::putAll);
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    Path objects = folder.resolve("objects");
    List<String> words = List.of("-C", folder.toString(), CONFIG, "KERNEL_OBJECTS=" + objects);
    make.run(Stage.CONFIGURATION, LIMIT, words, command -> command.whenIdle().writing(folder));
    Path config = folder.resolve(CONFIG);
    Optional<String> flaw =
        Files.isRegularFile(config)
            ? OutputProofs.configFlaw(BoundedFiles.bytes(config, BoundedFiles.TEXT))
            : Optional.of("it is missing");
    if (flaw.isPresent()) {
      Path log = make.log(Stage.CONFIGURATION);
      throw new Failure(OutputProofs.diagnostic(Stage.CONFIGURATION, CONFIG, flaw.get(), log));
    }
    Map<String, byte[]> result = new LinkedHashMap<>();
    result.put(CONFIG, BoundedFiles.bytes(folder.resolve(CONFIG), BoundedFiles.TEXT));
    if (base.isPresent() && Files.isRegularFile(folder.resolve(base.get()))) {
      result.put(base.get(), BoundedFiles.bytes(folder.resolve(base.get()), BoundedFiles.TEXT));
    }
    return result;
  }

  /**
   * Waits for the result and caches it if it is as expected; else remembers only that they differ.
   *
   * @throws ConfigMismatchException when it differs from the computed one
   * @throws Failure when the kernel's make failed
   */
  void confirm() throws IOException {
    Map<String, byte[]> result = await();
    if (!Arrays.equals(result.get(CONFIG), computed)) {
      store.keep(KernelStore.disputeOf(entry), Map.of(CONFIG, result.get(CONFIG)));
      throw new ConfigMismatchException(text(computed), text(result.get(CONFIG)));
    }
    if (base.isPresent() && result.containsKey(base.get())) {
      store.keep(baseEntry.get(), Map.of(base.get(), result.get(base.get())));
    }
    store.keep(entry, Map.of(CONFIG, result.get(CONFIG)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private Map<String, byte[]> await() throws IOException {
    try {
      return asking.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("while olddefconfig ran");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cannot) {
        throw cannot;
      }
      if (e.getCause() instanceof UncheckedIOException cannot) {
        throw cannot.getCause();
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Stops olddefconfig if it is still running. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
