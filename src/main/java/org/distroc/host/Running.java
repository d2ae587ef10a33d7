package org.distroc.host;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A command that runs while distroc does something else. Closing it ends its whole tree. */
public final class Running implements AutoCloseable {
  private final ProcessTree process;
  private final Thread errorsReader;
  private final BoundedText errors;
  private final Instant start = Instant.now();
  private volatile boolean killed;

  Running(ProcessTree process, BoundedText errors, Thread errorsReader) {
    this.process = process;
    this.errors = errors;
    this.errorsReader = errorsReader;
  }

  /** What it writes to standard output. It blocks when it is not read. */
  public InputStream stdout() {
    return process.getInputStream();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until it ends; kills its tree when it takes longer.
   *
   * @return how it ended; its output is empty, because the caller has read it
   */
  public Outcome waitFor(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        killed = true;
        process.destroy();
        process.waitFor();
      }
      errorsReader.join(1000);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
    int exit = process.isAlive() ? 137 : process.exitValue();
    Duration time = Duration.between(start, Instant.now());
    return new Outcome(exit, "", errors.toString(), killed, time);
  }

  /** Ends the whole tree and waits until it has ended. */
  @Override
  public void close() {
    process.destroy();
    waitFor(Duration.ofSeconds(5));
    ProcessRunner.forget(process);
  }
}
