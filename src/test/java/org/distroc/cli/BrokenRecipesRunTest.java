package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.distroc.recipe.BrokenRecipesTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred broken recipes, through the command line. */
class BrokenRecipesRunTest {
  private static final Pattern PLACE =
      Pattern.compile("^ *--> broken\\.yaml:[0-9]+:[0-9]+$", Pattern.MULTILINE);

  @Test
  void eachHasAPositionAndNoStackTraceWithinASecond(@TempDir Path temporary) throws IOException {
    Workplace place = new Workplace(temporary);
    List<byte[]> broken = BrokenRecipesTest.broken(200, place.work);
    assertEquals(200, broken.size());
    for (byte[] recipe : broken) {
      Files.write(place.work.resolve("broken.yaml"), recipe);
      long start = System.nanoTime();
      Run run = place.run("check", "broken.yaml");
      long millis = (System.nanoTime() - start) / 1_000_000;
      String shown = new String(recipe, StandardCharsets.UTF_8) + "\n" + run.all();
      assertEquals(3, run.exit(), shown);
      assertTrue(PLACE.matcher(run.err()).find(), shown);
      assertTrue(run.err().contains("error[D1"), shown);
      assertFalse(run.all().contains("\tat "), shown);
      assertEquals("", run.out(), shown);
      assertTrue(millis < 1000, millis + " ms for\n" + shown);
    }
  }
}
