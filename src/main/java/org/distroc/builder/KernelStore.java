package org.distroc.builder;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.builder.toolchain.Toolchain;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheKey;
import org.distroc.host.CacheLayout;
import org.distroc.host.Sha256;
import org.distroc.host.Trees;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.remotecache.SharedEntries;

/**
 * The cache of configurations and kernels, keyed by everything that their bytes depend on. Entries
 * are complete: they are written under a temporary name and renamed. Files are checked against the
 * digests recorded when they were stored, and a damaged entry counts as missing.
 */
final class KernelStore {
  /**
   * Part of the names of object folders. The Makefile is not: kbuild notices changed flags itself.
   */
  private static final String OBJECTS_VERSION = "1";

  /**
   * Tools whose versions Kconfig files query, with the option that makes the build run them.
   * Without that option only their version is used, and it is in the configuration.
   */
  private static final Map<String, String> WRITES_WITH =
      Map.of("pahole", "DEBUG_INFO_BTF", "rustc", "RUST", "bindgen", "RUST");

  private static final Set<String> CONFIG = Set.of(OlddefconfigCheck.CONFIG);

  private static final int RENAMES = 20;

  private static final String SUMS = "SHA256SUMS";

  /** The server that an entry was downloaded from; entries built here have no such file. */
  private static final String ORIGIN = "ORIGIN";

  /** The last line of that file, once the entry was compared with what is known here. */
  private static final String CHECKED = "checked\n";

  private final CacheLayout cache;
  private final BuildPlan plan;
  private final Map<String, byte[]> project;
  private final Toolchain toolchain;
  private final SharedEntries shared;

  /**
   * The cache of a plan's kernels.
   *
   * @param project the files of the generated project; its Makefile contains the rules for kernels
   */
  KernelStore(
      CacheLayout cache,
      BuildPlan plan,
      Map<String, byte[]> project,
      Toolchain toolchain,
      SharedEntries shared) {
    this.cache = cache;
    this.plan = plan;
    this.project = project;
    this.toolchain = toolchain;
    this.shared = shared;
  }

  /** The object folder for kernels of this source; objtool's files contain its path. */
  Path objects() {
    // make does not notice another version of pahole or rustc.
    String key = common().add("objects").add(toolchain.configuring()).hex().substring(0, 16);
    String release = plan.kernel().tree().release().toString().replaceAll("[^A-Za-z0-9._-]", "_");
    return cache.folder(CacheFolder.OBJECTS).resolve(release + "-" + key);
  }

  /** The object folder for kernels with debug symbols, which need other flags. */
  Path symbolObjects() {
    Path objects = objects();
    return objects.resolveSibling(objects.getFileName() + "-symbols");
  }

  /** The entry of a base configuration, such as tinyconfig, that the kernel's make writes. */
  Path baseEntry(String target) {
    CacheKey key = key(target + ".config", Set.of()).add(toolchain.configuring());
    return cache.folder(CacheFolder.CONFIGS).resolve(key.hex());
  }

  /** The entry of the configuration that olddefconfig makes from a fragment and a base file. */
  Path configEntry(byte[] fragment, byte[] base) {
    CacheKey key =
        key(OlddefconfigCheck.CONFIG, Set.of(ProjectLayout.FRAGMENT, ProjectLayout.BASE))
            .add(toolchain.configuring())
            .add(fragment)
            .add(base);
    return cache.folder(CacheFolder.CONFIGS).resolve(key.hex());
  }

  /**
   * The entry that says that distroc's answer and that of olddefconfig differed for this entry of a
   * configuration. Neither is kept, since a faulty tool may have written the one and a fault of
   * distroc's the other.
   */
  static Path disputeOf(Path configEntry) {
    return configEntry.resolveSibling(configEntry.getFileName() + "-disputed");
  }

  /** The entry of the kernel with a configuration. */
  Path kernelEntry(ResolvedConfig config) {
    CacheKey key = key(plan.architecture().kernel().target(), CONFIG).add(config.bytes());
    if (!Toolchain.ASKED.stream().allMatch(tool -> onlyAnswers(tool, config))) {
      key.add(toolchain.configuring());
    }
    return cache.folder(CacheFolder.KERNELS).resolve(key.hex());
  }

  private static boolean onlyAnswers(String tool, ResolvedConfig config) {
    return WRITES_WITH.containsKey(tool) && !config.isOn(WRITES_WITH.get(tool));
  }

  /** The entry of the debug symbols of that kernel. */
  Path symbolsEntry(ResolvedConfig config) {
    CacheKey key =
        key(KernelSymbols.FOLDER + "/" + KernelSymbols.VMLINUX, CONFIG)
            .add(toolchain.configuring())
            .add(config.bytes());
    return cache.folder(CacheFolder.SYMBOLS).resolve(key.hex());
  }

  /**
   * A key of the source, the compiler, and the Makefile's rules for a target.
   *
   * @param given files that the caller adds to the key itself
   */
  private CacheKey key(String target, Set<String> given) {
    return new CacheKey().add(MakeSlice.of(project, target, given)).add(common().hex());
  }

  private CacheKey common() {
    return new CacheKey()
        .add(OBJECTS_VERSION)
        .add(plan.kernel().tree().identity())
        .add(plan.architecture().name())
        .add(toolchain.compiling());
  }

  /**
   * Whether the cache can be used: the content of the kernel source cannot change under its name.
   */
  boolean isUsable() {
    return plan.kernel().tree().pinned();
  }

