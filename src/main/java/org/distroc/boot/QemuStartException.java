package org.distroc.boot;

import java.io.IOException;
import org.distroc.host.Outcome;

/** QEMU ended before it ran a guest. */
public final class QemuStartException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  QemuStartException(Outcome outcome, IOException cause) {
    super("QEMU did not start: " + outcome.lastLines(5), cause);
    this.outcome = outcome;
  }

  /** How it ended. */
  public Outcome outcome() {
    return outcome;
  }
}
