package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.recipe.schema.LanguageSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/testing.md are valid in the current language. */
class TestingPageTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

  @Test
  void everyExampleIsARecipeWithoutMistakes(@TempDir Path folder) throws IOException {
    List<String> examples = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/testing.md")));
    while (block.find()) {
      examples.add(block.group(1));
      assertEquals(
          List.of(), Recipes.messages(folder, Recipes.LEAST + block.group(1)), block.group());
    }
    assertEquals(8, examples.size());
  }

  /** Every key of the test language must be documented on that page. */
  @Test
  void everyKeyOfATestIsOnThePage() throws IOException {
    String page = Files.readString(Path.of("docs/testing.md"));
    List<String> missing = new ArrayList<>();
    for (String pointer :
        List.of("test", "test/properties/steps/items", "qemu/properties/variants")) {
      LanguageSchema.ofRecipes()
          .json()
          .at("/properties/" + pointer + "/properties")
          .properties()
          .forEach(
              key -> {
                if (!page.contains(key.getKey() + ":")
                    && !page.contains("`" + key.getKey() + "`")) {
                  missing.add(key.getKey());
                }
              });
    }
    assertEquals(List.of(), missing);
    assertTrue(page.contains("within"), page);
  }
}
