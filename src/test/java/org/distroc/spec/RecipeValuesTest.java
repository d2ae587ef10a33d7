package org.distroc.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecipeValuesTest {
  @Test
  void sizesTimesAndNumbersAreReadAsSpelled() {
    assertEquals(64L << 20, RecipeValues.bytes("64M"));
    assertEquals(5L << 30, RecipeValues.bytes("5G"));
    assertEquals(Duration.ofMillis(500), RecipeValues.duration("500ms"));
    assertEquals(Duration.ofSeconds(30), RecipeValues.duration("30s"));
    assertEquals(Duration.ofMinutes(2), RecipeValues.duration("2m"));
    assertEquals(2, RecipeValues.integer("2.0"));
    assertThrows(NumberFormatException.class, () -> RecipeValues.bytes("M"));
  }

  @Test
  void everyConstantHasAWord() {
    for (Display display : Display.values()) {
      String word = RecipeValues.word(display);
      assertEquals(display, RecipeValues.constant(Display.class, word));
    }
    assertEquals("serial", RecipeValues.word(Display.SERIAL));
    assertThrows(
        IllegalArgumentException.class, () -> RecipeValues.constant(Display.class, "svga"));
  }

  @Test
  void aTestThatExpectsNothingCannotFail() {
    TestStep typing = TestStep.of(new Action.Send("ls\n"));
    TestStep looking = TestStep.of(new Action.Expect(TextPattern.plain("# ")));
    ExpectedOutcome prompt = new ExpectedOutcome.Prompt();
    ExpectedOutcome reboot = new ExpectedOutcome.Reboot(Optional.empty());

    assertFalse(test(prompt, typing).canFail());
    assertTrue(test(prompt, typing, looking).canFail());
    assertTrue(test(reboot, typing).canFail());
    assertEquals(Optional.of(looking), test(prompt, typing, looking).prompt());
  }

  private static BootTest test(ExpectedOutcome outcome, TestStep... steps) {
    return new BootTest(Duration.ofSeconds(1), List.of(steps), List.of(), outcome);
  }

  @Test
  void excludedVariantsAreSkippedHoweverTheyAreSpelled() {
    Variants variants =
        new Variants(Map.of("memory", List.of("512M", "1G")), List.of(Map.of("memory", "1024M")));

    assertEquals(List.of(Map.of("memory", "512M")), variants.combinations());
    assertEquals(List.of(Map.of()), new Variants(Map.of(), List.of()).combinations());
  }
}
