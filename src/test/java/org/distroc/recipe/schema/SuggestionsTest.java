package org.distroc.recipe.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.distroc.diag.EditDistance;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  @Test
  void countsSwapsAsOne() {
    assertEquals(0, EditDistance.between("kernel", "kernel", 64));
    assertEquals(1, EditDistance.between("kernal", "kernel", 64));
    assertEquals(1, EditDistance.between("kenrel", "kernel", 64));
    assertEquals(2, EditDistance.between("krnl", "kernel", 64));
    assertEquals(6, EditDistance.between("", "kernel", 64));
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
