package org.distroc.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Marks on what is in use, so that nobody removes it: by any number of processes at once, each
 * until it ends. A mark is a shared lock on a file, whose time of change tells when it was used
 * last.
 */
public final class UsageLease {
  private static final Map<Path, FileChannel> MARKED = new HashMap<>();

  private UsageLease() {}

  /**
   * Marks something until this process ends; waits for whoever is removing it just now. Look only
   * then whether it is there.
   */
  public static void mark(Path file) {
    try {
      Path real = real(file);
      synchronized (MARKED) {
        if (!MARKED.containsKey(real)) {
          FileChannel channel = open(real);
          channel.lock(0, Long.MAX_VALUE, true);
          MARKED.put(real, channel);
          // Not by its name: that would open and close the file, and give the lock up.
          channel.write(ByteBuffer.wrap(new byte[] {'\n'}), 0);
        }
      }
    } catch (IOException e) {
      // What cannot be marked cannot be removed either, by this user.
      return;
    }
  }

  /** Something that may fail to read or write. */
  @FunctionalInterface
  public interface Removal {
    /** Takes away what nobody uses. */
    void run() throws IOException;
  }

  /**
   * Removes what is marked by nobody, and cannot be marked meanwhile.
   *
   * @return false if it is in use
   */
  public static boolean unlessMarked(Path file, Removal removal) throws IOException {
    Path real = real(file);
    synchronized (MARKED) {
      if (MARKED.containsKey(real)) {
        return false;
      }
      try (FileChannel channel = open(real);
          FileLock alone = channel.tryLock()) {
        if (alone == null || !alone.isValid()) {
          return false;
        }
        removal.run();
        return true;
      }
    }
  }

  private static Path real(Path file) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    return folder.toRealPath().resolve(file.getFileName());
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
