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
 * Leases on entries in use, so that no process removes them. Any number of processes can hold one,
 * each until it ends. A lease is a shared lock on a file, whose modification time records the last
 * last.
 */
public final class UsageLease {
  private static final Map<Path, FileChannel> MARKED = new HashMap<>();

  private UsageLease() {}

  /**
   * Takes a lease until this process ends; waits if the entry is just being removed. Check only
   * afterwards whether it exists.
   */
  public static void mark(Path file) {
    try {
      Path real = real(file);
      synchronized (MARKED) {
        if (!MARKED.containsKey(real)) {
          FileChannel channel = open(real);
          channel.lock(0, Long.MAX_VALUE, true);
          MARKED.put(real, channel);
          // Not by its name: that would open and close the file, which releases the lock.
          channel.write(ByteBuffer.wrap(new byte[] {'\n'}), 0);
        }
      }
    } catch (IOException e) {
      // Without write permission here, this user cannot remove it either.
      return;
    }
  }

  /** A removal that may fail. */
  @FunctionalInterface
  public interface Removal {
    /** Removes the entry. */
    void run() throws IOException;
  }

  /**
   * Removes something without a lease, while none can be taken.
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
    BoundedFiles.dropSpecial(file);
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
