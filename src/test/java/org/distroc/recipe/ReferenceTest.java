package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/reference.md} says what the schema says. */
class ReferenceTest {
  @Test
  void theReferenceIsThatOfTheSchema() throws IOException {
    Path file = Path.of("docs/reference.md");
    String written = ReferenceWriter.write(RecipeSchema.get().json());
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(file, written);
    }
    assertTrue(written.contains("## `test.steps[].expect`"), "it is complete");
    assertEquals(
        written,
        Files.readString(file),
        "stale; write it anew: mvn -q test -Dtest=ReferenceTest -Ddistroc.update=true");
  }
}
