package org.distroc.build;

import java.io.IOException;
import java.nio.file.Path;

/** Takes parts of a cache away, for tests that compile again. */
public final class KernelFolders {
  private KernelFolders() {}

  /** The finished kernels and the object files; configurations stay. */
  public static void drop(Path cache) throws IOException {
    delete(cache.resolve("kernels"));
    delete(cache.resolve("objects"));
  }

  /** A folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    KernelStore.deleteTree(folder);
  }
}
