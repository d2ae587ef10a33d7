package org.distroc.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.distroc.recipe.layers.Overrides;
import org.distroc.settings.Preferences;
import org.junit.jupiter.api.Test;

class GuestSlotsTest {
  private static final long GIB = 1L << 30;

  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();

  /** The most of ten guests that ran at once. */
  private int most(GuestSlots room, int processors, long memory) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    Runnable guest =
        () -> {
          try {
            room.take(processors, memory);
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            TimeUnit.MILLISECONDS.sleep(30);
            now.decrementAndGet();
            room.giveBack(processors, memory);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    List<Future<?>> all =
        java.util.stream.IntStream.range(0, 10)
            .<Future<?>>mapToObj(i -> threads.submit(guest))
            .toList();
    for (Future<?> each : all) {
      each.get(20, TimeUnit.SECONDS);
    }
    threads.shutdown();
    return most.get();
  }

  @Test
  void keepsWithinTheProcessors() throws Exception {
    assertEquals(2, most(new GuestSlots(4, 100 * GIB), 2, GIB));
  }

  @Test
  void keepsWithinTheMemory() throws Exception {
    assertEquals(3, most(new GuestSlots(100, 4 * GIB), 1, GIB));
  }

  @Test
  void letsAGuestThatIsTooLargeRunAlone() throws Exception {
    assertEquals(1, most(new GuestSlots(2, GIB), 8, 64 * GIB));
  }

  @Test
  void guestsRunOnAllProcessorsUnlessTheOptionSaysHowMany() {
    RunOptions none = RunOptions.defaults();
    assertEquals(Runtime.getRuntime().availableProcessors(), none.guestProcessors());
    RunOptions three =
        new RunOptions(
            Optional.empty(),
            OptionalInt.of(3),
            false,
            false,
            true,
            false,
            RunOptions.BaseUse.PINNED,
            Overrides.NONE,
            InputStream.nullInputStream(),
            Preferences.none());
    assertEquals(3, three.guestProcessors());
  }
}
