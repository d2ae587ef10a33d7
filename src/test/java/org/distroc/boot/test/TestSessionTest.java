package org.distroc.boot.test;

import static org.distroc.boot.test.Guests.expect;
import static org.distroc.boot.test.Guests.send;
import static org.distroc.boot.test.Guests.test;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.boot.BootLogs;
import org.distroc.boot.console.Console;
import org.distroc.boot.console.ConsoleText;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.boot.test.BootResult.StepTime;
import org.distroc.diag.Span;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.TestStep;
import org.distroc.spec.TextPattern;
import org.junit.jupiter.api.Test;

class TestSessionTest {
  private final Script console = new Script();

  /** A console whose clock advances only during waits. */
  private static final class Script implements Console {
    final ConsoleText serial = new ConsoleText(1000);
    final ConsoleText screen = new ConsoleText(1000);
    final Map<Integer, Runnable> events = new TreeMap<>();
    final List<String> typed = new ArrayList<>();
    final List<Runnable> whenTyped = new ArrayList<>();
    final Map<Integer, Integer> ports = new TreeMap<>();
    Integer debugExit;
    Ending ending;
    boolean reads = true;

    /** Whether its clock runs in real time. */
    boolean real;

    int millis;

    Script at(int time, Runnable event) {
      events.put(time, event);
      return this;
    }

    Script says(int time, String text) {
      return at(time, () -> serial.append(text));
    }

    Script shows(int time, String text) {
      return at(time, () -> screen.update("", text));
    }

    @Override
    public ConsoleText serial() {
      return serial;
    }

    @Override
    public ConsoleText screen() {
      return screen;
    }

    @Override
    public String screenNow() {
      return screen.live();
    }

    @Override
    public void await(Duration most) {
      assertTrue(most.toMillis() > 0 || most.toNanos() > 0, "waits for nothing");
      if (real) {
        sleep(most);
      }
      millis += Math.max(1, most.toMillis());
      events
          .entrySet()
          .removeIf(
              event -> {
                boolean due = event.getKey() <= millis;
                if (due) {
                  event.getValue().run();
                }
                return due;
              });
    }

