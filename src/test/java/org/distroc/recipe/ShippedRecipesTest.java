package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.layers.Overrides;
import org.junit.jupiter.api.Test;

/** The recipes that come with distroc are examples to copy: valid, and without a warning. */
class ShippedRecipesTest {
  private static final Pattern ARCHITECTURES = Pattern.compile("(?m)^architecture: \\[(.*)\\]$");

  @Test
  void haveNoDiagnostics() throws IOException {
    List<Path> recipes;
    try (Stream<Path> files = Files.list(Path.of("recipes"))) {
      recipes = files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
    assertTrue(recipes.size() >= 5, "saw the recipes: " + recipes);
    for (Path recipe : recipes) {
      Matcher list = ARCHITECTURES.matcher(Files.readString(recipe));
      if (list.find()) {
        for (String name : list.group(1).split(", ")) {
          assertGood(recipe, new Overrides(Optional.of(name), List.of(), List.of()));
        }
      } else {
        assertGood(recipe, Overrides.NONE);
      }
    }
  }

  private static void assertGood(Path recipe, Overrides overrides) {
    List<Diagnostic> warnings = new ArrayList<>();
    Recipe read = RecipeReader.read(recipe, recipe.toString(), overrides, warnings);
    assertEquals(List.of(), warnings, recipe.toString());
    assertEquals(recipe.getFileName().toString(), read.name() + ".yaml");
    assertTrue(read.description().isPresent(), recipe + " says what it is");
  }
}
