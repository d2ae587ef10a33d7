package org.distroc.boot;

import static org.distroc.boot.Guests.expect;
import static org.distroc.boot.Guests.send;
import static org.distroc.boot.Guests.test;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.boot.BootResult.Outcome;
import org.distroc.boot.BootResult.StepTime;
import org.distroc.plan.BootTest;
import org.distroc.plan.TestStep;
import org.junit.jupiter.api.Test;

class TestSessionTest {
  private final Script console = new Script();

  /** A console whose time goes only while somebody waits for it. */
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
    BootTest.Outcome panic = new BootTest.Panic(text, Optional.empty());
    return session(test(10, panic, steps)).run();
  }

  private TestSession session(BootTest test) {
    return new TestSession(console, test, new Evidence(Path.of("evidence")), TestWatcher.NONE);
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
    // Both consoles say the same; the screen is behind. Its first prompt is no second one.
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

  @Test
  void refusesATestThatCannotFail() {
    assertThrows(IllegalArgumentException.class, () -> test(10, send("x")));
  }
}
