package org.distroc.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.distroc.boot.BootResult.Outcome;
import org.distroc.boot.BootResult.StepTime;
import org.distroc.boot.Console.Ending;
import org.distroc.plan.BootTest;
import org.distroc.plan.TestStep;

/** Does the steps of a test against a guest's consoles, until it is clear how the test ends. */
final class TestSession {
  private static final Pattern PANIC = Pattern.compile("Kernel\\spanic\\s-\\snot\\ssyncing");
  private static final Pattern PANIC_END = Pattern.compile("end\\s+Kernel\\s+panic\\s+-");
  private static final int LONGEST_PANIC = 80;
  private static final Duration QUICK = Duration.ofMillis(30);
  private static final Duration SLOW = Duration.ofMillis(100);
  private static final Duration LAST_WORDS = Duration.ofMillis(600);
  private static final Duration LIVELY = Duration.ofSeconds(2);

  private final Console console;
  private final BootTest test;
  private final StreamMatcher serial;
  private final StreamMatcher screen;
  private final List<Lookout> panics;
  private final List<StepTime> done = new ArrayList<>();
  private long seen = -1;
  private Duration lastChange = Duration.ZERO;
  private boolean panicked;

  TestSession(Console console, BootTest test) {
    this.console = console;
    this.test = test;
    this.serial = new StreamMatcher(console.serial(), false);
    this.screen = new StreamMatcher(console.screen(), true);
    this.panics =
        List.of(
            new Lookout(console.serial(), PANIC, LONGEST_PANIC, 0),
            new Lookout(console.screen(), PANIC, LONGEST_PANIC, 0));
  }

  /** How it ended. */
  Outcome run() throws InterruptedException {
    while (true) {
      look();
      panicked = panics.stream().anyMatch(lookout -> lookout.find().isPresent());
      if (panicked) {
        awaitLastWords();
      }
      if (!advance()) {
        return Outcome.NOT_TYPED;
      }
      if (panicked) {
        return afterPanic();
      }
      if (allDone() && test.outcome() instanceof BootTest.Prompt) {
        return Outcome.PASSED;
      }
      if (console.time().compareTo(test.timeout()) >= 0) {
        return Outcome.TIMED_OUT;
      }
      if (console.ending().isPresent()) {
        return afterEnd(console.ending().get());
      }
    }
  }

  /** The steps that were done, with their times. */
  List<StepTime> done() {
    return done;
  }

  /** Whether the kernel said that it panicked. */
  boolean panicked() {
    return panicked;
  }

  private void look() throws InterruptedException {
    Duration quiet = console.time().minus(lastChange);
    Duration left = test.timeout().minus(console.time());
    Duration pause = quiet.compareTo(LIVELY) < 0 ? QUICK : SLOW;
    console.await(left.isNegative() || left.compareTo(pause) >= 0 ? pause : left);
    long now = console.serial().version() + console.screen().version();
    if (now != seen) {
      seen = now;
      lastChange = console.time();
    }
  }

  /** Does the steps that can be done now; false if something could not be typed. */
  private boolean advance() throws InterruptedException {
    while (!allDone()) {
      TestStep step = test.steps().get(done.size());
      if (step instanceof TestStep.Expect expect) {
        if (!found(expect.text())) {
          return true;
        }
      } else if (step instanceof TestStep.Send send) {
        if (panicked || console.ending().isPresent()) {
          return true;
        }
        if (!console.type(send.text())) {
          return false;
        }
      }
      done.add(new StepTime(step, console.time()));
    }
    return true;
  }

  private boolean found(String text) {
    boolean onSerial = serial.find(text);
    boolean onScreen = screen.find(text);
    if (onSerial && !onScreen) {
      screen.wasFoundElsewhere(text);
    } else if (onScreen && !onSerial) {
      serial.wasFoundElsewhere(text);
    }
    return onSerial || onScreen;
  }

  private boolean allDone() {
    return done.size() == test.steps().size();
  }

  private boolean showsEndOfPanic() {
    return console.serial().find(PANIC_END, 0).isPresent()
        || console.screen().find(PANIC_END, 0).isPresent();
  }

  /** Lets a guest that has ended or panicked finish its sentence. */
  private void awaitLastWords() throws InterruptedException {
    Duration end = console.time().plus(LAST_WORDS);
    long before;
    do {
      before = seen;
      look();
    } while (console.time().compareTo(end) < 0 && (seen != before || !showsEndOfPanic()));
  }

  private Outcome afterPanic() {
    if (test.outcome() instanceof BootTest.Panic panic && allDone()) {
      // The text counts wherever it stands: before the panic, in it, or after it.
      boolean said =
          new StreamMatcher(console.serial(), false).find(panic.text())
              || new StreamMatcher(console.screen(), true).find(panic.text());
      return said ? Outcome.PASSED : Outcome.PANICKED;
    }
    return Outcome.PANICKED;
  }

  private Outcome afterEnd(Ending ending) throws InterruptedException {
    awaitLastWords();
    advance();
    panicked = panics.stream().anyMatch(lookout -> lookout.find().isPresent());
    if (panicked) {
      return afterPanic();
    }
    if (allDone() && test.outcome() instanceof BootTest.Prompt) {
      return Outcome.PASSED;
    }
    return ending == Ending.QEMU_DIED ? Outcome.QEMU_DIED : Outcome.GUEST_ENDED;
  }
}
