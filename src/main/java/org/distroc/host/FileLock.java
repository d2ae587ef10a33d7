package org.distroc.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that holds between threads of this process and between processes. Its file stays when the
 * lock is released: removing it would let two processes lock two files of the same name. The system
 * releases the lock when the process ends, however it ends.
 *
 * <p>Threads also need a mutex: a second lock on the file by one JVM is an error, and closing any
 * channel of the file would release the first.
 */
public final class FileLock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> MUTEXES = new ConcurrentHashMap<>();

  private final ReentrantLock mutex;
  private final FileChannel channel;

  private FileLock(ReentrantLock mutex, FileChannel channel) {
    this.mutex = mutex;
    this.channel = channel;
  }

  /**
   * Takes the lock of a file, which is created if it does not exist.
   *
   * @param waiting runs once if the lock is held elsewhere
   */
  public static FileLock take(Path file, Runnable waiting) throws IOException {
    ReentrantLock mutex = mutex(file);
    if (!mutex.tryLock()) {
      waiting.run();
      mutex.lock();
    }
    FileChannel channel = null;
    try {
      channel = open(file);
      if (channel.tryLock() == null) {
        waiting.run();
        channel.lock();
      }
      return new FileLock(mutex, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      mutex.unlock();
      throw e;
    }
  }

  /** Takes the lock of a file unless it is held, in this process or another. */
  public static Optional<FileLock> tryTake(Path file) throws IOException {
    ReentrantLock mutex = mutex(file);
    // A lock held by this thread counts as well.
    if (mutex.isHeldByCurrentThread() || !mutex.tryLock()) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel = open(file);
      if (channel.tryLock() != null) {
        return Optional.of(new FileLock(mutex, channel));
      }
      channel.close();
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      mutex.unlock();
      throw e;
    }
    mutex.unlock();
    return Optional.empty();
  }

  private static FileChannel open(Path file) throws IOException {
    BoundedFiles.dropSpecial(file);
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static ReentrantLock mutex(Path file) throws IOException {
    Path real = Files.createDirectories(file.toAbsolutePath().getParent()).toRealPath();
    return MUTEXES.computeIfAbsent(real.resolve(file.getFileName()), path -> new ReentrantLock());
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
