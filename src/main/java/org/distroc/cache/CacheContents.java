package org.distroc.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheFolder.Eviction;
import org.distroc.host.CacheFolder.Unit;
import org.distroc.host.CacheLayout;

/**
 * The content of a cache at one moment.
 *
 * @param items everything that distroc keeps there
 * @param leftovers leftovers of killed runs, older than a day
 * @param otherBytes of files that distroc does not know
 */
public record CacheContents(List<Item> items, List<Path> leftovers, long otherBytes) {
  /** No run takes longer. */
  private static final Duration STALE = Duration.ofDays(1);

  private static final long BLOCK = 4096;

  /** Copies the lists. */
  public CacheContents {
    items = List.copyOf(items);
    leftovers = List.copyOf(leftovers);
  }

  /** Lists a cache, which need not exist. Files deleted meanwhile do not count. */
  public static CacheContents of(Path cache) throws IOException {
    List<Item> items = new ArrayList<>();
    List<Path> leftovers = new ArrayList<>();
    CacheLayout layout = new CacheLayout(cache);
    for (Path path : children(cache)) {
      if (isUnfinished(path)) {
        addIfStale(path, leftovers);
      }
    }
    for (CacheFolder kind : CacheFolder.values()) {
      for (Path path : entries(kind, layout.folder(kind))) {
        if (isUnfinished(path)) {
          addIfStale(path, leftovers);
        } else if (kind.unit() != Unit.FOLDER
            || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          items.add(item(layout, kind, path));
        }
      }
      if (kind.eviction() == Eviction.IF_STALE) {
        for (Path path : children(layout.folder(kind))) {
          addIfStale(path, leftovers);
        }
      }
    }
    long all = bytes(cache);
    return new CacheContents(
        items, leftovers, Math.max(0, all - items.stream().mapToLong(Item::bytes).sum()));
  }

  /** Bytes of everything. */
  public long bytes() {
    return otherBytes + items.stream().mapToLong(Item::bytes).sum();
  }

  private static List<Path> entries(CacheFolder kind, Path folder) throws IOException {
    return switch (kind.unit()) {
      case ALL -> Files.exists(folder) ? List.of(folder) : List.of();
      // Under the folder of each distroc on this machine.
      case ARCHIVE -> archives(folder);
      case FOLDER, FILE -> children(folder);
    };
  }

  private static List<Path> archives(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).sorted().toList();
    } catch (UncheckedIOException e) {
      // The launcher is removing old ones; the next run lists what is left.
      return List.of();
    }
  }

  /** The names of what is still being written, or already being deleted. */
  private static boolean isUnfinished(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".")
        || name.startsWith("new-")
        || name.startsWith("new.")
        || name.startsWith("old-");
  }

  private static void addIfStale(Path path, List<Path> leftovers) throws IOException {
    try {
      Instant made = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
      if (made.isBefore(Instant.now().minus(STALE))) {
        leftovers.add(path);
      }
    } catch (NoSuchFileException e) {
      // Its process has just renamed it to its final name.
      return;
    }
  }

  private static Item item(CacheLayout layout, CacheFolder kind, Path path) throws IOException {
    Instant last = Instant.EPOCH;
    for (Path sign : signs(layout, kind, path)) {
      last = later(last, lastUse(sign));
    }
    return new Item(kind, path, bytes(path), last);
  }

  private static Instant lastUse(Path path) throws IOException {
    try {
      BasicFileAttributes facts =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Instant changed = facts.lastModifiedTime().toInstant();
      // Listing a folder does not use it. The access time of a file is at most a day old, if the
      // file system keeps one.
      return facts.isRegularFile() ? later(changed, facts.lastAccessTime().toInstant()) : changed;
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** The files whose times show when something was used last. */
  private static List<Path> signs(CacheLayout layout, CacheFolder kind, Path path)
      throws IOException {
    String name = path.getFileName().toString();
    return switch (kind) {
      case SOURCES, BASES -> List.of(path, layout.sourceLease(name));
      case OBJECTS, MENUCONFIG ->
          List.of(path, path.resolveSibling(name + ".ended"), path.resolveSibling(name + ".bytes"));
      case CCACHE -> List.of(path, path.resolve("stats"));
      case APT -> List.of(path, path.resolve("lists"));
      default -> kind.unit() == Unit.ALL ? withChildren(path) : List.of(path);
    };
  }

  private static List<Path> withChildren(Path path) throws IOException {
    List<Path> all = new ArrayList<>(children(path));
    all.add(path);
    return all;
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Collections.emptyList();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  /** The size of a file or folder on disk, in whole blocks. */
  static long bytes(Path path) throws IOException {
    if (!Files.exists(path)) {
      return 0;
    }
    long[] sum = new long[1];
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            sum[0] += (facts.size() + BLOCK - 1) / BLOCK * BLOCK;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
            sum[0] += BLOCK;
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }
}
