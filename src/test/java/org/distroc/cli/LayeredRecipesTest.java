package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes that extend others, from the command line to the built files. */
class LayeredRecipesTest {
  private static final String TOP =
      """
      distro: v1
      name: top
      extends: base/base.yaml
      kernel:
        options: {TTY: y}
      """;

  private static final String INIT =
      """
      #include <linux/unistd.h>
      int main(void) {
        write(1, "own\\n", 4);
        for (;;) {
          pause();
        }
      }
      """;

  @TempDir private Path folder;
  private Workplace place;
  private String base;

  @BeforeEach
  void recipes() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    base = Workplace.RECIPE.replace("../kernel", "../../kernel").replace("    TTY: y\n", "");
    place.write("base/base.yaml", base);
    place.write("top.yaml", TOP);
    place.write("base/init.c", INIT);
  }

  @Test
  void buildsWithAFileInTheFolderOfTheBase() throws IOException {
    place.write("base/base.yaml", base.replace("program: hello", "source: init.c"));
    Run run = place.run("build", "top.yaml");
    assertEquals(0, run.exit(), run.all());
    assertEquals(INIT, Files.readString(place.work.resolve("build/top/source/base/init.c")));
  }

  @Test
  void buildsWithAFileOfABaseInAParentFolder() throws IOException {
    place.shell("git init -q .");
    place.write("base/base.yaml", base.replace("program: hello", "source: init.c"));
    place.write("devices/one/top.yaml", TOP.replace("base/base.yaml", "../../base/base.yaml"));
    Run run = place.run("build", "devices/one/top.yaml");
    assertEquals(0, run.exit(), run.all());
    Path source = place.work.resolve("build/top/source/_up/_up/base/init.c");
    assertEquals(INIT, Files.readString(source));

    place.write("base/init.c", INIT.replace("pause();", "pauze();"));
    Run wrong = place.run("build", "devices/one/top.yaml");
    assertTrue(wrong.err().contains(" base/init.c:"), wrong.err());
  }

  @Test
  void aChangedBaseIsBuiltAgain() throws IOException {
    assertEquals(0, place.run("build", "top.yaml").exit());
    Run same = place.run("build", "top.yaml");
    assertEquals(0, same.exit(), same.all());
    place.write("base/base.yaml", base.replace("PRINTK: y", "PRINTK: y\n    RD_GZIP: y"));
    Run other = place.run("build", "--why", "top.yaml");
    assertEquals(0, other.exit(), other.all());
    assertTrue(other.out().contains("option RD_GZIP was added (y)"), other.all());
  }

  @Test
  void anErrorOfALaterPhaseIsShownInTheBase() throws IOException {
    place.write("base/base.yaml", base.replace("PRINTK: y", "PRINTKK: y"));
    Run run = place.run("build", "top.yaml");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains(" base/base.yaml:12:5\n"), run.err());
    assertTrue(run.err().contains("= note: top.yaml:3:10 extends base/base.yaml\n"), run.err());
  }

  @Test
  void anErrorInASourceOfTheBaseIsShownThere() throws IOException {
    place.write("base/base.yaml", base.replace("program: hello", "source: init.c"));
    place.write("base/init.c", INIT.replace("pause();", "pauze();"));
    Run run = place.run("build", "top.yaml");
    assertTrue(run.err().contains(" base/init.c:"), run.err());
  }

  @Test
  void aCheckSeesAChangedBase() throws IOException {
    assertEquals(0, place.run("check", "top.yaml").exit());
    assertEquals(0, place.run("check", "top.yaml").exit());
    place.write("base/base.yaml", base.replace("PRINTK: y", "PRINTKK: y"));
    assertEquals(3, place.run("check", "top.yaml").exit());
  }

  @Test
  void whatShowPrintsMeansTheSame() throws IOException {
    place.write("base/base.yaml", base.replace("program: hello", "source: init.c"));
    assertEquals(0, place.run("expand", "-o", "first", "top.yaml").exit());
    Run json = place.run("show", "--json", "top.yaml");
    assertEquals(0, json.exit(), json.all());
    Run check = place.runWith(json.out(), "check", "-");
    assertEquals(0, check.exit(), check.all());
    place.write("shown.json", json.out());
    Run second = place.run("expand", "-o", "second", "shown.json");
    assertEquals(0, second.exit(), second.all());
    assertEquals(files("first"), files("second"), "the same plan makes the same project");

    place.write("shown.yaml", place.run("show", "top.yaml").out());
    Run third = place.run("expand", "-o", "third", "shown.yaml");
    assertEquals(0, third.exit(), third.all());
    assertEquals(files("first"), files("third"), "so does the text");
  }

  @Test
  void whatShowPrintsOfARecipeInAnotherFolderIsRead() throws IOException {
    place.write("deep/top.yaml", TOP);
    place.write("deep/base/base.yaml", base.replace("../../", "../../../"));
    Run json = place.run("show", "--json", "deep/top.yaml");
    Run check = place.runWith(json.out(), "check", "-");
    assertEquals(0, check.exit(), check.all());
  }

  @Test
  void aShownRecipeCannotReadElsewhere() {
    Run json = place.run("show", "--json", "top.yaml");
    Run check =
        place.runWith(
            json.out().replace("\"file\":\"top.yaml\"", "\"file\":\"../x/top.yaml\""),
            "check",
            "-");
    assertEquals(3, check.exit(), check.all());
    assertTrue(check.err().startsWith("error[D1040]: `../x/top.yaml` is outside"), check.err());
  }

  @Test
  void readsARecipeFromStandardInput() throws IOException {
    String recipe = Workplace.RECIPE.replace("../kernel", "kernel");
    Workplace.copy(place.folder.resolve("kernel"), place.work.resolve("kernel"));
    Run right = place.runWith(recipe, "check", "-");
    assertEquals(0, right.exit(), right.all());
    assertTrue(right.err().endsWith("-: no mistakes\n"), right.err());

    Run wrong = place.runWith(recipe.replace("TTY", "TTYY"), "check", "-");
    assertEquals(3, wrong.exit(), wrong.all());
    assertTrue(wrong.err().contains("--> -:14:5\n"), wrong.err());

    Run large = place.runWith("#".repeat(300_000), "check", "-");
    assertTrue(large.err().startsWith("error[D1004]"), large.err());
    Run empty = place.runWith("", "check", "-");
    assertTrue(empty.err().startsWith("error[D1007]"), empty.err());
    Run fix = place.runWith(Workplace.RECIPE, "check", "--fix", "-");
    assertEquals(2, fix.exit(), fix.all());
  }

  @Test
  void aFixIsWrittenToTheRecipeThatIsNamed() throws IOException {
    place.write("top.yaml", TOP.replace("{TTY: y}", "{TTY: n}"));
    Run run = place.run("check", "--fix", "top.yaml");
    assertEquals(0, run.exit(), run.all());
    assertEquals(TOP, Files.readString(place.work.resolve("top.yaml")));
    assertEquals(base, Files.readString(place.work.resolve("base/base.yaml")));
  }

  @Test
  void aFixThatASectionOutweighsIsRefused() throws IOException {
    place.write("top.yaml", TOP + "architectures: {x86_64: {kernel: {options: {TTY: n}}}}\n");
    Run run = place.run("check", "--fix", "top.yaml");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().startsWith("error[D2080]: `TTY` is not set in the recipe"), run.err());
    assertTrue(run.err().contains("--> top.yaml:6:"), run.err());
  }

  @Test
  void setsAKeyForOneRun() {
    Run show = place.run("show", "--set", "qemu.memory=256M", "top.yaml");
    assertEquals(0, show.exit(), show.all());
    assertTrue(show.out().contains("  memory: 256M  # from --set:1\n"), show.out());

    Run wrong = place.run("check", "--set", "kernel.options.TTYY=y", "top.yaml");
    assertEquals(3, wrong.exit(), wrong.all());
    assertTrue(wrong.err().contains("--> --set:1:16\n"), wrong.err());

    Run usage = place.run("check", "--set", "qemu.memory", "top.yaml");
    assertEquals(2, usage.exit(), usage.all());
    assertEquals(2, place.run("check", "--set", "extends=a.yaml", "top.yaml").exit());
  }

  @Test
  void buildsForAnotherArchitectureInAFolderOfItsOwn() throws IOException {
    Run run = place.run("expand", "--arch", "i386", "top.yaml");
    assertEquals(0, run.exit(), run.all());
    Path project = place.work.resolve("build/top/i386");
    assertTrue(Files.readString(project.resolve("Makefile")).contains("ARCH=i386"), run.all());
    Run wrong = place.run("expand", "--arch", "../vax", "top.yaml");
    assertEquals(3, wrong.exit(), wrong.all());
    assertTrue(wrong.err().contains("`architecture` cannot be `../vax`"), wrong.err());
  }

  private Map<String, String> files(String name) throws IOException {
    Path root = place.work.resolve(name);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        files.put(root.relativize(file).toString(), text);
      }
    }
    return files;
  }
}
