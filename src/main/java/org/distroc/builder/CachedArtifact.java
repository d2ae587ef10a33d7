package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files of a kernel that the cache has, or that make gives and the cache keeps then.
 *
 * @param store the cache
 * @param entry their place in it
 * @param folder where they are wanted
 * @param names of the files
 */
record CachedArtifact(KernelStore store, Path entry, Path folder, List<String> names) {

  /** Takes them from the cache; tells where they were, and is empty if it does not have them. */
  Optional<String> fetch() throws IOException {
    return store.fetch(entry, folder, names);
  }

  /** What goes into the cache was made by the tools of this build, not found in the folder. */
  private void forget() throws IOException {
    if (store.isUsable()) {
      for (String name : names) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
  }

  /** Keeps them: they were made just now. */
  private void keep() throws IOException {
    store.keep(entry, folder, names);
  }

  /**
   * Makes and keeps them, unless a build that had the object folder before this one did.
   *
   * @param log what make says
   * @return whether they were made here
   */
  boolean make(KernelObjects objects, Path log, KernelObjects.Work work) throws IOException {
    forget();
    boolean[] made = new boolean[1];
    objects.use(
        log,
        () -> Files.exists(entry) && fetch().isPresent(),
        change -> {
          work.run(change);
          keep();
          made[0] = true;
        });
    return made[0];
  }
}
