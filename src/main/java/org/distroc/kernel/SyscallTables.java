package org.distroc.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.distroc.arch.SyscallAbi;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.Host;

/**
 * The system calls of kernels. Finding them all reads thousands of files, so the result is cached,
 * unless the source may change.
 */
public final class SyscallTables {
  private final Path folder;
  private final Map<Path, SyscallTable> tables = new ConcurrentHashMap<>();

  /** Tables with the cache of a host. */
  public SyscallTables(Host host) {
    this.folder = host.cache().folder(CacheFolder.OPTIONS);
  }

  /**
   * The table of a kernel.
   *
   * @throws org.distroc.diag.Failure D2012 when the tree has none
   */
  public SyscallTable of(KernelTree tree, SyscallAbi abi) {
    if (!tree.pinned()) {
      return SyscallTable.read(tree, abi);
    }
    String name = (tree.identity() + "-" + abi.table()).replaceAll("[^A-Za-z0-9]+", "-");
    return tables.computeIfAbsent(
        folder.resolve(name + ".calls"), file -> SyscallTable.read(tree, abi, new Kept(file)));
  }

  /** The calls of one table, in a file of the cache. */
  static final class Kept {
    private final Path file;

    private Kept(Path file) {
      this.file = file;
    }

    /** The calls by the kernel's names; empty when they are not there, or damaged. */
    Optional<Map<String, Syscall>> read() {
      try {
        return BoundedFiles.entry(file, BoundedFiles.TEXT)
            .flatMap(bytes -> SyscallText.read(new String(bytes, StandardCharsets.UTF_8)));
      } catch (IOException e) {
        // The kernel's files are read again.
        return Optional.empty();
      }
    }

    void write(Map<String, Syscall> calls) {
      try {
        AtomicFiles.write(file, SyscallText.write(calls.values()));
      } catch (IOException e) {
        // Without a cache entry, the next run only takes longer.
        return;
      }
    }
  }
}
