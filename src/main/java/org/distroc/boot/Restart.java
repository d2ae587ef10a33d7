package org.distroc.boot;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.distroc.boot.qmp.Qmp;

/** Starts a machine again that runs in QEMU, or has ended there. */
final class Restart {
  /** How long firmware has, which finds that it ran before, for a reset of its own. */
  private static final Duration FIRMWARE = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration REST = Duration.ofMillis(5);

  private volatile CountDownLatch firmware = new CountDownLatch(1);

  /** To be called when QEMU says that the guest has reset the machine. */
  void firmwareReset() {
    firmware.countDown();
  }

  /**
   * Resets the machine, and lets it run.
   *
   * @param starting called just before it runs
   */
  void perform(Qmp qmp, Runnable starting) throws IOException, InterruptedException {
    // Otherwise `-no-reboot` makes an end of every reset.
    qmp.execute("set-action", Map.of("reboot", "reset"));
    qmp.execute("system_reset", Map.of());
    firmware = new CountDownLatch(1);
    starting.run();
    resume(qmp);
    firmware.await(FIRMWARE.toMillis(), TimeUnit.MILLISECONDS);
    qmp.execute("set-action", Map.of("reboot", "shutdown"));
  }

  /** QEMU refuses to go on until it has done the reset that it was asked for. */
  private static void resume(Qmp qmp) throws IOException, InterruptedException {
    for (long end = System.nanoTime() + PATIENCE.toNanos(); ; ) {
      try {
        qmp.execute("cont", Map.of());
        return;
      } catch (Qmp.Refused e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        TimeUnit.NANOSECONDS.sleep(REST.toNanos());
      }
    }
  }
}
