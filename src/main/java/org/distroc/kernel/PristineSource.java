package org.distroc.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheLayout;
import org.distroc.host.Trees;

/**
 * Whether a kernel source in the cache is still what its digest says. Its files are looked at, but
 * not read, before the kernel's make runs: what it compiles is stored under that digest.
 */
public final class PristineSource {
  private static final int SHOWN = 5;

  private final CacheLayout cache;
  private final KernelTree tree;
  private final Path listing;

  /** Whether the source is one that distroc unpacked, and not a folder of the user's. */
  private final boolean unpacked;

  private boolean known;

  /** For a source. */
  public PristineSource(CacheLayout cache, KernelTree tree) {
    this.cache = cache;
    this.tree = tree;
    this.listing = tree.root().resolveSibling(SourceCache.LISTING);
    this.unpacked = tree.pinned() && tree.root().startsWith(cache.folder(CacheFolder.SOURCES));
  }

  /**
   * Looks at all files, once. A source that was unpacked by an older distroc is recorded now.
   *
   * @throws Failure D6045 if files were edited
   */
  public void require() throws IOException {
    if (!known && unpacked) {
      if (Files.isRegularFile(listing)) {
        refuse(SourceListing.changed(tree.root(), listing));
      } else {
        SourceListing.write(tree.root(), listing);
      }
      known = true;
    }
  }

  /**
   * Looks at the few files that are compiled without the kernel's make.
   *
   * @throws Failure D6045 if they were edited
   */
  public void requireOfProject() throws IOException {
    if (!known && unpacked && Files.isRegularFile(listing)) {
      refuse(SourceListing.changedOfProject(tree.root(), listing));
    }
  }

  private void refuse(List<String> edited) throws IOException {
    if (edited.isEmpty()) {
      return;
    }
    // They were made from edited Kconfig files, perhaps, under the name of the original.
    Trees.delete(cache.folder(CacheFolder.OPTIONS));
    Trees.delete(cache.folder(CacheFolder.CHECKS));
    String names = String.join(", ", edited.stream().limit(SHOWN).toList());
    int more = edited.size() - SHOWN;
    Path folder = tree.root().getParent();
    throw new Failure(
        Diagnostic.error(Code.D6045, "the kernel source in the cache was edited")
            .why("in " + tree.root() + ":")
            .why(more > 0 ? names + " and " + more + " more" : names)
            .why("a kernel from these files would be stored under the checksum of the original")
            .help("to build your changes, copy the folder, and name the copy: `source: {path: …}`")
            .help("to discard them, run `rm -r " + folder + "`: distroc unpacks the source again"));
  }
}
