package org.distroc.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.remotecache.SharedEntries;

/**
 * Files of a kernel that come from the cache, or from make and are then cached.
 *
 * @param store the cache
 * @param entry their entry in the cache
 * @param folder where to copy them
 * @param names of the files
 * @param check of files that a server sent
 */
record CachedArtifact(
    KernelStore store, Path entry, Path folder, List<String> names, SharedEntries.Check check) {

  /**
   * Copies them from the cache; returns where they were, or empty if the cache does not have them.
   */
  Optional<String> fetch() throws IOException {
    return store.fetch(entry, folder, names, check);
  }

  /** Deletes old files of the same names: only what the tools of this build made is cached. */
  private void forget() throws IOException {
    if (store.isUsable()) {
      for (String name : names) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
  }

  /** Caches the files, which were just made. */
  private void keep() throws IOException {
    store.keep(entry, folder, names);
  }

  /**
   * Makes and caches them, unless another build did while this one waited for the object folder.
   *
   * @param log the output of make
   * @return whether they were made here
   */
  boolean make(KernelObjects objects, Path log, KernelObjects.Work work) throws IOException {
    forget();
    boolean[] compiled = new boolean[1];
    objects.use(
        log,
        () -> Files.exists(entry) && fetch().isPresent(),
        change -> {
          work.run(change);
          keep();
          compiled[0] = true;
        });
    return compiled[0];
  }
}
