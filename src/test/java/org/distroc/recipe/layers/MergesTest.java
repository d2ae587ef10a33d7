package org.distroc.recipe.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.recipe.edit.MergedText;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceReader;
import org.distroc.recipe.text.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of merges, {@code layers/merges.txt}: files, the merged recipe with the origin of each
 * value, and what is said about it. Each file ends with {@code distro: v1}, which the table leaves
 * out. To update the results:
 *
 * <pre>mvn -q test -Dtest=MergesTest -Ddistroc.update=true</pre>
 */
class MergesTest {
  private static final Path TABLE = Path.of("src/test/resources/layers/merges.txt");
  private static final String RESULT = "merged";

  @TempDir Path folder;

  @Test
  void mergesAsTheTableSays() throws IOException {
    StringBuilder written = new StringBuilder();
    StringBuilder made = new StringBuilder();
    int count = 0;
    for (String block : Files.readString(TABLE).split("(?m)^(?==== )")) {
      if (!block.startsWith("=== ")) {
        made.append(block);
        written.append(block);
        continue;
      }
      count++;
      written.append(block);
      int result = block.indexOf("--- " + RESULT);
      String given = result < 0 ? block.stripTrailing() + "\n" : block.substring(0, result);
      made.append(given).append("--- " + RESULT + "\n").append(merged(given, count)).append('\n');
    }
    if (Boolean.getBoolean("distroc.update")) {
      Files.writeString(TABLE, made);
    }
    assertTrue(count >= 60, "a table of " + count + " merges");
    assertLinesMatch(made.toString().lines(), Files.readString(TABLE).lines());
  }

  private String merged(String block, int number) throws IOException {
    Path own = Files.createDirectories(folder.resolve("case" + number));
    String title = block.lines().findFirst().orElseThrow();
    Optional<String> architecture =
        title.matches(".* for \\w+")
            ? Optional.of(title.substring(title.lastIndexOf(" for ") + 5))
            : Optional.empty();
    for (Map.Entry<String, String> file : files(block).entrySet()) {
      Path path = own.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue() + "distro: v1\n");
    }
    List<String> settings = new ArrayList<>();
    block
        .lines()
        .filter(line -> line.startsWith("$ --set "))
        .forEach(line -> settings.add(line.substring(8)));
    List<String> parameters = new ArrayList<>();
    block
        .lines()
        .filter(line -> line.startsWith("$ -P "))
        .forEach(line -> parameters.add(line.substring(5)));
    return merged(own.resolve("recipe.yaml"), new Overrides(architecture, settings, parameters))
        .replace(own.toString(), "FOLDER");
  }

  private static Map<String, String> files(String block) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String part : block.split("(?m)^--- ")) {
      if (!part.startsWith("===")) {
        int end = part.indexOf('\n');
        files.put(part.substring(0, end), part.substring(end + 1).replaceAll("(?m)^\\$ .*\n", ""));
      }
    }
    return files;
  }

  private static String merged(Path file, Overrides overrides) {
    SourceText text = SourceReader.read(file, "recipe.yaml", Language.RECIPE);
    FileDiagnostics findings = new FileDiagnostics(text);
    StringBuilder result = new StringBuilder();
    List<Diagnostic> said = new ArrayList<>();
    try {
      SourceLocations recipe =
          Layers.merged(
              file,
              text,
              RecipeTree.read(text, findings),
              overrides,
              new RecipePaths(file.getParent(), findings),
              RemoteBases.NONE,
              findings);
      String yaml = new MergedText(recipe, file.getParent()).yaml();
      yaml.lines()
          .filter(line -> !line.startsWith("distro: "))
          .forEach(line -> result.append(line).append('\n'));
      assertEquals(
          String.valueOf(new MergedText(recipe, file.getParent()).plain()),
          reread(file.getParent(), yaml),
          "the merged text means the same");
      said.addAll(findings.diagnostics());
    } catch (Failure failure) {
      said.addAll(failure.diagnostics());
    }
    for (Diagnostic one : said) {
      result.append(one.severity().word()).append(' ').append(one.code()).append(' ');
      result.append(one.at().orElseThrow().place()).append(": ").append(one.message());
      one.at().get().chain().forEach(at -> result.append(" < ").append(at.place()));
      one.reasons().forEach(reason -> result.append("\n  why: ").append(reason));
      one.remedies().forEach(remedy -> result.append("\n  help: ").append(remedy));
      result.append('\n');
    }
    return result.toString().replaceAll("why: (architectures|valid keys): .*", "why: $1: …");
  }

  private static String reread(Path folder, String yaml) {
    SourceText text = new SourceText("merged", yaml);
    FileDiagnostics findings = new FileDiagnostics(text);
    SourceLocations again = new SourceLocations(text, RecipeTree.read(text, findings));
    assertTrue(findings.isEmpty(), yaml);
    return String.valueOf(new MergedText(again, folder).plain());
  }
}
