package org.distroc.boot.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.boot.BootLogs;
import org.distroc.boot.console.Console;
import org.distroc.boot.console.Console.Ending;
import org.distroc.boot.console.ConsoleText;
import org.distroc.boot.console.PatternWatcher;
import org.distroc.boot.console.TextFinder;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.boot.test.BootResult.StepTime;
import org.distroc.spec.BootTest;
import org.distroc.spec.BootTest.Forbidden;
import org.distroc.spec.ExpectedOutcome;

/** Runs the steps of a test on a guest's consoles, until its outcome is known. */
final class TestSession implements AutoCloseable {
  private static final TextFinder PANIC =
      TextFinder.of(Pattern.compile("Kernel\\spanic\\s-\\snot\\ssyncing"), 80);
  private static final TextFinder PANIC_END =
      TextFinder.of(Pattern.compile("end\\s+Kernel\\s+panic\\s+-"), 80);
  private static final Pattern INIT_ENDED =
      Pattern.compile("Attempted\\s+to\\s+kill\\s+init!\\s+exitcode=0x([0-9a-f]{8})");
  private static final Duration QUICK = Duration.ofMillis(30);
  private static final Duration SLOW = Duration.ofMillis(100);
  private static final Duration LAST_WORDS = Duration.ofMillis(600);
  private static final Duration LIVELY = Duration.ofSeconds(2);

  private final Console console;
  private final BootTest test;
  private final TestWatcher watcher;
  private final StepActions actions;
  private final List<PatternWatcher> panics;
  private final List<Prohibition> prohibitions = new ArrayList<>();
  private final List<StepTime> done = new ArrayList<>();
  private long seen = -1;
  private Duration lastChange = Duration.ZERO;
  private boolean panicked;
  private Optional<Forbidden> forbidden = Optional.empty();

  /** With the logs to write screenshots to, and a listener for progress. */
  TestSession(Console console, BootTest test, BootLogs evidence, TestWatcher watcher) {
    if (!test.canFail()) {
      throw new IllegalArgumentException("a test that expects nothing cannot fail");
    }
    this.console = console;
    this.test = test;
    this.watcher = watcher;
    this.actions = new StepActions(console, evidence);
    this.panics =
        List.of(
            new PatternWatcher(console.serial(), PANIC, 0),
            new PatternWatcher(console.screen(), PANIC, 0));
    for (Forbidden each : test.forbid()) {
      prohibitions.add(new Prohibition(each, console.serial(), panics.get(0), false));
      prohibitions.add(new Prohibition(each, console.screen(), panics.get(1), true));
    }
  }

  /** Watchers for forbidden text on one console, before a panic if the test expects one. */
  private record Prohibition(Forbidden what, PatternWatcher lookout, PatternWatcher panic) {
    Prohibition(Forbidden what, ConsoleText text, PatternWatcher panic, boolean wraps) {
      this(what, new PatternWatcher(text, TextFinder.of(what.what(), wraps), 0), panic);
    }

    boolean isBroken(boolean untilPanic) {
      return lookout
          .find()
          .filter(
              said ->
                  !untilPanic || panic.find().map(first -> said.end() <= first.end()).orElse(true))
          .isPresent();
    }
  }

