package org.distroc.plan;

import java.util.Objects;
import java.util.Optional;
import org.distroc.diag.Span;

/** One step of a recipe's test. */
public sealed interface TestStep {

  /** Where the recipe says it, if it does. */
  Optional<Span> span();

  /**
   * Waits until the console shows a text, after everything that earlier steps matched.
   *
   * @param text exactly as it is to appear; never empty
   * @param span where the recipe says it, if it does
   */
  record Expect(String text, Optional<Span> span) implements TestStep {
    /** Refuses an empty text, which every console shows. */
    public Expect {
      Objects.requireNonNull(span);
      if (text.isEmpty()) {
        throw new IllegalArgumentException("an empty text is always there");
      }
    }
  }

  /**
   * Types a text: on the keyboard of a machine with a VGA screen, else into the serial port.
   *
   * @param text what to type; a line feed is the Enter key
   * @param span where the recipe says it, if it does
   */
  record Send(String text, Optional<Span> span) implements TestStep {
    /** Refuses null. */
    public Send {
      Objects.requireNonNull(text);
      Objects.requireNonNull(span);
    }
  }
}
