package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.distroc.host.Trees;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recipes of strangers, observed from outside: none reads or writes a file, starts a process or
 * connects outside its folder and the sandbox.
 */
class HostileRecipesTest {
  private static final int SAMPLE = 12;
  private static final int BATCH = 30;

  private final long seed = Long.getLong("distroc.seed", 1);

  @TempDir Path folder;

  /** A few of each family. */
  @Tag("kernel")
  @Test
  void aSampleDoesNoHarm() throws Exception {
    List<HostileRecipe> recipes = recipes("");
    Collections.shuffle(recipes, new Random(seed));
    Map<String, HostileRecipe> families = new LinkedHashMap<>();
    recipes.forEach(recipe -> families.putIfAbsent(recipe.name.replaceAll("-.*", ""), recipe));
    assertEquals(List.of(), harmOf(families.values().stream().limit(SAMPLE).toList()));
  }

  /** All; {@code -Ddistroc.recipes} is a regular expression for their names. */
  @Tag("long")
  @Timeout(value = 12, unit = TimeUnit.HOURS)
  @Test
  void noneDoesHarm() throws Exception {
    List<HostileRecipe> recipes = recipes(System.getProperty("distroc.recipes", ""));
    List<String> harm = new ArrayList<>();
    for (int i = 0; i < recipes.size(); i += BATCH) {
      List<String> found = harmOf(recipes.subList(i, Math.min(i + BATCH, recipes.size())));
      found.forEach(System.out::println);
      harm.addAll(found);
    }
    System.out.println(recipes.size() + " hostile recipes, " + harm.size() + " harms");
    assertEquals(List.of(), harm);
  }

  private static List<HostileRecipe> recipes(String names) throws Exception {
    List<HostileRecipe> recipes = new ArrayList<>(HostileTexts.all());
    recipes.addAll(HostileFolders.all());
    assertTrue(recipes.size() > 300, recipes.size() + " recipes");
    recipes.removeIf(recipe -> !names.isEmpty() && !recipe.name.matches(names));
    return recipes;
  }

  /** Runs some recipes, and first an honest one, whose programs are those that may be started. */
  private List<String> harmOf(List<HostileRecipe> recipes) throws Exception {
    System.out.println("seed " + seed + ", " + recipes.size() + " recipes");
    Path batch = Files.createTempDirectory(folder.toRealPath(), "batch");
    // Not in the batch: the names of sockets must be short.
    Path temporary = Files.createTempDirectory("d").toRealPath();
    Observation observation = new Observation(batch, temporary);
    HostileRecipe honest = new HostileRecipe("honest").tested();
    observation.create(honest);
    observation.create(new HostileRecipe("control"));
    List<String> words = new ArrayList<>(List.of("org.distroc.cli.HostileRun", batch.toString()));
    words.addAll(List.of("honest", "check,expand,build,test", "control", "control"));
    for (HostileRecipe recipe : recipes) {
      observation.create(recipe);
      words.addAll(List.of(recipe.name, String.join(",", recipe.verbs())));
    }
    Tracer tracer = new Tracer(Files.createDirectory(batch.resolve("tracer")), temporary);
    Tracer.Traced run =
        tracer.audit(Map.of("PATH", "/usr/bin:/bin"), batch, words.toArray(String[]::new));
    assertEquals(0, run.exit(), run.said());
    observation.read(run.log());
    for (String verb : List.of("check", "expand", "build")) {
      assertEquals("exit 0", observation.exit("honest", verb), observation.said("honest", verb));
    }
    assertEquals(
        Set.of("reads", "writes", "starts", "connects", "changes"),
        new HashSet<>(observation.kinds("control")),
        "the observer sees what a recipe must not do");
    List<String> harm = new ArrayList<>();
    for (HostileRecipe recipe : recipes) {
      harm.addAll(observation.harm(recipe.name));
    }
    harm.addAll(observation.left());
    for (String name : temporary.toFile().list()) {
      harm.add("left in the folder of temporary files: " + name);
    }
    Trees.delete(temporary);
    return harm;
  }
}
