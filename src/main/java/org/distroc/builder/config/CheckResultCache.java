package org.distroc.builder.config;

import org.distroc.arch.Architecture;
import org.distroc.builder.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheKey;
import org.distroc.host.Host;
import org.distroc.kernel.KernelTree;

/**
 * Remembers which recipes were checked against which kernel and found to be without mistakes, so
 * that checking again costs no look into the kernel. A recipe is known by its content; what it
 * names besides the kernel is checked with its text each time.
 */
public final class CheckResultCache {
  private final Host host;
  private final String version;
  private final Map<String, String> configuring = new HashMap<>();

  /** The memory in the cache of a host, of one version of distroc. */
  public CheckResultCache(Host host, String version) {
    this.host = host;
    this.version = version;
  }

  /** Whether this recipe was found without mistakes with this kernel and these tools. */
  public boolean knows(Path recipe, Architecture architecture, KernelTree tree) {
    try {
      return tree.pinned() && Files.exists(mark(recipe, architecture, tree));
    } catch (IOException e) {
      // What cannot be read is checked again.
      return false;
    }
  }

  /** Notes that there are no mistakes. */
  public void remember(Path recipe, Architecture architecture, KernelTree tree) {
    try {
      if (tree.pinned()) {
        Path mark = mark(recipe, architecture, tree);
        Files.createDirectories(mark.getParent());
        Files.write(mark, new byte[0]);
      }
    } catch (IOException e) {
      // A memory that cannot be written costs time, nothing else.
      return;
    }
  }

  /** The tools that Kconfig files ask; a run looks for them once. */
  private synchronized String configuring(Architecture architecture) throws IOException {
    String known = configuring.get(architecture.name());
    if (known == null) {
      known = Toolchain.of(host, architecture.compiler()).configuring();
      configuring.put(architecture.name(), known);
    }
    return known;
  }

  private Path mark(Path recipe, Architecture architecture, KernelTree tree) throws IOException {
    String digest =
        new CacheKey()
            .add("no mistakes and no warnings")
            .add(version)
            .add(Files.readAllBytes(recipe))
            .add(tree.identity())
            .add(configuring(architecture))
            .hex();
    return host.cache().folder(CacheFolder.CHECKS).resolve(digest);
  }
}
