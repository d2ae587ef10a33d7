package org.distroc.expand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The generated project of each shipped recipe, file by file. Its kernel is the toy, so that the
 * files depend on nothing but the recipe and the templates. To write them anew, and read the diff:
 *
 * <pre>mvn -q test -Dtest=GoldenProjectsTest -Ddistroc.update=true</pre>
 */
class GoldenProjectsTest {
  private static final Path RECIPES = Path.of("recipes");
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  static List<String> recipes() throws IOException {
    try (Stream<Path> files = Files.list(RECIPES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theProjectIsTheGoldenOne(String name) throws IOException {
    Map<String, String> project = project(name);
    if (Boolean.getBoolean("distroc.update")) {
      update(GOLDEN.resolve(name), project);
    }
    Map<String, String> golden = read(GOLDEN.resolve(name));
    assertEquals(golden.keySet(), project.keySet());
    for (String path : golden.keySet()) {
      assertEquals(golden.get(path), project.get(path), name + "/" + path);
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theSameRecipeGivesTheSameProject(String name) throws IOException {
    assertEquals(project(name), project(name));
  }

  @Test
  void noGoldenFolderIsLeftOver() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      assertEquals(
          new TreeSet<>(recipes()),
          new TreeSet<>(folders.map(folder -> folder.getFileName().toString()).toList()));
    }
    assertEquals(13, recipes().size());
  }

  /** Each file ends in one line break and has no blanks at the ends of lines, and none is wide. */
  @ParameterizedTest
  @MethodSource("recipes")
  void theProjectIsTidy(String name) throws IOException {
    project(name)
        .forEach(
            (path, text) -> {
              assertTrue(text.endsWith("\n") && !text.endsWith("\n\n"), path);
              int number = 0;
              for (String line : text.split("\n")) {
                number++;
                String place = path + ":" + number + ": " + line;
                assertTrue(line.equals(line.stripTrailing()), place);
                assertTrue(line.length() <= 110, place);
              }
              assertTrue(!text.contains("\n\n\n"), path + " has two empty lines");
            });
  }

  private static SortedMap<String, String> project(String name) throws IOException {
    BuildPlan plan =
        Plans.of(
            RECIPES.resolve(name + ".yaml"),
            Plans.toy(Plans.TOY, "Debian package linux-source-6.1", "sha256:" + "0".repeat(64)));
    SortedMap<String, String> texts = new TreeMap<>();
    Expander.expand(plan)
        .files()
        .forEach(
            (path, bytes) ->
                texts.put(
                    path,
                    new String(bytes, StandardCharsets.UTF_8)
                        .replace(Plans.TOY.toString(), "/kernel")));
    return texts;
  }

  private static SortedMap<String, String> read(Path folder) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  private static void update(Path folder, Map<String, String> project) throws IOException {
    Files.createDirectories(folder);
    for (String old : read(folder).keySet()) {
      Files.delete(folder.resolve(old));
    }
    for (Map.Entry<String, String> file : project.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
