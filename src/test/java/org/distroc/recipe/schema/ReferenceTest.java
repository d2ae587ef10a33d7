package org.distroc.recipe.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distroc.recipe.text.Language;
import org.distroc.settings.SettingsFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/reference.md} and {@code docs/settings.md} say what the schemas say. */
class ReferenceTest {
  @ParameterizedTest
  @CsvSource({"reference.md, test.steps[].expect", "settings.md, shared[].password-variable"})
  void theReferenceIsThatOfTheSchema(String name, String key) throws IOException {
    Path file = Path.of("docs").resolve(name);
    String written =
        ReferenceWriter.write(name.equals("settings.md") ? SettingsFile.LANGUAGE : Language.RECIPE);
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(file, written);
    }
    assertTrue(written.contains("## `" + key + "`"), "it is complete");
    assertEquals(
        written,
        Files.readString(file),
        "stale; update it: mvn -q test -Dtest=ReferenceTest -Ddistroc.update=true");
  }
}
