package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.distroc.diag.NearestNames;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  @Test
  void countsSwapsAsOne() {
    assertEquals(0, NearestNames.distance("kernel", "kernel"));
    assertEquals(1, NearestNames.distance("kernal", "kernel"));
    assertEquals(1, NearestNames.distance("kenrel", "kernel"));
    assertEquals(2, NearestNames.distance("krnl", "kernel"));
    assertEquals(6, NearestNames.distance("", "kernel"));
  }

  @Test
  void suggestsOnlyWhatIsNear() {
    List<String> keys = List.of("memory", "display", "cpu", "machine", "smp");
    assertEquals(Optional.of("memory"), Suggestions.closest("Memory", keys));
    assertEquals(Optional.of("memory"), Suggestions.closest("mem", keys));
    assertEquals(Optional.of("cpu"), Suggestions.closest("cpus", keys));
    assertEquals(Optional.of("smp"), Suggestions.closest("spm", keys));
    assertEquals(Optional.empty(), Suggestions.closest("banana", keys));
    assertEquals(Optional.empty(), Suggestions.closest("", keys));
    assertEquals(Optional.empty(), Suggestions.closest("x".repeat(100_000), keys));
  }
}
