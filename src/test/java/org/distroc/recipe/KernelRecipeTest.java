package org.distroc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Diagnostic;
import org.distroc.kernel.KernelSource;
import org.distroc.recipe.edit.StarterRecipe;
import org.distroc.recipe.edit.StarterRecipe.Group;
import org.distroc.recipe.edit.StarterRecipe.Option;
import org.distroc.spec.Display;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipe around a kernel that exists already. */
class KernelRecipeTest {
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "y",
          "No",
          "null",
          "64",
          "0x10",
          "-5",
          "1e5",
          "",
          " ",
          "(none)",
          "a: b",
          "x #y",
          "\"q\" \\ 'r'",
          "~",
          "true",
          "/sbin/init",
          "[a]",
          "*",
          "&x",
          "é");

  @TempDir Path folder;

  private Recipe read(String text) throws IOException {
    List<Diagnostic> findings = new ArrayList<>();
    Path file = Files.writeString(folder.resolve("mine.yaml"), text);
    Recipe recipe = RecipeReader.read(file, "mine.yaml", findings);
    assertEquals(List.of(), findings);
    return recipe;
  }

  @Test
  void everyValueIsReadAsItWas() throws IOException {
    Map<String, String> wanted = new LinkedHashMap<>();
    List<Option> texts = new ArrayList<>();
    for (String value : TEXTS) {
      String name = "TEXT_" + texts.size();
      texts.add(new Option(name, value, true));
      wanted.put(name, value);
    }
    List<Option> others =
        List.of(
            new Option("64BIT", "y", false),
            new Option("NR_CPUS", "8", false),
            new Option("START", "0x100000", false),
            new Option("OFF", "n", false));
    others.forEach(option -> wanted.put(option.name(), option.value()));
    StarterRecipe.Kernel kernel =
        new StarterRecipe.Kernel(
            "x86_64",
            "linux-source-6.12",
            "defconfig",
            List.of(new Group("Texts > \"All\"", texts), new Group("Others", others)),
            "serial");
    Recipe recipe = read(StarterRecipe.text("mine", kernel));
    assertEquals(wanted, recipe.kernel().options());
    assertEquals(new KernelBase.Target("defconfig"), recipe.kernel().base());
    assertEquals(new KernelSource.Debian("linux-source-6.12"), recipe.kernel().source());
    assertEquals(Display.SERIAL, recipe.qemu().display());
  }

  @Test
  void plainWordsHaveNoQuotes() {
    String text =
        StarterRecipe.text(
            "mine",
            new StarterRecipe.Kernel(
                "x86_64",
                "linux-source-6.1",
                "tinyconfig",
                List.of(
                    new Group(
                        "General",
                        List.of(
                            new Option("A", "host-1", true),
                            new Option("B", "n", true),
                            new Option("C", "n", false)))),
                "vga"));
    assertTrue(text.contains("    # General\n    A: host-1\n    B: \"n\"\n    C: n\n"), text);
  }

  @Test
  void aBaseMayBeAll() throws IOException {
    StarterRecipe.Kernel kernel =
        new StarterRecipe.Kernel("x86_64", "linux-source-6.1", "defconfig", List.of(), "vga");
    assertEquals(Map.of(), read(StarterRecipe.text("mine", kernel)).kernel().options());
  }
}
