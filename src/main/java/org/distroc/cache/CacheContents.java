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

/**
 * What is in a cache at one moment.
 *
 * @param items what can go
 * @param leftovers what runs that were killed have left, older than a day
 * @param otherBytes of everything else: notes, locks, and what is on its way
 */
public record CacheContents(List<Item> items, List<Path> leftovers, long otherBytes) {
  /** No run takes longer. */
  private static final Duration OLD = Duration.ofDays(1);

  private static final long BLOCK = 4096;

  /** Copies the lists. */
  public CacheContents {
    items = List.copyOf(items);
    leftovers = List.copyOf(leftovers);
  }

  /** Looks into a cache, which need not exist. What goes away meanwhile is not counted. */
  public static CacheContents of(Path cache) throws IOException {
    List<Item> items = new ArrayList<>();
    List<Path> leftovers = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Path folder = cache.resolve(kind.folder());
      for (Path path : parts(kind, folder)) {
        if (isUnfinished(path)) {
          addIfOld(path, leftovers);
        } else if (kind.isOfFiles() || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          items.add(item(kind, path));
        }
      }
    }
    for (String folder : List.of("downloads", "verify")) {
      for (Path path : children(cache.resolve(folder))) {
        addIfOld(path, leftovers);
      }
    }
    long all = bytes(cache);
    return new CacheContents(
        items, leftovers, Math.max(0, all - items.stream().mapToLong(Item::bytes).sum()));
  }

  /** Bytes of all of it. */
  public long bytes() {
    return otherBytes + items.stream().mapToLong(Item::bytes).sum();
  }

  /** What can go alone, and what is not whole. */
  private static List<Path> parts(Kind kind, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    if (kind == Kind.CCACHE) {
      return List.of(folder);
    }
    // Under the folder of each distroc on this machine.
    return kind == Kind.JVM ? archives(folder) : children(folder);
  }

  private static List<Path> archives(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).sorted().toList();
    } catch (UncheckedIOException e) {
      // The launcher removes old ones; those that are there now will be seen next time.
      return List.of();
    }
  }

  /** The names under which things are made before they are whole, or taken away. */
  private static boolean isUnfinished(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".")
        || name.startsWith("new-")
        || name.startsWith("new.")
        || name.startsWith("old-");
  }

  private static void addIfOld(Path path, List<Path> leftovers) throws IOException {
    try {
      Instant made = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
      if (made.isBefore(Instant.now().minus(OLD))) {
        leftovers.add(path);
      }
    } catch (NoSuchFileException e) {
      // It was on its way, and has arrived.
      return;
    }
  }

  private static Item item(Kind kind, Path path) throws IOException {
    Instant last = Instant.EPOCH;
    for (Path sign : signs(kind, path)) {
      if (Files.exists(sign, LinkOption.NOFOLLOW_LINKS)) {
        BasicFileAttributes facts =
            Files.readAttributes(sign, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        last = later(last, facts.lastModifiedTime().toInstant());
        // Looking into a folder is no use of it; and a file is read once a day at the least, if the
        // file system notes that at all.
        last = facts.isRegularFile() ? later(last, facts.lastAccessTime().toInstant()) : last;
      }
    }
    return new Item(kind, path, bytes(path), last);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** The files whose times tell when something was used. */
  private static List<Path> signs(Kind kind, Path path) {
    String name = path.getFileName().toString();
    return switch (kind) {
      case SOURCES -> List.of(path, mark(path));
      case OBJECTS, MENUCONFIG ->
          List.of(path, path.resolveSibling(name + ".ended"), path.resolveSibling(name + ".bytes"));
      case CCACHE -> List.of(path, path.resolve("stats"));
      default -> List.of(path);
    };
  }

  /** The mark of a source that is in use; {@code kernel/SourceCache} sets it. */
  static Path mark(Path source) {
    return source
        .getParent()
        .resolveSibling("locks")
        .resolve("use-" + source.getFileName() + ".lock");
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Collections.emptyList();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  /** In whole blocks, as disks have it. */
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
