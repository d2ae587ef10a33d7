package org.distroc.build;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.distroc.diag.Failure;
import org.distroc.host.Command;
import org.distroc.host.FileLock;

/**
 * The configuration that the kernel's own tool comes to, while the kernel is compiled already with
 * the one that distroc computed. The tool takes seconds, and one processor of several; what it says
 * is the same, or the build is not finished. It works in a folder of its own.
 */
final class OwnAnswer implements AutoCloseable {
  static final String CONFIG = "kernel.config";

  /** What the rule for the configuration reads. */
  private static final List<String> INPUTS = List.of("Makefile", "kernel.fragment", "kernel.base");

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long PATIENCE_MS = 3000;

  private final Path folder;
  private final KeptFiles config;
  private final Optional<KeptFiles> base;
  private final byte[] computed;
  private final FutureTask<byte[]> asking;
  private final Thread thread;

  /**
   * Begins to ask.
   *
   * @param config where the answer is kept, and the folder to work in, which is deleted at the end
   * @param base what else it makes on the way
   * @param project the files of the project
   * @param computed what the answer should be
   * @param make runs the project's rules
   * @param turn a file with whose lock it waits for others that ask the same
   */
  OwnAnswer(
      KeptFiles config,
      Optional<KeptFiles> base,
      Map<String, byte[]> project,
      byte[] computed,
      Make make,
      Path turn) {
    this.folder = config.folder();
    this.config = config;
    this.base = base;
    this.computed = computed;
    this.asking = new FutureTask<>(answer(project, make, turn));
    this.thread = new Thread(asking, "kernels-own-answer");
    thread.setDaemon(true);
    thread.start();
  }

  private Callable<byte[]> answer(Map<String, byte[]> project, Make make, Path turn) {
    return () -> {
      FileLock taken = FileLock.take(turn, () -> {});
      try {
        Optional<Map<String, byte[]>> known = KernelStore.kept(config.entry(), config.names());
        if (known.isPresent()) {
          return known.get().get(CONFIG);
        }
        for (String name : INPUTS) {
          if (project.containsKey(name)) {
            Files.write(folder.resolve(name), project.get(name));
          }
        }
        List<String> words =
            List.of("-C", folder.toString(), CONFIG, "KERNEL_OBJECTS=" + folder.resolve("objects"));
        make.run("configuration", LIMIT, words, Command::whenIdle);
        return Files.readAllBytes(folder.resolve(CONFIG));
      } finally {
        taken.close();
      }
    };
  }

  /**
   * Waits for the answer, and keeps it.
   *
   * @throws OtherAnswer when it is not what was computed
   * @throws Failure when the kernel's make failed
   */
  void confirm() throws IOException {
    byte[] answer = await();
    if (base.isPresent() && Files.exists(folder.resolve(base.get().names().get(0)))) {
      base.get().keep();
    }
    if (Files.exists(folder.resolve(CONFIG))) {
      config.keep();
    }
    if (!Arrays.equals(answer, computed)) {
      throw new OtherAnswer(text(computed), text(answer));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] await() throws IOException {
    try {
      return asking.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("while the kernel's own tool was asked");
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

  /** Ends asking, if need be, and deletes the folder. */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join(PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    KernelStore.deleteTree(folder);
  }
}
