package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLockTest {
  @TempDir Path folder;

  @Test
  void twoThreadsTakeTurns() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger waits = new AtomicInteger();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int n = 0; n < 25; n++) {
                  try {
                    FileLock lock = FileLock.take(folder.resolve("lock"), waits::incrementAndGet);
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.sleep(1);
                    inside.decrementAndGet();
                    lock.close();
                  } catch (IOException | InterruptedException e) {
                    most.set(99);
                  }
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, most.get());
    assertTrue(waits.get() > 0, "waiting is reported");
  }

  /** Another process holds the lock; it is free once that process dies, however it dies. */
  @Test
  void aProcessKeepsOthersOutUntilItDies() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.resolve("lock").toString())
            .start();
    try (BufferedReader out = other.inputReader()) {
      assertEquals("taken", out.readLine());
      CountDownLatch waiting = new CountDownLatch(1);
      CountDownLatch taken = new CountDownLatch(1);
      Thread thread =
          new Thread(
              () -> {
                try {
                  FileLock.take(folder.resolve("lock"), waiting::countDown).close();
                  taken.countDown();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      thread.start();
      assertTrue(waiting.await(20, TimeUnit.SECONDS));
      assertEquals(1, taken.getCount());
      other.destroyForcibly();
      assertTrue(taken.await(20, TimeUnit.SECONDS));
      thread.join();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void afterAFailureTheLockIsFree() throws IOException {
    assertThrows(IOException.class, () -> FileLock.take(folder, () -> {}));
    assertThrows(IOException.class, () -> FileLock.take(folder, () -> {}));
    FileLock.take(folder.resolve("lock"), () -> {}).close();
    FileLock.take(folder.resolve("lock"), () -> {}).close();
  }

  /** The other process. */
  public static final class Holder {
    private Holder() {}

    /** Takes the lock and waits to be killed. */
    public static void main(String[] args) throws Exception {
      FileLock lock = FileLock.take(Path.of(args[0]), () -> {});
      System.out.println("taken");
      Thread.sleep(60_000);
      lock.close();
    }
  }
}