    private static void sleep(Duration time) {
      try {
        Thread.sleep(time.toMillis());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean type(String text) {
      typed.add(text);
      if (!whenTyped.isEmpty()) {
        whenTyped.remove(0).run();
      }
      return reads;
    }

    @Override
    public boolean press(List<List<String>> chords) {
      typed.add(chords.toString());
      return reads;
    }

    @Override
    public Optional<Integer> hostPort(int guestPort) {
      return Optional.ofNullable(ports.get(guestPort));
    }

    @Override
    public boolean restart() {
      typed.add("restart");
      ending = null;
      return true;
    }

    @Override
    public void picture(Path png) {
      typed.add(png.toString());
    }

    @Override
    public Optional<Integer> debugExit() {
      return Optional.ofNullable(debugExit);
    }

    @Override
    public Optional<Ending> ending() {
      return Optional.ofNullable(ending);
    }

    @Override
    public Duration time() {
      return Duration.ofMillis(millis);
    }
  }

  private Outcome run(TestStep... steps) throws Exception {
    return session(test(10, steps)).run();
  }

  private Outcome runToPanic(String text, TestStep... steps) throws Exception {
    ExpectedOutcome panic = new ExpectedOutcome.Panic(text, Optional.empty());
    return session(test(10, panic, steps)).run();
  }

  private TestSession session(BootTest test) {
    return new TestSession(console, test, new BootLogs(Path.of("evidence")), TestWatcher.NONE);
  }

  @Test
  void matchesEachTextAfterTheOneBefore() throws Exception {
    console.says(500, "# ");
    console.whenTyped.add(() -> console.serial.append("ls\nfile\n# "));
    TestSession session =
        session(test(10, expect("# "), send("ls\n"), expect("file"), expect("# ")));
    assertEquals(Outcome.PASSED, session.run());
    assertEquals(List.of("ls\n"), console.typed);
    assertEquals(4, session.done().size());
    Duration first = session.done().stream().map(StepTime::at).findFirst().orElseThrow();
    assertTrue(first.toMillis() >= 500 && first.toMillis() < 650, first.toString());
  }

  @Test
  void doesNotMatchTheSameTextTwice() throws Exception {
    console.says(10, "# ");
    assertEquals(Outcome.TIMED_OUT, run(expect("# "), expect("# ")));
    assertEquals(10_000, console.millis);
  }

  @Test
  void matchesTheScreenAcrossABrokenLine() throws Exception {
    console.shows(10, "Attempted to kill\ninit");
    assertEquals(Outcome.PASSED, run(expect("kill init")));
  }

  @Test
  void takesABlankAtTheEndOfATextLiterally() throws Exception {
    console.shows(10, "#\nnot a prompt");
    assertEquals(Outcome.TIMED_OUT, run(expect("# ")));
  }

  @Test
  void doesNotMistakeTheSlowerConsoleForAnAnswer() throws Exception {
    // Both consoles show the same text, the screen later: its first prompt is not a second one.
    console.says(100, "# ").shows(200, "# ");
    console.whenTyped.add(() -> console.at(3000, () -> console.screen.update("", "# x\nok\n# ")));
    assertEquals(Outcome.PASSED, run(expect("# "), send("x\n"), expect("# ")));
    assertTrue(console.millis >= 3000, console.millis + " ms");
  }

  @Test
  void findsOneTextOnEachConsole() throws Exception {
    console.shows(100, "loader").says(200, "kernel");
    assertEquals(Outcome.PASSED, run(expect("loader"), expect("kernel")));
  }

  @Test
  void endsAtAPanicAtOnce() throws Exception {
    console.says(100, "Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000b00\n");
    console.says(150, "---[ end Kernel panic - not syncing ]---\n");
    TestSession session = session(test(10, expect("# ")));
    assertEquals(Outcome.PANICKED, session.run());
    assertTrue(session.panicked());
    assertTrue(console.millis < 1000, console.millis + " ms");
  }

  @Test
  void seesAPanicOnABrokenScreenLine() throws Exception {
    console.shows(100, "Kernel panic - not\nsyncing: x");
    assertEquals(Outcome.PANICKED, run(expect("# ")));
  }

  @Test
  void doesNotTypeIntoAPanic() throws Exception {
    console.says(100, "# Kernel panic - not syncing: x\n");
    assertEquals(Outcome.PANICKED, run(expect("# "), send("ls\n"), expect("x")));
    assertEquals(List.of(), console.typed);
  }

  @Test
  void passesAtTheExpectedPanicOnly() throws Exception {
    console.says(100, "No working init\nKernel panic - not syncing: No working init found.\n");
    assertEquals(Outcome.PASSED, runToPanic("No working init found"));
  }

  @Test
  void failsAtAPanicWithOtherWordsOrTooEarly() throws Exception {
    console.says(100, "Kernel panic - not syncing: VFS\n");
    assertEquals(Outcome.PANICKED, runToPanic("No working init found"));
    console.millis = 0;
    assertEquals(Outcome.PANICKED, runToPanic("VFS", expect("never")));
  }

  @Test
  void failsWhenTheExpectedPanicDoesNotCome() throws Exception {
    console.says(100, "No working init found");
    assertEquals(Outcome.TIMED_OUT, runToPanic("No working init found"));
  }

  @Test
  void takesTheLastWordsOfAGuestThatEnds() throws Exception {
    console.at(100, () -> console.ending = Console.Ending.POWEROFF).says(150, "good-bye");
    assertEquals(Outcome.PASSED, run(expect("good-bye")));
  }

  @Test
  void failsWhenTheGuestEndsEarly() throws Exception {
    console.at(100, () -> console.ending = Console.Ending.RESET);
    assertEquals(Outcome.GUEST_ENDED, run(expect("# ")));
    console.ending = Console.Ending.QEMU_DIED;
    assertEquals(Outcome.QEMU_DIED, run(expect("# ")));
    assertTrue(console.millis < 3000, console.millis + " ms");
  }

  @Test
  void seesThePanicOfAGuestThatRestartsAtOnce() throws Exception {
    console
        .says(100, "Kernel panic - not syncing: No working init found.\nRebooting.. ")
        .at(101, () -> console.ending = Console.Ending.RESET);
    assertEquals(Outcome.PASSED, runToPanic("No working init"));
  }

  @Test
  void failsWhenTheKeyboardIsNotRead() throws Exception {
    console.says(100, "# ");
    console.reads = false;
    assertEquals(Outcome.NOT_TYPED, run(expect("# "), send("x"), expect("y")));
  }

  private static BootTest forbidding(ExpectedOutcome outcome, TestStep... steps) {
    List<BootTest.Forbidden> forbid =
        List.of(
            new BootTest.Forbidden(TextPattern.plain("Oops"), Optional.empty()),
            new BootTest.Forbidden(TextPattern.plain("Call Trace"), Optional.empty()));
    return new BootTest(Duration.ofSeconds(10), List.of(steps), forbid, outcome);
  }

  @Test
  void failsOnForbiddenOutput() throws Exception {
    console.says(100, "eth0: Oops: 0000\n").says(200, "# ");
    TestSession session =
        session(forbidding(new ExpectedOutcome.Prompt(), expect("# "), expect("never")));
    assertEquals(Outcome.FORBIDDEN, session.run());
    assertEquals("Oops", session.forbidden().orElseThrow().what().text());
    assertTrue(console.millis < 2000, console.millis + " ms");
    assertEquals(1, session.done().size(), "what came with it still counts");
  }

  @Test
  void callsAPanicAPanicThoughItsTraceIsForbidden() throws Exception {
    console.says(100, "Kernel panic - not syncing: x\nCall Trace:\n");
    assertEquals(
        Outcome.PANICKED, session(forbidding(new ExpectedOutcome.Prompt(), expect("# "))).run());
  }

  @Test
  void anExpectedPanicMayHaveItsTraceButNothingBefore() throws Exception {
    ExpectedOutcome.Panic panic = new ExpectedOutcome.Panic("x", Optional.empty());
    console.says(100, "Kernel panic - not syncing: x\nCall Trace:\n");
    assertEquals(Outcome.PASSED, session(forbidding(panic)).run());
    Script other = new Script();
    other.says(100, "Call Trace:\n").says(300, "Kernel panic - not syncing: x\n");
    TestSession session =
        new TestSession(
            other, forbidding(panic), new BootLogs(Path.of("evidence")), TestWatcher.NONE);
    assertEquals(Outcome.FORBIDDEN, session.run());
  }

  private static TestStep within(int millis, TestStep step) {
    return new TestStep(
        step.action(), Optional.of(Duration.ofMillis(millis)), step.measure(), step.span());
  }

  private static TestStep measured(int atMost, TestStep step) {
    TestStep.Measure measure =
        new TestStep.Measure("m" + atMost, Optional.of(Duration.ofMillis(atMost)));
    return new TestStep(step.action(), step.within(), Optional.of(measure), step.span());
  }

  @Test
  void aStepHasItsOwnTimeFromTheOneBefore() throws Exception {
    console.says(900, "one").says(1700, "two");
    assertEquals(Outcome.PASSED, run(within(1000, expect("one")), within(1000, expect("two"))));
    Script slow = new Script();
    slow.says(900, "one").says(2100, "two");
    TestSession session =
        new TestSession(
            slow,
            test(10, within(1000, expect("one")), within(1000, expect("two"))),
            new BootLogs(Path.of("evidence")),
            TestWatcher.NONE);
    assertEquals(Outcome.TOO_LATE, session.run());
    assertEquals(1, session.done().size());
    assertTrue(slow.millis < 2100, slow.millis + " ms");
  }

  @Test
  void aBudgetFailsTheTestOnlyWhenAllElseWentWell() throws Exception {
    console.says(500, "one").says(600, "two");
    assertEquals(
        Outcome.OVER_BUDGET, run(measured(400, expect("one")), measured(900, expect("two"))));
    console.millis = 0;
    assertEquals(Outcome.TIMED_OUT, run(measured(1, expect("one")), expect("never")));
  }

  @Test
  void whatIsCapturedIsTypedAndExpected() throws Exception {
    TestStep captures =
        TestStep.of(new Action.Expect(new TextPattern("code (?<code>[0-9]+)$", true)));
    console.says(100, "code 42\n");
    console.whenTyped.add(() -> console.serial.append("got 42\n"));
    assertEquals(
        Outcome.PASSED, run(captures, send("enter ${code} ${HOME}\n"), expect("got ${code}")));
    assertEquals(List.of("enter 42 ${HOME}\n"), console.typed);
  }

  @Test
  void aScreenIsCheckedInItsCurrentState() throws Exception {
    console.shows(100, "menu\n> one").shows(500, "menu\n> two");
    TestStep menu = TestStep.of(new Action.ExpectScreen(TextPattern.plain("> two")));
    TestStep again = TestStep.of(new Action.ExpectScreen(TextPattern.plain("menu")));
    assertEquals(Outcome.PASSED, run(menu, again, menu));
    Script gone = new Script();
    gone.shows(100, "menu").shows(200, "").shows(300, "other");
    TestSession session =
        new TestSession(
            gone,
            test(3, expect("other"), again),
            new BootLogs(Path.of("evidence")),
            TestWatcher.NONE);
    assertEquals(Outcome.TIMED_OUT, session.run());
  }

  @Test
  void talksToAPortUntilItAnswersAsExpected() throws Exception {
    List<String> got = Collections.synchronizedList(new ArrayList<>());
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread guest =
          new Thread(
              () -> {
                try {
                  for (String answer : List.of("", "not yet\n", "number 7\n")) {
                    try (Socket peer = server.accept()) {
                      byte[] bytes = new byte[5];
                      got.add(new String(bytes, 0, peer.getInputStream().read(bytes)));
                      peer.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    }
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      guest.start();
      console.ports.put(7, server.getLocalPort());
      console.real = true;
      console.says(10, "7\n");
      TestStep capture = TestStep.of(new Action.Expect(new TextPattern("(?<n>[0-9])", true)));
      TestStep port =
          TestStep.of(
              new Action.Port(7, Optional.of("hi ${n}\n"), new TextPattern("^number ${n}$", true)));
      assertEquals(Outcome.PASSED, run(capture, port));
      guest.join();
    }
    assertEquals(List.of("hi 7\n", "hi 7\n", "hi 7\n"), got);
  }

  @Test
  void startsAGuestAgainOnceItHasEnded() throws Exception {
    console.says(100, "first\n").at(200, () -> console.ending = Console.Ending.POWEROFF);
    console.says(900, "second\n");
    TestStep restart = TestStep.of(new Action.Restart(false));
    assertEquals(Outcome.PASSED, run(expect("first"), restart, expect("second")));
    assertEquals(List.of("restart"), console.typed);
  }

  @Test
  void resetsAGuestThatRuns() throws Exception {
    console.says(100, "first\n").says(900, "second\n");
    TestStep restart = TestStep.of(new Action.Restart(true));
    assertEquals(Outcome.PASSED, run(expect("first"), restart, expect("second")));
    assertEquals(List.of("restart"), console.typed);
  }

  @Test
  void aGuestThatNeverEndsIsNotStartedAgain() throws Exception {
    console.says(100, "first\n");
    TestStep restart = TestStep.of(new Action.Restart(false));
    assertEquals(Outcome.TIMED_OUT, run(expect("first"), restart, expect("second")));
    assertEquals(List.of(), console.typed);
  }

  @Test
  void reportsTheLastAnswerOfAPort() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread guest =
          new Thread(
              () -> {
                try (Socket peer = server.accept()) {
                  peer.getOutputStream().write("wrong\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      guest.start();
      console.ports.put(7, server.getLocalPort());
      console.real = true;
      TestStep port = TestStep.of(new Action.Port(7, Optional.empty(), TextPattern.plain("right")));
      TestSession session = session(test(2, port));
      assertEquals(Outcome.TIMED_OUT, session.run());
      assertEquals("wrong\n", session.lastAnswer());
      session.close();
    }
  }

  @Test
  void theWayToEndHasToBeTheExpectedOne() throws Exception {
    Optional<Span> nowhere = Optional.empty();
    record Case(Console.Ending ending, Integer exit, ExpectedOutcome expected, Outcome outcome) {}
    for (Case each :
        List.of(
            new Case(
                Console.Ending.RESET, null, new ExpectedOutcome.Reboot(nowhere), Outcome.PASSED),
            new Case(
                Console.Ending.RESET,
                null,
                new ExpectedOutcome.Poweroff(nowhere),
                Outcome.ENDED_OTHERWISE),
            new Case(
                Console.Ending.POWEROFF,
                null,
                new ExpectedOutcome.Poweroff(nowhere),
                Outcome.PASSED),
            new Case(
                Console.Ending.POWEROFF,
                null,
                new ExpectedOutcome.Exit(0, nowhere),
                Outcome.ENDED_OTHERWISE),
            new Case(
                Console.Ending.QEMU_DIED, 3, new ExpectedOutcome.Exit(3, nowhere), Outcome.PASSED),
            new Case(
                Console.Ending.QEMU_DIED,
                3,
                new ExpectedOutcome.Exit(4, nowhere),
                Outcome.ENDED_OTHERWISE),
            new Case(
                Console.Ending.QEMU_DIED,
                null,
                new ExpectedOutcome.Reboot(nowhere),
                Outcome.QEMU_DIED))) {
      console.ending = each.ending();
      console.debugExit = each.exit();
      console.millis = 0;
      assertEquals(each.outcome(), session(test(10, each.expected())).run(), each.toString());
    }
  }

  @Test
  void decodesTheStatusOfInitFromThePanic() throws Exception {
    Optional<Span> nowhere = Optional.empty();
    console.says(
        100, "Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000300\nend");
    assertEquals(Outcome.PASSED, session(test(10, new ExpectedOutcome.Exit(3, nowhere))).run());
    console.millis = 0;
    assertEquals(
        Outcome.ENDED_OTHERWISE, session(test(10, new ExpectedOutcome.Exit(0, nowhere))).run());
    Script killed = new Script();
    killed.says(100, "Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b\n");
    TestSession session =
        new TestSession(
            killed,
            test(10, new ExpectedOutcome.Exit(0, nowhere)),
            new BootLogs(Path.of("evidence")),
            TestWatcher.NONE);
    assertEquals(Outcome.ENDED_OTHERWISE, session.run(), "a signal is no exit status");
  }

  @Test
  void refusesATestThatCannotFail() {
    assertThrows(IllegalArgumentException.class, () -> session(test(10, send("x"))));
  }
}
