package org.distroc.boot.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeymapTest {
  @Test
  void hasADistinctCombinationForEachPrintableCharacter() {
    Set<List<String>> combinations = new HashSet<>();
    for (int c = ' '; c < 0x7f; c++) {
      assertTrue(combinations.add(Keymap.keys(c).orElseThrow()), Character.toString(c));
    }
    assertEquals(95, combinations.size());
  }

  @Test
  void knowsKeysThatProduceNoText() {
    assertEquals(List.of("ret"), Keymap.keys('\n').orElseThrow());
    assertEquals(List.of("tab"), Keymap.keys('\t').orElseThrow());
    assertEquals(List.of("ctrl", "c"), Keymap.keys(3).orElseThrow());
    assertEquals(List.of("shift", "a"), Keymap.keys('A').orElseThrow());
  }

  @Test
  void findsWhatCannotBeTyped() {
    assertEquals(Optional.of("é"), Keymap.firstWithoutKey("café\n"));
    assertEquals(Optional.of("😀"), Keymap.firstWithoutKey("ok 😀"));
    assertEquals(Optional.empty(), Keymap.firstWithoutKey("ls -l /\n"));
  }
}
