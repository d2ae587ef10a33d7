package org.distroc.build;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.plan.BuildPlan;

/**
 * The cache of configurations and kernels, by all that their bytes depend on. What is in it was
 * finished: entries are made under another name and renamed. What comes out is checked against the
 * digests noted when it went in, so a damaged entry is as good as none.
 */
final class KernelStore {
  /** Changes when the generated Makefile changes in a way that changes a kernel's bytes. */
  private static final String RULES = "1";

  private static final String SUMS = "SHA256SUMS";

  private final Path cache;
  private final BuildPlan plan;
  private final String toolchain;

  KernelStore(Path cache, BuildPlan plan, String toolchain) {
    this.cache = cache;
    this.plan = plan;
    this.toolchain = toolchain;
  }

  /** The one folder where kernels of this source are compiled; objtool's files know its path. */
  Path objects() {
    String key = key().add("objects").hex().substring(0, 16);
    String release = plan.kernel().tree().release().toString().replaceAll("[^A-Za-z0-9._-]", "_");
    return cache.resolve("objects").resolve(release + "-" + key);
  }

  Path configEntry(byte[] fragment, byte[] base) {
    return cache.resolve("configs").resolve(key().add(fragment).add(base).hex());
  }

  Path kernelEntry(ResolvedConfig config) {
    return cache.resolve("kernels").resolve(key().add(config.bytes()).hex());
  }

  private Digest key() {
    return new Digest()
        .add(RULES)
        .add(plan.kernel().tree().identity())
        .add(plan.architecture().name())
        .add(toolchain);
  }

  /** Whether a kernel source that is named like this one always has the same content. */
  boolean isUsable() {
    return plan.kernel().tree().pinned();
  }

  /** Copies the files of an entry into a folder; false if there is no whole entry. */
  boolean fetch(Path entry, Path folder) throws IOException {
    if (!isUsable() || !Files.isRegularFile(entry.resolve(SUMS))) {
      return false;
    }
    List<String> sums = Files.readAllLines(entry.resolve(SUMS));
    for (String sum : sums) {
      Path file = entry.resolve(sum.substring(66));
      if (!Files.isRegularFile(file) || !Digest.of(file).equals(sum.substring(0, 64))) {
        deleteTree(entry);
        return false;
      }
    }
    for (String sum : sums) {
      ProjectFolder.replace(
          folder.resolve(sum.substring(66)), Files.readAllBytes(entry.resolve(sum.substring(66))));
    }
    return true;
  }

  /** Keeps files of a folder as an entry. */
  void keep(Path entry, Path folder, List<String> names) throws IOException {
    if (!isUsable() || Files.exists(entry)) {
      return;
    }
    Files.createDirectories(entry.getParent());
    Path beside = Files.createTempDirectory(entry.getParent(), "new-");
    StringBuilder sums = new StringBuilder();
    for (String name : names) {
      Files.copy(folder.resolve(name), beside.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      sums.append(Digest.of(beside.resolve(name))).append("  ").append(name).append('\n');
    }
    Files.writeString(beside.resolve(SUMS), sums);
    try {
      Files.move(beside, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException
        | DirectoryNotEmptyException
        | AtomicMoveNotSupportedException e) {
      // Somebody else was quicker, with the same bytes.
      deleteTree(beside);
    }
  }

  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
