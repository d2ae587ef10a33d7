package org.distroc.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheKey;
import org.distroc.host.CacheLayout;
import org.distroc.host.Sha256;
import org.distroc.host.Trees;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.remotecache.SharedEntries;

/**
 * The cache of configurations and kernels, by all that their bytes depend on. What is in it was
 * finished: entries are made under another name and renamed. What comes out is checked against the
 * digests noted when it went in, so a damaged entry is as good as none.
 */
final class KernelStore {
  /**
   * Part of the names of object folders. kbuild notices changed flags itself, so the Makefile has no
   * part in them.
   */
  private static final String OBJECTS_VERSION = "1";

  /**
   * Tools whose versions Kconfig files ask for, and the option with which each writes a part of the
   * kernel. Without that option its answer is in the configuration, and nothing else of it.
   */
  private static final Map<String, String> WRITES_WITH =
      Map.of("pahole", "DEBUG_INFO_BTF", "rustc", "RUST", "bindgen", "RUST");

  private static final Set<String> CONFIG = Set.of(OlddefconfigCheck.CONFIG);

  private static final int RENAMES = 20;

  private static final String SUMS = "SHA256SUMS";

  /** The server that an entry came from; what was made here has no such file. */
  private static final String ORIGIN = "ORIGIN";

  private final CacheLayout cache;
  private final BuildPlan plan;
  private final Map<String, byte[]> project;
  private final Toolchain toolchain;
  private final SharedEntries shared;

  /**
   * The cache of a plan's kernels.
   *
   * @param project the files of the generated project; its Makefile says how kernels are built
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

  /** The one folder where kernels of this source are compiled; objtool's files know its path. */
  Path objects() {
    // make does not see that pahole or rustc is another one.
    String key = common().add("objects").add(toolchain.configuring()).hex().substring(0, 16);
    String release = plan.kernel().tree().release().toString().replaceAll("[^A-Za-z0-9._-]", "_");
    return cache.folder(CacheFolder.OBJECTS).resolve(release + "-" + key);
  }

  /** The same for kernels that are compiled for a debugger, with other flags. */
  Path symbolObjects() {
    Path objects = objects();
    return objects.resolveSibling(objects.getFileName() + "-symbols");
  }

  /** The entry of the base configuration that a target of the kernel's make writes. */
  Path baseEntry(String target) {
    CacheKey key = key(target + ".config", Set.of()).add(toolchain.configuring());
    return cache.folder(CacheFolder.CONFIGS).resolve(key.hex());
  }

  /** The entry of the configuration that olddefconfig makes of a fragment and a base file. */
  Path configEntry(byte[] fragment, byte[] base) {
    CacheKey key =
        key(OlddefconfigCheck.CONFIG, Set.of(ProjectLayout.FRAGMENT, ProjectLayout.BASE))
            .add(toolchain.configuring())
            .add(fragment)
            .add(base);
    return cache.folder(CacheFolder.CONFIGS).resolve(key.hex());
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

  /** The entry of the same kernel with symbols. */
  Path symbolsEntry(ResolvedConfig config) {
    CacheKey key =
        key(KernelSymbols.FOLDER + "/" + KernelSymbols.VMLINUX, CONFIG)
            .add(toolchain.configuring())
            .add(config.bytes());
    return cache.folder(CacheFolder.SYMBOLS).resolve(key.hex());
  }

  /**
   * The source, the compiler, and how the Makefile builds a target.
   *
   * @param given what the caller adds itself
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

  /** Whether a kernel source that is named like this one always has the same content. */
  boolean isUsable() {
    return plan.kernel().tree().pinned();
  }

  /**
   * Copies the files of an entry into a folder. One that is not here may be on a server; it is kept
   * here then.
   *
   * @return where it was; empty if there is no entry that has these files whole
   */
  Optional<String> fetch(Path entry, Path folder, List<String> names) throws IOException {
    if (!isUsable()) {
      return Optional.empty();
    }
    Optional<Map<String, byte[]>> files = kept(entry, names);
    String origin = "the cache";
    if (files.isPresent()) {
      // What came from a server is passed on to no other: here nobody knows that it is right.
      if (!Files.exists(entry.resolve(ORIGIN))) {
        shared.offer(sharedName(entry), files.get());
      }
    } else {
      Optional<SharedEntries.Entry> given = shared.fetch(sharedName(entry), names);
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

  private static String sharedName(Path entry) {
    return entry.getParent().getFileName() + "-" + entry.getFileName();
  }

  /** The files of an entry; one that does not have them whole is removed. */
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

  /** The time of change of its folder tells when an entry was used last. */
  private static void used(Path entry) {
    try {
      Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Somebody is removing it, or it is not ours: what was read of it is whole all the same.
      return;
    }
  }

  /** A file of an entry, if it is the one that was kept. */
  private static Optional<byte[]> whole(Path entry, String name) {
    try {
      byte[] bytes = Files.readAllBytes(entry.resolve(name));
      List<String> sums = Files.readAllLines(entry.resolve(SUMS), StandardCharsets.ISO_8859_1);
      return sums.contains(sum(bytes, name)) ? Optional.of(bytes) : Optional.empty();
    } catch (IOException e) {
      // What cannot be read is damaged, or somebody else is just removing it.
      return Optional.empty();
    }
  }

  /** A line in the form of sha256sum. */
  private static String sum(byte[] bytes, String name) {
    return Sha256.of(bytes) + "  " + name;
  }

  /** Takes an entry away in one step, so that nobody else sees half of it. */
  private static void drop(Path entry) throws IOException {
    Path gone = Files.createTempDirectory(entry.getParent(), "old-");
    try {
      Files.move(entry, gone, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Somebody else was quicker.
      Files.deleteIfExists(gone);
      return;
    }
    Trees.delete(gone);
  }

  /** Keeps files of a folder, which were made just now, as an entry, and gives it to servers. */
  void keep(Path entry, Path folder, List<String> names) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name, Files.readAllBytes(folder.resolve(name)));
    }
    keep(entry, files);
  }

  /** The same with the content of files. */
  void keep(Path entry, Map<String, byte[]> files) throws IOException {
    if (isUsable() && !Files.exists(entry)) {
      publish(entry, files, Optional.empty());
      shared.offer(sharedName(entry), files);
    }
  }

  private static void publish(Path entry, Map<String, byte[]> files, Optional<String> origin)
      throws IOException {
    Files.createDirectories(entry.getParent());
    Path beside = Files.createTempDirectory(entry.getParent(), "new-");
    try {
      StringBuilder sums = new StringBuilder();
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(beside.resolve(file.getKey()), file.getValue());
        sums.append(sum(file.getValue(), file.getKey())).append('\n');
      }
      Files.writeString(beside.resolve(SUMS), sums);
      if (origin.isPresent()) {
        Files.writeString(beside.resolve(ORIGIN), origin.get() + "\n");
      }
      rename(beside, entry);
    } finally {
      Trees.delete(beside);
    }
  }

  /**
   * Renaming to a folder that is there has no exception of its own. Somebody else was quicker then,
   * with the same bytes; unless the folder is gone again, for it was damaged and dropped.
   */
  private static void rename(Path beside, Path entry) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        Files.move(beside, entry, StandardCopyOption.ATOMIC_MOVE);
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
