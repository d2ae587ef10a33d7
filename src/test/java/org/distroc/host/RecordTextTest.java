package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A key that is derived from a record fails closed. */
class RecordTextTest {
  private static final RecordText ALL = new RecordText(Map.of(), Map.of());

  /** The same record, before and after a component was added. */
  private static final class Before {
    record Plan(String name, int line) {}
  }

  private static final class After {
    record Plan(String name, int line, boolean experimental) {}
  }

  private record Nested(Optional<Before.Plan> plan, List<String> words, Map<String, Integer> map) {}

  private record Opaque(Thread thread) {}

  private enum Colour {
    RED,
    BLUE
  }

  @Test
  void aComponentThatIsAddedChangesTheText() {
    String before = ALL.of(new Before.Plan("a", 1));
    assertNotEquals(before, ALL.of(new After.Plan("a", 1, false)));
    assertNotEquals(ALL.of(new After.Plan("a", 1, true)), ALL.of(new After.Plan("a", 1, false)));
  }

  @Test
  void onlyWhatIsNamedIsLeftOut() {
    RecordText text =
        new RecordText(Map.of("RecordTextTest.Before.Plan.line", "a position"), Map.of());
    assertEquals("RecordTextTest.Before.Plan.line", RecordText.name(Before.Plan.class, "line"));
    assertEquals(text.of(new Before.Plan("a", 1)), text.of(new Before.Plan("a", 2)));
    assertNotEquals(text.of(new Before.Plan("a", 1)), text.of(new Before.Plan("b", 1)));
    assertNotEquals(
        text.of(new After.Plan("a", 1, true)),
        text.of(new After.Plan("a", 2, true)),
        "the name is that of one record only");
  }

  @Test
  void everyValueInsideCounts() {
    Nested one = new Nested(Optional.empty(), List.of("ab", "c"), Map.of("x", 1, "y", 2));
    assertEquals(
        ALL.of(one),
        ALL.of(new Nested(Optional.empty(), List.of("ab", "c"), Map.of("y", 2, "x", 1))));
    List<Nested> others =
        List.of(
            new Nested(Optional.of(new Before.Plan("", 0)), one.words(), one.map()),
            new Nested(Optional.empty(), List.of("a", "bc"), one.map()),
            new Nested(Optional.empty(), List.of("c", "ab"), one.map()),
            new Nested(Optional.empty(), List.of(), one.map()),
            new Nested(Optional.empty(), one.words(), Map.of("x", 2, "y", 1)),
            new Nested(Optional.empty(), one.words(), Map.of("x", 1)));
    others.forEach(other -> assertNotEquals(ALL.of(one), ALL.of(other)));
    assertNotEquals(ALL.of(Colour.RED), ALL.of(Colour.BLUE));
    assertEquals(ALL.of(Set.of("a", "b", "c")), ALL.of(Set.of("c", "b", "a")));
    assertNotEquals(ALL.of(List.of(Path.of("a"))), ALL.of(List.of(Path.of("b"))));
  }

  /** Objects of unknown content are rejected, never treated as equal. */
  @Test
  void anObjectOfUnknownContentIsRefused() {
    Opaque opaque = new Opaque(Thread.currentThread());
    assertThrows(IllegalArgumentException.class, () -> ALL.of(opaque));
    RecordText named =
        new RecordText(Map.of(), Map.of(Thread.class, thread -> ((Thread) thread).getName()));
    assertEquals(
        "Opaque{thread="
            + opaque.thread().getName().length()
            + ":"
            + opaque.thread().getName()
            + "}",
        named.of(opaque));
  }
}