  /** How it ended. */
  Outcome run() throws InterruptedException {
    while (true) {
      look();
      if (spokeOfTheEnd()) {
        awaitLastWords();
        spokeOfTheEnd();
      }
      if (!advance()) {
        return Outcome.NOT_TYPED;
      }
      Optional<Outcome> outcome = outcome();
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
  }

  /** Whether the outcome is known. */
  private Optional<Outcome> outcome() throws InterruptedException {
    if (forbidden.isPresent() && (!panicked || test.outcome().panics())) {
      return Optional.of(Outcome.FORBIDDEN);
    }
    if (panicked) {
      return Optional.of(afterPanic());
    }
    if (allDone() && test.outcome() instanceof ExpectedOutcome.Prompt) {
      return Optional.of(passed());
    }
    if (stepIsLate()) {
      return Optional.of(Outcome.TOO_LATE);
    }
    if (console.time().compareTo(test.timeout()) >= 0) {
      return Optional.of(Outcome.TIMED_OUT);
    }
    return console.ending().isPresent()
        ? Optional.of(afterEnd(console.ending().get()))
        : Optional.empty();
  }

  /** The steps that were done, with their times. */
  List<StepTime> done() {
    return done;
  }

  /** Whether the kernel reported a panic. */
  boolean panicked() {
    return panicked;
  }

  /** The forbidden text that was found. */
  Optional<Forbidden> forbidden() {
    return forbidden;
  }

  /** The last answer of the guest's port to the failed step; empty if none. */
  String lastAnswer() {
    return actions.lastAnswer();
  }

  @Override
  public void close() {
    actions.close();
  }

  private void look() throws InterruptedException {
    Duration quiet = console.time().minus(lastChange);
    Duration left = left();
    Duration pause = quiet.compareTo(LIVELY) < 0 ? QUICK : SLOW;
    console.await(left.isNegative() || left.compareTo(pause) >= 0 ? pause : left);
    long now = console.serial().version() + console.screen().version();
    if (now != seen) {
      seen = now;
      lastChange = console.time();
    }
    String onScreen = console.screen().lastLine();
    watcher.look(
        done.size(), console.time(), onScreen.isEmpty() ? console.serial().lastLine() : onScreen);
  }

  /** The time that is left for the step, or for the test. */
  private Duration left() {
    Duration left = test.timeout().minus(console.time());
    Optional<Duration> step = deadline().map(end -> end.minus(console.time()));
    return step.filter(s -> s.compareTo(left) < 0 && !s.isNegative() && !s.isZero()).orElse(left);
  }

  /** The deadline of the current step. */
  private Optional<Duration> deadline() {
    return allDone()
        ? Optional.empty()
        : test.steps().get(done.size()).within().map(within -> stepBegan().plus(within));
  }

  private Duration stepBegan() {
    return done.isEmpty() ? Duration.ZERO : done.get(done.size() - 1).at();
  }

  private boolean stepIsLate() {
    return deadline().filter(end -> console.time().compareTo(end) >= 0).isPresent();
  }

  private boolean spokeOfTheEnd() {
    panicked = panics.stream().anyMatch(lookout -> lookout.find().isPresent());
    if (forbidden.isEmpty()) {
      forbidden =
          prohibitions.stream()
              .filter(each -> each.isBroken(test.outcome().panics()))
              .map(Prohibition::what)
              .findFirst();
    }
    return panicked || forbidden.isPresent();
  }

  /** Runs the steps that can run now; false if something could not be typed. */
  private boolean advance() throws InterruptedException {
    while (!allDone()) {
      boolean over = panicked || console.ending().isPresent();
      switch (actions.attempt(test.steps().get(done.size()).action(), over)) {
        case NOT_YET -> {
          return true;
        }
        case REFUSED -> {
          return false;
        }
        case DONE -> {
          Duration now = console.time();
          if (deadline().filter(end -> now.compareTo(end) > 0).isPresent()) {
            return true;
          }
          done.add(new StepTime(test.steps().get(done.size()), now));
        }
      }
    }
    return true;
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

  private Outcome passed() {
    return done.stream().anyMatch(StepTime::isOverBudget) ? Outcome.OVER_BUDGET : Outcome.PASSED;
  }

  private Outcome afterPanic() {
    if (!allDone()) {
      return Outcome.PANICKED;
    }
    if (test.outcome() instanceof ExpectedOutcome.Panic panic) {
      return actions.saysAnywhere(panic.text()) ? passed() : Outcome.PANICKED;
    }
    Optional<Integer> code = exitCode();
    if (test.outcome() instanceof ExpectedOutcome.Exit exit && code.isPresent()) {
      return code.get() == exit.status() << 8 ? passed() : Outcome.ENDED_OTHERWISE;
    }
    return Outcome.PANICKED;
  }

  /** The wait status with which init ended, if the kernel printed it. */
  private Optional<Integer> exitCode() {
    for (ConsoleText text : List.of(console.serial(), console.screen())) {
      Matcher matcher = INIT_ENDED.matcher(text.held());
      if (matcher.find()) {
        return Optional.of(Integer.parseUnsignedInt(matcher.group(1), 16));
      }
    }
    return Optional.empty();
  }

  private Outcome afterEnd(Ending ending) throws InterruptedException {
    awaitLastWords();
    spokeOfTheEnd();
    advance();
    if (forbidden.isPresent()) {
      return Outcome.FORBIDDEN;
    }
    if (panicked) {
      return afterPanic();
    }
    if (allDone() && isTheExpected(ending)) {
      return passed();
    }
    boolean another = allDone() && (ending != Ending.QEMU_DIED || console.debugExit().isPresent());
    if (another) {
      return Outcome.ENDED_OTHERWISE;
    }
    return ending == Ending.QEMU_DIED ? Outcome.QEMU_DIED : Outcome.GUEST_ENDED;
  }

  private boolean isTheExpected(Ending ending) {
    ExpectedOutcome expected = test.outcome();
    return expected instanceof ExpectedOutcome.Prompt
        || expected instanceof ExpectedOutcome.Reboot && ending == Ending.RESET
        || expected instanceof ExpectedOutcome.Poweroff && ending == Ending.POWEROFF
        || expected instanceof ExpectedOutcome.Exit exit
            && console.debugExit().equals(Optional.of(exit.status()));
  }
}
