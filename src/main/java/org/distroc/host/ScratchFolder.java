package org.distroc.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A temporary folder that only its user can enter. It goes away when it is closed, and when distroc
 * is ended by a signal; what a distroc left that was killed, the next one removes. A lock on a file
 * in it, which the system releases, tells whether its owner lives.
 */
public final class ScratchFolder implements AutoCloseable {
  private static final String PREFIX = "distroc-";
  private static final String LOCK = ".owner";

  /** A younger one may not have its lock yet. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  /** Those of this process: a second channel of a lock file would release the lock. */
  private static final Map<Path, FileChannel> OWN = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ScratchFolder::removeAll, "remove-scratch"));
  }

  private final Path path;

  private ScratchFolder(Path path) {
    this.path = path;
  }

  /** The folder for temporary files: {@code $TMPDIR}, or {@code /tmp}. */
  public static Path parent(Host host) {
    return host.variable("TMPDIR")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .filter(Files::isDirectory)
        .orElse(Path.of("/tmp"));
  }

  /** A new folder in another, after removing what killed processes left there. */
  public static ScratchFolder create(Path parent) throws IOException {
    Path folder = Files.createTempDirectory(parent, PREFIX);
    FileChannel lock =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    OWN.put(folder, lock);
    lock.lock();
    removeLeftovers(parent, Files.getOwner(folder));
    return new ScratchFolder(folder);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  private static void removeLeftovers(Path parent, UserPrincipal user) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : all) {
        removeLeftover(folder, user);
      }
    } catch (IOException e) {
      // Another run may clear them.
      return;
    }
  }

  private static void removeLeftover(Path folder, UserPrincipal user) {
    try {
      Instant changed = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant();
      if (OWN.containsKey(folder)
          || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)
          || changed.isAfter(Instant.now().minus(SETTLED))) {
        return;
      }
      BoundedFiles.check(folder.resolve(LOCK), BoundedFiles.NOTE);
      try (FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
        if (lock.tryLock() != null) {
          Trees.delete(folder);
        }
      }
    } catch (IOException e) {
      // It is not one of these, or is being removed.
      return;
    }
  }

  private static void removeAll() {
    OWN.keySet().forEach(ScratchFolder::remove);
  }

  private static void remove(Path folder) {
    FileChannel lock = OWN.get(folder);
    try (lock) {
      Trees.delete(folder);
    } catch (IOException e) {
      // The next run removes it.
      return;
    } finally {
      OWN.remove(folder);
    }
  }

  @Override
  public void close() {
    remove(path);
  }
}
