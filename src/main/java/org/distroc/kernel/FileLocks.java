package org.distroc.kernel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks that hold between threads of this process and between processes. A lock file stays when the
 * lock is given up: removing it would let two processes lock two files of one name. The system
 * gives the lock up when the process ends, however it ends.
 */
final class FileLocks {
  /** A second lock by this JVM would throw, and closing any channel of the file would unlock it. */
  private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private FileLocks() {}

  /** Work done under a lock. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does the work while nobody else holds the lock of that file; calls {@code waiting} if busy. */
  static <T> T holding(Path file, Runnable waiting, Work<T> work) throws IOException {
    Files.createDirectories(file.getParent());
    Path name = file.getParent().toRealPath().resolve(file.getFileName());
    ReentrantLock own = IN_THIS_PROCESS.computeIfAbsent(name, n -> new ReentrantLock());
    if (!own.tryLock()) {
      waiting.run();
      own.lock();
    }
    try (FileChannel channel =
        FileChannel.open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        waiting.run();
        lock = channel.lock();
      }
      try (FileLock held = lock) {
        assert held.isValid();
        return work.run();
      }
    } finally {
      own.unlock();
    }
  }
}
