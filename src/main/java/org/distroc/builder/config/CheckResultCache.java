package org.distroc.builder.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.distroc.arch.Architecture;
import org.distroc.builder.toolchain.Toolchain;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheKey;
import org.distroc.host.Host;
import org.distroc.kernel.KernelTree;

/**
 * Records which recipes passed the checks with which kernel, so that checking again does not read
 * the kernel. A recipe is identified by a digest of its content and of that of its bases; other
 * files that it names are checked each time.
 */
public final class CheckResultCache {
  private final Host host;
  private final String version;
  private final Map<String, String> configuring = new HashMap<>();

  /** The results of one version of distroc, in the cache of a host. */
  public CheckResultCache(Host host, String version) {
    this.host = host;
    this.version = version;
  }

  /** Whether this recipe passed the checks with this kernel and these tools. */
  public boolean knows(String recipe, Architecture architecture, KernelTree tree) {
    try {
      return tree.pinned() && Files.exists(mark(recipe, architecture, tree));
    } catch (IOException e) {
      // Unreadable: check again.
      return false;
    }
  }

  /** Records that the recipe passed. */
  public void remember(String recipe, Architecture architecture, KernelTree tree) {
    try {
      if (tree.pinned()) {
        Path mark = mark(recipe, architecture, tree);
        Files.createDirectories(mark.getParent());
        Files.write(mark, new byte[0]);
      }
    } catch (IOException e) {
      // Without a record, the next check only takes longer.
      return;
    }
  }

  /** Digest of the tools that Kconfig files query, computed once per run. */
  private synchronized String configuring(Architecture architecture) throws IOException {
    String known = configuring.get(architecture.name());
    if (known == null) {
      known = Toolchain.of(host, architecture.compiler()).configuring();
      configuring.put(architecture.name(), known);
    }
    return known;
  }

  private Path mark(String recipe, Architecture architecture, KernelTree tree) throws IOException {
    String digest =
        new CacheKey()
            .add("no mistakes and no warnings")
            .add(version)
            .add(recipe)
            .add(tree.identity())
            .add(configuring(architecture))
            .hex();
    return host.cache().folder(CacheFolder.CHECKS).resolve(digest);
  }
}
