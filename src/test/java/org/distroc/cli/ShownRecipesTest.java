package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.distroc.diag.Span;
import org.distroc.init.Place;
import org.distroc.recipe.NamedRecipe;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.RecipeDigests;
import org.distroc.recipe.layers.Overrides;
import org.distroc.recipe.layers.RemoteBases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code show --json} prints of a recipe is a recipe too, and means the same: a plan follows
 * from it, the kernel and packages alone.
 */
class ShownRecipesTest {
  /** What says where a value is, not what it is. */
  private static final Set<Class<?>> PLACES = Set.of(Span.class, Place.class);

  private static final Set<String> FILES =
      Set.of("Recipe.file", "Recipe.locations", "InitSystem.file");

  @TempDir Path temporary;
  private Workplace place;

  static Stream<String> recipes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("recipes"))) {
      List<String> names =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              // A base is no whole recipe.
              .filter(file -> !file.getFileName().toString().equals("base.yaml"))
              .map(Path::toString)
              .sorted()
              .toList();
      assertTrue(names.size() > 20, names.toString());
      return names.stream();
    }
  }

  @BeforeEach
  void copyRecipes() throws IOException {
    place = new Workplace(temporary);
    Workplace.copy(Path.of("recipes"), place.work.resolve("recipes"));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void meansTheSame(String name) throws IOException {
    compare(name, List.of(), List.of());
  }

  @Test
  void meansTheSameWithParametersAndSettings() throws IOException {
    compare("recipes/family/prompt.yaml", List.of(), List.of("memory=48M"));
    compare("recipes/family/greeter.yaml", List.of("qemu.memory=256M"), List.of());
    compare("recipes/serial.yaml", List.of("kernel.cmdline={add: [quiet]}"), List.of());
    compare("recipes/busybox.yaml", List.of("rootfs.files./etc/motd.text=hi"), List.of());
  }

  private void compare(String name, List<String> settings, List<String> parameters)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("show", "--json", name));
    settings.forEach(setting -> words.addAll(List.of("--set", setting)));
    parameters.forEach(parameter -> words.addAll(List.of("-P", parameter)));
    Run show = place.run(words.toArray(new String[0]));
    if (show.out().contains("D2202")) {
      // One of several architectures has to be chosen.
      words.addAll(List.of("--arch", "x86_64"));
      show = place.run(words.toArray(new String[0]));
    }
    assertEquals(0, show.exit(), show.all());
    List<String> given = words.contains("--arch") ? List.of("x86_64") : List.of();
    Overrides overrides = new Overrides(given.stream().findFirst(), settings, parameters);
    Recipe original = read(name, "", overrides);
    Recipe shown = read("-", show.out(), Overrides.NONE);
    assertEquals(facts(original), facts(shown));
    assertEquals(RecipeDigests.of(original), RecipeDigests.of(shown));
  }

  private Recipe read(String name, String input, Overrides overrides) {
    return NamedRecipe.read(
        place.host(),
        Path.of(name),
        overrides,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        RemoteBases.NONE,
        new ArrayList<>());
  }

  /** Everything that a value consists of, but places. */
  private static Object facts(Object value) throws IOException {
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? List.of(facts(optional.get())) : List.of();
    }
    if (value instanceof Collection<?> items) {
      List<Object> all = new ArrayList<>();
      for (Object item : items) {
        all.add(facts(item));
      }
      return all;
    }
    if (value instanceof Map<?, ?> map) {
      List<Object> all = new ArrayList<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        all.add(List.of(facts(entry.getKey()), facts(entry.getValue())));
      }
      return all;
    }
    return value instanceof Record record ? parts(record) : String.valueOf(value);
  }

  private static Object parts(Record record) throws IOException {
    List<Object> all = new ArrayList<>(List.of(record.getClass().getSimpleName()));
    if (PLACES.contains(record.getClass())) {
      return all;
    }
    for (RecordComponent part : record.getClass().getRecordComponents()) {
      if (!FILES.contains(record.getClass().getSimpleName() + "." + part.getName())) {
        try {
          Method accessor = part.getAccessor();
          accessor.setAccessible(true);
          all.add(facts(accessor.invoke(record)));
        } catch (ReflectiveOperationException e) {
          throw new IOException(e);
        }
      }
    }
    return all;
  }
}
