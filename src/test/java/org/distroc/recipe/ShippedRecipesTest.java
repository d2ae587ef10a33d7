package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The recipes that come with distroc are examples to copy: valid, and without a warning. */
class ShippedRecipesTest {
  @Test
  void haveNoDiagnostics() throws IOException {
    List<Path> recipes;
    try (Stream<Path> files = Files.list(Path.of("recipes"))) {
      recipes = files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
    assertTrue(recipes.size() >= 5, "saw the recipes: " + recipes);
    for (Path recipe : recipes) {
      assertEquals(List.of(), Recipes.messages(recipe), recipe.toString());
      Recipe read = RecipeReader.read(recipe, recipe.toString());
      assertEquals(recipe.getFileName().toString(), read.name() + ".yaml");
      assertTrue(read.description().isPresent(), recipe + " says what it is");
    }
  }
}
