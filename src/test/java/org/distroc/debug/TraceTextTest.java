package org.distroc.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.distroc.debug.TraceEvent.Argument;
import org.distroc.debug.TraceEvent.Begun;
import org.distroc.debug.TraceEvent.Ended;
import org.distroc.debug.TraceEvent.Process;
import org.distroc.debug.TraceEvent.Returned;
import org.distroc.debug.TraceEvent.Signalled;
import org.junit.jupiter.api.Test;

/** Lines as strace writes them. */
class TraceTextTest {
  private static final Process INIT = new Process(1, "init");
  private static final Process CHILD = new Process(7, "child");

  private final List<String> lines = new ArrayList<>();
  private final TraceText text = new TraceText(lines::add);

  @Test
  void aCallThatReturnsAtOnceIsOneLine() {
    text.accept(new Begun(INIT, 1, "close", List.of(known("3"))));
    text.accept(new Returned(INIT, 1, "close", List.of(known("3")), 0, "0"));
    text.finish();
    assertEquals(List.of("[1] close(3) = 0"), lines);
  }

  @Test
  void aCallThatOthersComeBetweenIsTwo() {
    text.accept(new Begun(INIT, 1, "wait4", List.of(known("-1"), later(), known("0"))));
    text.accept(new Begun(CHILD, 2, "exit", List.of(known("3"))));
    text.accept(new Ended(CHILD, "exited with 3"));
    List<Argument> all = List.of(known("-1"), known("[exited with 3]"), known("0"));
    text.accept(new Returned(INIT, 1, "wait4", all, 7, "7"));
    assertEquals(
        List.of(
            "[1] wait4(-1,  <unfinished ...>",
            "[7] exit(3) = ?",
            "[7] +++ exited with 3 +++",
            "[1] <... wait4 resumed> [exited with 3], 0) = 7"),
        lines);
  }

  @Test
  void aSignalStandsAloneAndTheLastCallStaysUnfinished() {
    text.accept(new Begun(INIT, 1, "pause", List.of()));
    text.accept(new Returned(INIT, 1, "pause", List.of(), -4, "?"));
    text.accept(new Signalled(INIT, "SIGCHLD"));
    text.accept(new Begun(INIT, 2, "pause", List.of()));
    text.finish();
    assertEquals(
        List.of("[1] pause() = ?", "[1] --- SIGCHLD ---", "[1] pause( <unfinished ...>"), lines);
  }

  private static Argument known(String text) {
    return new Argument("n", "int", 0, text);
  }

  private static Argument later() {
    return new Argument("p", "int *", 1, "");
  }
}
