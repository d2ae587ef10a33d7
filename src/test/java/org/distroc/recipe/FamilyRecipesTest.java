package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.layers.Overrides;
import org.junit.jupiter.api.Test;

/** The recipes in {@code recipes/family}, which show how recipes build on others. */
class FamilyRecipesTest {
  private static final Path FOLDER = Path.of("recipes/family");

  private static Recipe read(String name, String... parameters) {
    Path file = FOLDER.resolve(name + ".yaml");
    List<Diagnostic> warnings = new ArrayList<>();
    Overrides overrides = new Overrides(Optional.empty(), List.of(), List.of(parameters));
    Recipe recipe = RecipeReader.read(file, file.toString(), overrides, warnings);
    assertEquals(List.of(), warnings);
    assertEquals(name, recipe.name());
    return recipe;
  }

  @Test
  void shareOneKernelWithHello() {
    Recipe hello =
        RecipeReader.read(Path.of("recipes/hello.yaml"), "hello.yaml", new ArrayList<>());
    for (String name : List.of("greeter", "prompt")) {
      assertEquals(hello.kernel().source(), read(name).kernel().source());
      assertEquals(hello.kernel().base(), read(name).kernel().base());
      assertEquals(hello.kernel().options(), read(name).kernel().options());
    }
  }

  @Test
  void parametersArePassedOn() {
    assertEquals(64L << 20, read("greeter").qemu().memory());
    assertEquals(32L << 20, read("prompt").qemu().memory());
    assertEquals(48L << 20, read("prompt", "memory=48M").qemu().memory());
  }

  @Test
  void listsGrowAndAreTakenAway() {
    List<String> usual =
        read("prompt").tests().get("").forbid().stream().map(f -> f.what().text()).toList();
    List<String> more =
        read("greeter").tests().get("").forbid().stream().map(f -> f.what().text()).toList();
    assertEquals("segfault", more.get(more.size() - 1));
    assertEquals(usual, more.subList(0, more.size() - 1));
  }
}