  /**
   * Copies the files of an entry into a folder. An entry missing here is downloaded, if a server
   * has it, and cached.
   *
   * @param check of files that a server sent, before they are kept
   * @return where it was; empty if there is no entry with all of these files undamaged
   */
  Optional<String> fetch(Path entry, Path folder, List<String> names, SharedEntries.Check check)
      throws IOException {
    if (!isUsable()) {
      return Optional.empty();
    }
    Optional<Map<String, byte[]>> files = checked(entry, names, check);
    String origin = "the cache";
    if (files.isPresent()) {
      // Downloads are never uploaded to other servers: only what was built here is known to be
      // right.
      if (!Files.exists(entry.resolve(ORIGIN))) {
        shared.offer(sharedName(entry), files.get());
      }
    } else {
      Optional<SharedEntries.Entry> given = shared.fetch(sharedName(entry), names, check);
      if (given.isEmpty()) {
        return Optional.empty();
      }
      origin = given.get().origin();
      files = given.map(SharedEntries.Entry::files);
      publish(entry, files.get(), Optional.of(origin));
    }
    for (Map.Entry<String, byte[]> file : files.get().entrySet()) {
      AtomicFiles.write(folder.resolve(file.getKey()), file.getValue());
    }
    return Optional.of(origin);
  }

  /** The files of an entry; those of a server are checked once, if they were kept unchecked. */
  private static Optional<Map<String, byte[]>> checked(
      Path entry, List<String> names, SharedEntries.Check check) throws IOException {
    Optional<Map<String, byte[]>> files = kept(entry, names);
    Optional<String> origin = AtomicFiles.read(entry.resolve(ORIGIN));
    if (files.isEmpty() || origin.isEmpty() || origin.get().endsWith(CHECKED)) {
      return files;
    }
    if (check.flaw(files.get()).isPresent()) {
      drop(entry);
      return Optional.empty();
    }
    AtomicFiles.write(entry.resolve(ORIGIN), origin.get() + CHECKED);
    return files;
  }

  private static String sharedName(Path entry) {
    return entry.getParent().getFileName() + "-" + entry.getFileName();
  }

  /** The files of an entry, which is removed if a file is missing or damaged. */
  static Optional<Map<String, byte[]>> kept(Path entry, List<String> names) throws IOException {
    if (!Files.exists(entry)) {
      return Optional.empty();
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : names) {
      Optional<byte[]> whole = whole(entry, name);
      if (whole.isEmpty()) {
        drop(entry);
        return Optional.empty();
      }
      files.put(name, whole.get());
    }
    used(entry);
    return Optional.of(files);
  }

  /** Marks an entry as used: pruning looks at the mtime of its folder. */
  private static void used(Path entry) {
    try {
      Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Another process is removing it, or it belongs to another user; the files already read are
      // good.
      return;
    }
  }

  /** A file of an entry, if its checksum matches. */
  private static Optional<byte[]> whole(Path entry, String name) {
    try {
      byte[] bytes = BoundedFiles.bytes(entry.resolve(name), BoundedFiles.PROGRAM);
      List<String> sums =
          BoundedFiles.latin1(entry.resolve(SUMS), BoundedFiles.NOTE).lines().toList();
      return sums.contains(sum(bytes, name)) ? Optional.of(bytes) : Optional.empty();
    } catch (IOException e) {
      // Damaged, or another process is removing it.
      return Optional.empty();
    }
  }

  /** A line in the format of sha256sum. */
  private static String sum(byte[] bytes, String name) {
    return Sha256.of(bytes) + "  " + name;
  }

  /** Removes an entry in one step, so that no other process sees half of it. */
  static void drop(Path entry) throws IOException {
    Path gone = Files.createTempDirectory(entry.getParent(), "old-");
    try {
      Files.move(entry, gone, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Another process won the race.
      Files.deleteIfExists(gone);
      return;
    }
    Trees.delete(gone);
  }

  /** Stores newly made files of a folder as an entry, and uploads it. */
  void keep(Path entry, Path folder, List<String> names) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name, BoundedFiles.bytes(folder.resolve(name), BoundedFiles.PROGRAM));
    }
    keep(entry, files);
  }

  /** As above, from memory. */
  void keep(Path entry, Map<String, byte[]> files) throws IOException {
    if (isUsable() && !Files.exists(entry)) {
      publish(entry, files, Optional.empty());
      shared.offer(sharedName(entry), files);
    }
  }

  private static void publish(Path entry, Map<String, byte[]> files, Optional<String> origin)
      throws IOException {
    Files.createDirectories(entry.getParent());
    Path temporary = Files.createTempDirectory(entry.getParent(), "new-");
    try {
      StringBuilder sums = new StringBuilder();
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(temporary.resolve(file.getKey()), file.getValue());
        sums.append(sum(file.getValue(), file.getKey())).append('\n');
      }
      Files.writeString(temporary.resolve(SUMS), sums);
      if (origin.isPresent()) {
        Files.writeString(temporary.resolve(ORIGIN), origin.get() + "\n" + CHECKED);
      }
      rename(temporary, entry);
    } finally {
      Trees.delete(temporary);
    }
  }

  /**
   * Renames a folder. There is no specific exception for an existing target: then another process
   * won the race with the same bytes, unless the folder is gone again because it was damaged and
   * removed.
   */
  private static void rename(Path temporary, Path entry) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        Files.move(temporary, entry, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (FileSystemException e) {
        if (Files.exists(entry)) {
          return;
        }
        if (tries == RENAMES) {
          throw e;
        }
      }
    }
  }
}
