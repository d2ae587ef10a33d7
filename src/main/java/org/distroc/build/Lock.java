package org.distroc.build;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two builds from using one folder at once: threads of this process by a mutex, for a file
 * lock taken twice in one JVM is an error, and processes by a lock on a file, which the operating
 * system drops when its process dies.
 */
final class Lock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> MUTEXES = new ConcurrentHashMap<>();

  private final ReentrantLock mutex;
  private final FileChannel channel;

  private Lock(ReentrantLock mutex, FileChannel channel) {
    this.mutex = mutex;
    this.channel = channel;
  }

  /**
   * Takes the lock of a file, which is made if it does not exist.
   *
   * @param waiting runs once if somebody else holds it
   */
  static Lock take(Path file, Runnable waiting) throws IOException {
    Path real = Files.createDirectories(file.toAbsolutePath().getParent()).toRealPath();
    ReentrantLock mutex =
        MUTEXES.computeIfAbsent(real.resolve(file.getFileName()), path -> new ReentrantLock());
    if (!mutex.tryLock()) {
      waiting.run();
      mutex.lock();
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        waiting.run();
        channel.lock();
      }
      return new Lock(mutex, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      mutex.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      mutex.unlock();
    }
  }
}
