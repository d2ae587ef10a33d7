package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --fix} on a toy kernel, in which a console needs a serial port, and that a TTY. */
class CheckFixTest {
  private static final String BROKEN =
      Workplace.RECIPE.replace(
          "    TTY: y\n    SERIAL_8250: y\n    SERIAL_8250_CONSOLE: y\n",
          "    SERIAL_8250_CONSOLE: \"y\" # messages\n    # end\n");

  private static final String FIXED =
      BROKEN.replace("    # end\n", "    TTY: y\n    SERIAL_8250: y\n    # end\n");

  @TempDir Path temporary;
  private Workplace place;

  @BeforeEach
  void kernel() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
  }

  private void fixes(String before, String after) throws IOException {
    Path recipe = place.write("a.yaml", before);
    Run run = place.run("check", "--fix", "a.yaml");
    assertEquals(0, run.exit(), run.all());
    assertEquals(after, Files.readString(recipe));
    assertEquals(0, place.run("check", "a.yaml").exit());
  }

  @Test
  void addsExactlyTheLinesThatAreMissing() throws IOException {
    assertEquals(3, checked(BROKEN).exit());
    fixes(BROKEN, FIXED);
  }

  private Run checked(String text) throws IOException {
    place.write("a.yaml", text);
    return place.run("check", "a.yaml");
  }

  @Test
  void keepsTheLineEndsOfWindows() throws IOException {
    fixes(BROKEN.replace("\n", "\r\n"), FIXED.replace("\n", "\r\n"));
  }

  @Test
  void keepsWhicheverFormTheOptionsHave() throws IOException {
    String flow =
        BROKEN.replaceAll(
            "(?s)  options:\n.*    # end\n",
            "  options: {64BIT: y, BLK_DEV_INITRD: y, # two\n"
                + "    \"PRINTK\": y, BINFMT_ELF: 'y',\n    SERIAL_8250_CONSOLE: y  # last\n  }\n");
    fixes(
        flow,
        flow.replace(
            "SERIAL_8250_CONSOLE: y  # last\n",
            "SERIAL_8250_CONSOLE: y,  # last\n    TTY: y,\n    SERIAL_8250: y\n"));
    String kernel = BROKEN.substring(BROKEN.indexOf("kernel:"), BROKEN.indexOf("init:"));
    String last = BROKEN.replace(kernel, "") + kernel.replace("    # end\n", "").stripTrailing();
    fixes(last, last + "\n    TTY: y\n    SERIAL_8250: y");
    String marked = "\uFEFF" + BROKEN.replace("    # end\n", "\t \t# end\n");
    fixes(marked, "\uFEFF" + FIXED.replace("    # end\n", "\t \t# end\n"));
  }

  @Test
  void changesConflictingSettingsOfTheRecipe() throws IOException {
    fixes(
        BROKEN.replace("    # end\n", "    TTY: n # none\n    # end\n"),
        BROKEN.replace("    # end\n", "    TTY: y # none\n    SERIAL_8250: y\n    # end\n"));
  }

  @Test
  void writesOneFixForTwoOptionsThatNeedTheSame() throws IOException {
    String before = BROKEN.replace("    # end\n", "    SERIAL_8250: y\n");
    fixes(before, before.replace("SERIAL_8250: y\n", "SERIAL_8250: y\n    TTY: y\n"));
  }

  @Test
  void addsNoSettingThatAnotherFixMakesUnneeded() throws IOException {
    Path kconfig = place.folder.resolve("kernel/Kconfig");
    Files.writeString(
        kconfig,
        Files.readString(kconfig)
            + "\nconfig APPLE\n\tbool \"Apple\"\n\nconfig PEAR\n\tbool \"Pear\"\n"
            + "\nconfig FRUIT\n\tbool \"Fruit\"\n\tdepends on APPLE || PEAR\n"
            + "\nconfig TREE\n\tbool \"Tree\"\n\tdepends on PEAR\n");
    String before =
        Workplace.RECIPE.replace("    TTY: y\n", "    TTY: y\n    FRUIT: y\n    TREE: y\n");
    Path recipe = place.write("a.yaml", before);
    Run run = place.run("check", "--fix", "a.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(Files.readString(recipe).contains("    PEAR: y\n"), run.all());
    assertFalse(Files.readString(recipe).contains("APPLE"), run.all());
  }

  @Test
  void showsWhatItChanged() throws IOException {
    place.write("a.yaml", BROKEN);
    Run run = place.run("check", "--fix", "a.yaml");
    String expected =
        """
        --- a.yaml
        +++ a.yaml
        @@ -12,6 +12,8 @@
             PRINTK: y
             BINFMT_ELF: y
             SERIAL_8250_CONSOLE: "y" # messages
        +    TTY: y
        +    SERIAL_8250: y
             # end
         init:
           program: hello
        """;
    assertTrue(run.err().contains(expected), run.all());
    assertEquals("", run.out());
  }

  @Test
  void writesFixesAndReportsTheRest() throws IOException {
    String unknown = "    NO_SUCH_THING: y\n    # end\n";
    Path recipe = place.write("a.yaml", BROKEN.replace("    # end\n", unknown));
    Run run = place.run("check", "--fix", "a.yaml");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("error[D2120]"), run.all());
    assertFalse(run.err().contains("error[D2007]"), run.all());
    assertEquals(
        FIXED.replace("    TTY: y\n", "    NO_SUCH_THING: y\n    TTY: y\n"),
        Files.readString(recipe));
  }

  @Test
  void doesNotChangeARecipeWithNothingToFix() throws IOException {
    Path recipe = place.write("a.yaml", Workplace.RECIPE);
    Object before = Files.getAttribute(recipe, "unix:ino");
    Run run = place.run("check", "--fix", "a.yaml");
    assertEquals(0, run.exit(), run.all());
    assertFalse(run.err().contains("+++"), run.all());
    assertEquals(before, Files.getAttribute(recipe, "unix:ino"), "the very file");
  }

  @Test
  void doesNotChangeAnInvalidRecipe() throws IOException {
    String wrong = BROKEN.replace("base:", "bass:");
    Path recipe = place.write("a.yaml", wrong);
    assertEquals(3, place.run("check", "--fix", "a.yaml").exit());
    assertEquals(wrong, Files.readString(recipe));
  }

  @Test
  void reportsItsChangesAsJson() throws IOException {
    place.write("a.yaml", BROKEN.replace("    # end\n", "    TTY: n\n"));
    Run run = place.run("check", "--fix", "--json", "a.yaml");
    assertEquals(0, run.exit(), run.all());
    String expected =
        """
        "edits":[{"recipe":"a.yaml","option":"TTY","before":"n","after":"y"},\
        {"recipe":"a.yaml","option":"SERIAL_8250","before":null,"after":"y"}]\
        """;
    assertTrue(run.out().contains(expected), run.all());
    assertEquals("", run.err());
  }
}
