package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Trees;

/** Removes parts of a cache, for tests that compile again, and inspects its object folders. */
public final class KernelFolders {
  private KernelFolders() {}

  /** The finished kernels and the object files; configurations stay. */
  public static void drop(Path cache) throws IOException {
    delete(cache.resolve("kernels"));
    delete(cache.resolve("objects"));
  }

  /** The finished kernels; objects and configurations stay. */
  public static void forgetFinished(Path cache) throws IOException {
    delete(cache.resolve("kernels"));
  }

  /** The only object folder in a cache. */
  public static Path objects(Path cache) throws IOException {
    try (Stream<Path> all = Files.list(cache.resolve("objects"))) {
      List<Path> folders = all.filter(Files::isDirectory).toList();
      if (folders.size() != 1) {
        throw new AssertionError("not one: " + folders);
      }
      return folders.get(0);
    }
  }

  /** Whether an object folder would be reused. */
  public static boolean isTrusted(Path folder) throws IOException {
    return objectsIn(folder).isTrusted();
  }

  /** As above, after a run of make that changes nothing: it takes damaged files for its own. */
  public static boolean isTrustedOnceUsed(Path folder) throws IOException {
    Path mark = folder.resolveSibling(folder.getFileName() + ".ended");
    ProcessRunner runner = new ProcessRunner(Host.ofProcess());
    runner.run(Command.of("true").mark(mark));
    Files.writeString(
        folder.resolveSibling(folder.getFileName() + ".bytes"),
        "boot 0 " + Long.toHexString(DirectoryFingerprint.of(folder).sum()) + "\n");
    return isTrusted(folder);
  }

  private static KernelObjects objectsIn(Path folder) {
    return new KernelObjects(folder, new ProcessRunner(Host.ofProcess()), BuildListener.NONE);
  }

  /** A folder with its contents. */
  public static void delete(Path folder) throws IOException {
    Trees.delete(folder);
  }
}
