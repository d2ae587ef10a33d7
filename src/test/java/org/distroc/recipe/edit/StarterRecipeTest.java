package org.distroc.recipe.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.distroc.recipe.Recipes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterRecipeTest {
  @TempDir Path folder;

  @Test
  void isValidUnderAnyName() {
    for (String name : List.of("x", "my-distro", "a-name-that-is-longer-than-the-column.0_9")) {
      String text = StarterRecipe.text(name);
      assertEquals(List.of(), Recipes.messages(folder, text));
      assertEquals(name, Recipes.read(folder, text).name());
    }
  }

  @Test
  void refusesWhatIsNoName() {
    assertFalse(StarterRecipe.isName("../x"));
    assertFalse(StarterRecipe.isName("a\n"));
    assertTrue(StarterRecipe.nameRule().startsWith("a name has 1 to 63 characters"));
    assertThrows(IllegalArgumentException.class, () -> StarterRecipe.text("No Name"));
  }
}
