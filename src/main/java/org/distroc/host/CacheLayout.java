package org.distroc.host;

import java.io.IOException;
import java.nio.file.Path;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;

/**
 * Where everything is in the cache.
 *
 * @param root the cache folder; it need not exist
 */
public record CacheLayout(Path root) {
  /** A folder of the cache; it need not exist. */
  public Path folder(CacheFolder folder) {
    return root.resolve(folder.folder());
  }

  /** The lock file for work that one process does at a time. */
  public Path lock(String name) {
    return folder(CacheFolder.LOCKS).resolve(name + ".lock");
  }

  /** The lease that a process takes on an unpacked source, by the name of its folder. */
  public Path sourceLease(String source) {
    return lock("use-" + source);
  }

  /** D5024: the cache cannot be read or written, with the reason and what to do. */
  public Failure unusable(IOException e) {
    return new Failure(
        Diagnostic.error(Code.D5024, "the cache in `" + root + "` cannot be used")
            .why(IoErrors.reason(e))
            .help("check its permissions and free space (a kernel takes 1.5 GB): df -h " + root)
            .help("set XDG_CACHE_HOME to put the cache elsewhere"),
        e);
  }

  /** The lock that writers of an entry hold. For its package lists, apt has its own. */
  public Path lockOf(CacheFolder folder, Path entry) {
    return folder == CacheFolder.APT
        ? entry.resolve("lists/lock")
        : entry.resolveSibling(entry.getFileName() + ".lock");
  }
}
