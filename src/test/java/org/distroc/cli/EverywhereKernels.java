package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.arch.catalogue.Architectures;

/**
 * The kernels of {@code recipes/tiny-everywhere.yaml}, for long tests. {@code
 * -Ddistroc.architectures=NAME,...} chooses among its architectures: a kernel that is not in the
 * cache takes minutes.
 */
public final class EverywhereKernels {
  static final Path RECIPE = Path.of("recipes/tiny-everywhere.yaml").toAbsolutePath();

  private static final Pattern LIST = Pattern.compile("(?m)^architecture: \\[(.*)\\]$");

  private EverywhereKernels() {}

  /** The architectures to test. */
  public static List<String> architectures() {
    String chosen = System.getProperty("distroc.architectures", "");
    return chosen.isEmpty() ? ofRecipe() : Arrays.asList(chosen.split(","));
  }

  /** Those that the recipe lists. */
  static List<String> ofRecipe() {
    try {
      Matcher list = LIST.matcher(Files.readString(RECIPE));
      assertTrue(list.find());
      return Arrays.asList(list.group(1).split(", "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Builds the recipe in a folder; returns the kernel. */
  public static Path build(String architecture, Path folder) {
    Run run =
        Run.in(folder, "build", "--arch", architecture, "-o", "everywhere", RECIPE.toString());
    assertEquals(0, run.exit(), run.all());
    Path image = Path.of(Architectures.of(architecture).kernel().imagePath());
    return folder.resolve("everywhere").resolve(image.getFileName());
  }

  /** The recipe's text, with another program as init. */
  static String recipe(String init) throws IOException {
    String text = Files.readString(RECIPE);
    String own = "  program: shell";
    int start = text.indexOf(own);
    return text.substring(0, start) + init + text.substring(text.indexOf("  libc: none", start));
  }
}
