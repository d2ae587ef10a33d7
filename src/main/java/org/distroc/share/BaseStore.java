package org.distroc.share;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheLayout;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.Sha256;
import org.distroc.host.Trees;
import org.distroc.host.UsageLease;
import org.distroc.kernel.Progress;
import org.distroc.kernel.TarUnpacker;

/**
 * Bases that were fetched, by commit or digest: {@code bases/<key>/tree} in the cache. One is
 * unpacked under a temporary name and renamed when complete. Next to the tree is {@code complete},
 * with a digest of it: a tree that was changed since, or cut off by a power failure, is not used.
 */
final class BaseStore {
  private static final String TREE = "tree";
  private static final String COMPLETE = "complete";

  /** Up to so many bytes, each use reads the files; of more, it looks at sizes and times. */
  private static final long READ = 8 << 20;

  private final CacheLayout cache;
  private final Path bases;

  BaseStore(Host host) {
    this.cache = host.cache();
    this.bases = cache.folder(CacheFolder.BASES);
  }

  /** Opens the tar stream with the files of a base. */
  @FunctionalInterface
  interface Archive {
    InputStream open() throws IOException;
  }

  /** Work under a lock. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** The folder for repositories and archives that are being fetched. */
  Path scratch() throws IOException {
    return Files.createDirectories(cache.folder(CacheFolder.DOWNLOADS));
  }

  /** Does work while no other process does the same. */
  <T> T exclusively(String key, Work<T> work) throws IOException {
    FileLock lock = FileLock.take(cache.lock("base-" + key), () -> {});
    try {
      return work.run();
    } finally {
      lock.close();
    }
  }

  /** The tree of a base, if it is there and unchanged. */
  Optional<Path> find(String key) throws IOException {
    Path folder = bases.resolve(key);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    // From here on, pruning skips it.
    UsageLease.mark(cache.sourceLease(key));
    Path tree = folder.resolve(TREE);
    String note = AtomicFiles.read(folder.resolve(COMPLETE)).orElse("").strip();
    return Files.isDirectory(tree) && note.equals(digest(tree))
        ? Optional.of(tree)
        : Optional.empty();
  }

  /** A note that was kept with a base. */
  Optional<byte[]> note(String key, String name) throws IOException {
    return BoundedFiles.entry(bases.resolve(key).resolve(name), BoundedFiles.NOTE);
  }

  /** Adds a note to a base that is there. */
  void addNote(String key, String name, byte[] content) throws IOException {
    AtomicFiles.write(
        bases.resolve(key).resolve(name), new String(content, StandardCharsets.UTF_8));
  }

  /**
   * Unpacks a base.
   *
   * @param top the folder of the archive that is the tree; empty for all of it
   * @param notes files that are kept with it, by name
   * @throws IOException if the archive is damaged, too large, or has files out of its folder
   */
  Path keep(String key, String top, Archive archive, Map<String, byte[]> notes) throws IOException {
    Files.createDirectories(bases);
    Path work = bases.resolve("." + key + "-" + UUID.randomUUID());
    Files.createDirectory(work);
    try {
      Path unpacked = Files.createDirectory(work.resolve("unpacked"));
      try (InputStream tar = archive.open()) {
        TarUnpacker.unpack(tar, unpacked, TarUnpacker.Limits.RECIPES, Progress.NONE);
      }
      Path tree = work.resolve(TREE);
      Files.move(top.isEmpty() ? unpacked : unpacked.resolve(top), tree);
      for (Map.Entry<String, byte[]> note : notes.entrySet()) {
        Files.write(work.resolve(note.getKey()), note.getValue());
      }
      Files.writeString(work.resolve(COMPLETE), digest(tree) + "\n", StandardCharsets.UTF_8);
      Trees.delete(bases.resolve(key));
      Files.move(work, bases.resolve(key), StandardCopyOption.ATOMIC_MOVE);
      UsageLease.mark(cache.sourceLease(key));
      return bases.resolve(key).resolve(TREE);
    } finally {
      Trees.delete(work);
    }
  }

  /** A digest of names, kinds and contents or, of many bytes, of sizes and times. */
  private static String digest(Path tree) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    long[] bytes = new long[1];
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            files.put(tree.relativize(file).toString(), file);
            bytes[0] += facts.size();
            return FileVisitResult.CONTINUE;
          }
        });
    boolean read = bytes[0] <= READ;
    Sha256 digest = new Sha256();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Path path = file.getValue();
      String what;
      if (Files.isSymbolicLink(path)) {
        what = "-> " + Files.readSymbolicLink(path);
      } else {
        what = Files.isExecutable(path) ? "x " : "- ";
        what +=
            read
                ? Sha256.of(BoundedFiles.bytes(path, READ))
                : Files.size(path) + " " + Files.getLastModifiedTime(path).toMillis();
      }
      digest.update(file.getKey() + "\0" + what + "\0");
    }
    return digest.hex();
  }
}
