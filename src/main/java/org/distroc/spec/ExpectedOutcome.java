package org.distroc.spec;

import java.util.Objects;
import java.util.Optional;
import org.distroc.diag.Span;

/** How a guest must end after all steps of its test. */
public sealed interface ExpectedOutcome {
  /** Where the recipe says it; empty if it does not. */
  default Optional<Span> span() {
    return Optional.empty();
  }

  /** Whether it ends in a kernel panic. */
  default boolean panics() {
    return false;
  }

  /** The guest is still running well. */
  record Prompt() implements ExpectedOutcome {}

  /**
   * The kernel panics, and its console shows a text.
   *
   * @param text on the console, not empty
   * @param span where the recipe says it; empty if it does not
   */
  record Panic(String text, Optional<Span> span) implements ExpectedOutcome {
    /** Rejects an empty text. */
    public Panic {
      Objects.requireNonNull(span);
      if (text.isEmpty()) {
        throw new IllegalArgumentException("an empty text matches everywhere");
      }
    }

    @Override
    public boolean panics() {
      return true;
    }
  }

  /**
   * Init exits with a status, to which the kernel responds with a panic; or the guest writes that
   * number to QEMU's {@code isa-debug-exit} device.
   *
   * @param status 0 to 255
   * @param span where the recipe says it; empty if it does not
   */
  record Exit(int status, Optional<Span> span) implements ExpectedOutcome {
    @Override
    public boolean panics() {
      return true;
    }
  }

  /** The guest reboots. */
  record Reboot(Optional<Span> span) implements ExpectedOutcome {}

  /** The guest powers off. */
  record Poweroff(Optional<Span> span) implements ExpectedOutcome {}
}
