package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that show kernel options, on a toy kernel. */
class OptionVerbsTest {
  @TempDir Path temporary;

  private Workplace place;

  @BeforeEach
  void prepare() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
    place.write("toy.yaml", Workplace.RECIPE);
    place.write(
        "quiet.yaml",
        Workplace.RECIPE
            .replace("PRINTK: y", "PRINTK: n")
            .replace("SERIAL_8250_CONSOLE: y", "NR_CPUS: 4"));
  }

  @Test
  void printsTheWholeConfiguration() {
    Run run = place.run("config", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(
        run.out().startsWith("#\n# Automatically generated file; DO NOT EDIT.\n"), run.out());
    assertTrue(run.out().contains("\nCONFIG_SERIAL_8250_CONSOLE=y\n"), run.out());
    assertTrue(run.out().contains("\n# CONFIG_RD_GZIP is not set\n"), run.out());
    assertTrue(run.out().endsWith("\n") && !run.out().endsWith("\n\n"), run.out());
    assertEquals("", run.err());
  }

  @Test
  void verbsThatBuildNothingHaveNoOptionsOfBuilds() throws IOException {
    for (String verb : List.of("check", "config", "explain", "menuconfig", "new", "expand")) {
      String help = place.run(verb, "--help").out();
      assertTrue(help.contains("--offline"), help);
      assertFalse(help.contains("--jobs") || help.contains("--no-shared"), help);
      assertEquals(verb.equals("expand"), help.contains("--output"), help);
      Run run = place.run(verb, "toy.yaml", "-j", "2");
      assertEquals(2, run.exit(), run.all());
      assertTrue(run.err().contains("unknown option"), run.err());
    }
    Run plain = place.run("check", "-o", "there", "toy.yaml");
    assertEquals(2, plain.exit(), plain.all());
    String build = place.run("build", "--help").out();
    assertTrue(build.contains("--jobs") && build.contains("--output"), build);
  }

  @Test
  void aConfigurationMayBeCompressedAndHaveOddLines() throws IOException {
    place.write("plain.config", "odd\n".repeat(40) + "CONFIG_64BIT=y\nCONFIG_PRINTK=y\n");
    place.shell("gzip -k plain.config");
    Run plain = place.run("config", "toy.yaml", "--diff", "plain.config");
    assertEquals(0, plain.exit(), plain.all());
    assertEquals(5, plain.err().split("this line is not a setting", -1).length - 1, plain.err());
    assertTrue(plain.err().contains("35 more lines have no effect"), plain.err());
    Run packed = place.run("config", "toy.yaml", "--diff", "plain.config.gz");
    assertEquals(plain.out(), packed.out());
    Run folder = place.run("config", "toy.yaml", "--diff", ".");
    assertTrue(folder.err().contains("why: it is a folder"), folder.err());
    Run missing = place.run("config", "toy.yaml", "--diff", "none.config");
    assertTrue(missing.err().contains("why: no such file"), missing.err());
  }

  @Test
  void printsWhatIsNoDefault() {
    Run run = place.run("config", "--minimal", "toy.yaml");
    assertTrue(run.out().contains("CONFIG_PRINTK=y\n"), run.all());
    assertFalse(run.out().contains("RD_GZIP"), run.all());
  }

  @Test
  void comparesTwoRecipes() {
    Run run = place.run("config", "toy.yaml", "--diff", "quiet.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().contains("  PRINTK                               y -> n\n"), run.out());
    assertTrue(run.out().contains("  SERIAL_8250_CONSOLE                  y -> n\n"), run.out());
    assertFalse(run.out().contains("BINFMT_ELF"), run.out());
    assertTrue(run.err().contains("options differ: toy.yaml on Linux 6.1.0-toy"), run.err());
  }

  @Test
  void findsNoDifferenceToItsOwnFile() throws IOException {
    place.write("own.config", place.run("config", "toy.yaml").out());
    Run run = place.run("config", "toy.yaml", "--diff", "own.config", "--json");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().contains("\"groups\":[]"), run.out());
  }

  @Test
  void comparesWithAFile() throws IOException {
    place.write("other.config", "CONFIG_64BIT=y\nCONFIG_TTY=y\n");
    Run run = place.run("config", "toy.yaml", "--diff", "other.config", "--json");
    assertTrue(
        run.out().contains("{\"name\":\"PRINTK\",\"before\":\"y\",\"after\":\"n\"}"), run.out());
    assertFalse(run.out().contains("\"name\":\"TTY\""), run.out());
    assertEquals(3, place.run("config", "toy.yaml", "--diff", "missing.config").exit());
  }

  @Test
  void printsNoConfigurationThatIsNotTheRecipes() throws IOException {
    place.write("bad.yaml", Workplace.RECIPE.replace("    TTY: y\n", ""));
    Run run = place.run("config", "bad.yaml");
    assertEquals(3, run.exit(), run.all());
    assertEquals("", run.out());
    assertTrue(run.err().contains("error[D2007]"), run.err());
  }

  @Test
  void explainsAnOption() throws IOException {
    place.write(
        "less.yaml",
        Workplace.RECIPE.replaceAll("    (TTY|SERIAL_8250|SERIAL_8250_CONSOLE): y\n", ""));
    Run run = place.run("explain", "CONFIG_SERIAL_8250_CONSOLE", "-r", "less.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().startsWith("SERIAL_8250_CONSOLE: Console on a serial port\n"), run.out());
    assertTrue(run.out().contains("  bool\n  defined at Kconfig:"), run.out());
    assertTrue(run.out().contains("\nValue: n   (less.yaml on Linux 6.1.0-toy)\n"), run.out());
    assertTrue(run.out().contains("depends on SERIAL_8250, which is n"), run.out());
    assertTrue(
        run.out()
            .contains("add `SERIAL_8250_CONSOLE: y`, `TTY: y` and `SERIAL_8250: y` (verified)"),
        run.out());
  }

  @Test
  void tellsWhatNeedsAnOption() {
    Run run = place.run("explain", "TTY", "-r", "toy.yaml", "--json");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().contains("\"neededBy\":[\"SERIAL_8250\",\"VGA_CONSOLE\"]"), run.out());
    assertTrue(run.out().contains("\"value\":\"y\""), run.out());
  }

  @Test
  void suggestsForANameThatIsUnknown() {
    Run run = place.run("explain", "SERIAL_8520", "-r", "toy.yaml");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("did you mean `SERIAL_8250`"), run.err());
    assertTrue(run.err().contains("searched Linux 6.1.0-toy"), run.err());
  }

  @Test
  void searches() {
    Run run = place.run("explain", "--search", "serial", "console", "-r", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
    assertEquals("SERIAL_8250_CONSOLE  y   Console on a serial port\n", run.out());
    assertEquals("", place.run("explain", "--search", "nosuchword", "-r", "toy.yaml").out());
  }

  @Test
  void stillExplainsCodes() {
    assertTrue(place.run("explain", "d2061").out().startsWith("# D2061: "));
    assertEquals(2, place.run("explain", "D0000").exit());
    assertEquals(2, place.run("explain", "D2061", "D2062").exit());
  }

  @Test
  void reportsAMissingKernel() {
    Run run = place.run("explain", "TTY");
    assertEquals(4, run.exit(), run.all());
    assertTrue(run.err().contains("error[D5022]: no kernel source on this machine"));
  }

  @Test
  void warnsEachTimeAndRefusesNothing() throws IOException {
    place.write("mute.yaml", Workplace.RECIPE.replace("    PRINTK: y\n", ""));
    for (int i = 0; i < 2; i++) {
      Run run = place.run("check", "mute.yaml");
      assertEquals(0, run.exit(), run.all());
      assertTrue(run.err().contains("warning[D2065]"), run.err());
    }
    assertFalse(place.run("check", "toy.yaml").err().contains("warning"));
  }

  @Test
  void noWarningIfDeclaredIntentional() throws IOException {
    place.write("meant.yaml", Workplace.RECIPE.replace("PRINTK: y", "PRINTK: n"));
    Run run = place.run("check", "meant.yaml");
    assertFalse(run.err().contains("warning"), run.err());
  }
}
