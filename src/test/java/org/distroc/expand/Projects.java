package org.distroc.expand;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;

/** The generated projects of the shipped recipes, for the toy kernel. */
final class Projects {
  static final Path RECIPES = Path.of("recipes");

  private Projects() {}

  /** The names of all shipped recipes, sorted. */
  static List<String> recipes() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(RECIPES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        // A root with parts of packages is known only once they have been downloaded, and a list of
        // architectures has as many projects.
        String text = Files.readString(file);
        if (!text.contains("\n  busybox:") && !text.contains("\narchitecture: [")) {
          names.add(file.getFileName().toString().replace(".yaml", ""));
        }
      }
    }
    return names;
  }

  /** The plan of a recipe file. Its kernel is the toy, whatever kernel the recipe names. */
  static BuildPlan plan(Path recipe) {
    return Plans.of(
        recipe,
        Plans.toy(Plans.TOY, "Debian package linux-source-6.1", "sha256:" + "0".repeat(64)));
  }

  /** The texts of a plan's project by path; the kernel's folder is called {@code /kernel}. */
  static SortedMap<String, String> texts(BuildPlan plan) {
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

  /** The texts of a shipped recipe's project. */
  static SortedMap<String, String> texts(String recipe) {
    return texts(plan(RECIPES.resolve(recipe + ".yaml")));
  }

  /** Writes a plan's project into a folder, ready for make. */
  static void write(BuildPlan plan, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : Expander.expand(plan).files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }
}
