package org.distroc.boot.test;

import java.util.Optional;
import org.distroc.boot.BootLogs;
import org.distroc.boot.console.Console;
import org.distroc.boot.console.TextFinder;
import org.distroc.boot.console.TextFinder.Match;
import org.distroc.spec.Action;
import org.distroc.spec.TextPattern;

/** Runs single steps of a test; keeps their captures and positions. */
final class StepActions implements AutoCloseable {
  private final Console console;
  private final BootLogs evidence;
  private final StreamMatcher serial;
  private final StreamMatcher screen;
  private final Captures captures = new Captures();
  private PortCheck port;

  StepActions(Console console, BootLogs evidence) {
    this.console = console;
    this.evidence = evidence;
    this.serial = new StreamMatcher(console.serial(), false);
    this.screen = new StreamMatcher(console.screen(), true);
  }

  /** The result of an attempt. */
  enum Progress {
    /** The step is done. */
    DONE,
    /** Not yet, perhaps later. */
    NOT_YET,
    /** The guest does not read the keyboard. */
    REFUSED
  }

  /**
   * Tries a step. With {@code over}, the guest has ended or panicked: nothing is typed any more.
   */
  Progress attempt(Action action, boolean over) throws InterruptedException {
    if (action instanceof Action.Expect expect) {
      return after(found(captures.filled(expect.what())));
    }
    if (action instanceof Action.ExpectScreen expect) {
      TextPattern wanted = captures.filled(expect.what());
      return after(TextFinder.of(wanted, true).find(console.screenNow(), 0));
    }
    if (action instanceof Action.Restart restart) {
      return mayRestart(restart) && console.restart() ? Progress.DONE : Progress.NOT_YET;
    }
    if (over) {
      return Progress.NOT_YET;
    }
    if (action instanceof Action.Send send) {
      return console.type(captures.filled(send.text())) ? Progress.DONE : Progress.REFUSED;
    }
    if (action instanceof Action.Press press) {
      return console.press(press.chords()) ? Progress.DONE : Progress.REFUSED;
    }
    if (action instanceof Action.Screenshot shot) {
      console.picture(evidence.picture(shot.name()));
      return Progress.DONE;
    }
    return after(answer((Action.Port) action));
  }

  private boolean mayRestart(Action.Restart restart) {
    return console.ending().map(ending -> ending != Console.Ending.QEMU_DIED).orElse(restart.now());
  }

  private Progress after(Optional<Match> match) {
    match.ifPresent(found -> captures.add(found.captured()));
    return match.isPresent() ? Progress.DONE : Progress.NOT_YET;
  }

  private Optional<Match> found(TextPattern wanted) {
    Optional<Match> onSerial = serial.find(wanted);
    Optional<Match> onScreen = screen.find(wanted);
    if (onSerial.isPresent() && onScreen.isEmpty()) {
      screen.wasFoundElsewhere(wanted);
    } else if (onScreen.isPresent() && onSerial.isEmpty()) {
      serial.wasFoundElsewhere(wanted);
    }
    return onSerial.or(() -> onScreen);
  }

  private Optional<Match> answer(Action.Port step) throws InterruptedException {
    if (port == null) {
      Optional<Integer> host = console.hostPort(step.number());
      if (host.isEmpty()) {
        return Optional.empty();
      }
      port =
          new PortCheck(
              host.get(),
              captures.filled(step.send().orElse("")),
              TextFinder.of(captures.filled(step.expect()), false));
    }
    Optional<Match> match = port.match();
    if (match.isPresent()) {
      close();
    }
    return match;
  }

  /** What the port of the present step answered last; empty if nothing. */
  String lastAnswer() {
    return port == null ? "" : port.lastAnswer();
  }

  /** Whether a text stands anywhere on a console, before or after what was found so far. */
  boolean saysAnywhere(String text) {
    TextPattern plain = TextPattern.plain(text);
    return console.serial().find(TextFinder.of(plain, false), 0).isPresent()
        || console.screen().find(TextFinder.of(plain, true), 0).isPresent();
  }

  @Override
  public void close() {
    if (port != null) {
      port.close();
      port = null;
    }
  }
}
