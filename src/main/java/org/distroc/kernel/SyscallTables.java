package org.distroc.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
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
  private final Map<String, SyscallConditions> conditions = new ConcurrentHashMap<>();

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
    return tables.computeIfAbsent(
        folder.resolve(name(tree, abi) + ".calls"),
        file -> SyscallTable.read(tree, abi, new Kept(file)));
  }

  /**
   * The kernel options that each call is compiled with.
   *
   * @throws org.distroc.diag.Failure D2140 when a file of the tree cannot be read
   */
  public SyscallConditions conditions(KernelTree tree, SyscallAbi abi) {
    Optional<Kept> keeper =
        tree.pinned()
            ? Optional.of(new Kept(folder.resolve(name(tree, abi) + ".needs")))
            : Optional.empty();
    return conditions.computeIfAbsent(
        name(tree, abi), name -> new SyscallConditions(tree, abi, keeper));
  }

  private static String name(KernelTree tree, SyscallAbi abi) {
    return (tree.identity() + "-" + abi.sources().get(0).file()).replaceAll("[^A-Za-z0-9]+", "-");
  }

  /** The calls of one table, or the options that they need, in a file of the cache. */
  static final class Kept {
    private final Path file;

    private Kept(Path file) {
      this.file = file;
    }

    /** The options by the kernel's names of the calls; empty as for {@link #read}. */
    Optional<Map<String, SyscallCondition>> readConditions() {
      return text().flatMap(SyscallText::readConditions);
    }

    void writeConditions(Collection<SyscallCondition> conditions) {
      write(SyscallText.writeConditions(conditions));
    }

    /** The calls by the kernel's names; empty when they are not there, or damaged. */
    Optional<Map<String, Syscall>> read() {
      return text().flatMap(SyscallText::read);
    }

    private Optional<String> text() {
      try {
        return BoundedFiles.entry(file, BoundedFiles.TEXT)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The kernel's files are read again.
        return Optional.empty();
      }
    }

    void write(Map<String, Syscall> calls) {
      write(SyscallText.write(calls.values()));
    }

    private void write(String text) {
      try {
        AtomicFiles.write(file, text);
      } catch (IOException e) {
        // Without a cache entry, the next run only takes longer.
        return;
      }
    }
  }
}
