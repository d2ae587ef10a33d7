package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Missing tools: reported, offered, or installed. apt-get and sudo are scripts that log their
 * calls.
 */
class HostToolsTest {
  private static final String INSTALL = "apt-get -q install -y --no-install-recommends flex bison";

  @TempDir Path temporary;
  private Workplace place;

  /** Everything that building the toy takes, but flex and bison. */
  @BeforeEach
  void makePlace() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
    place.write("toy.yaml", Workplace.RECIPE);
    for (String tool :
        List.of(
            "sh", "make", "gcc", "as", "ld", "ar", "objcopy", "xz", "gzip", "bc", "awk", "cat",
            "cp", "mv", "mkdir", "rm", "touch", "cmp", "nproc", "setsid", "sleep", "chmod",
            "mkfifo", "nice", "flock", "wc", "dd", "tr", "sed", "head", "tail")) {
      Path real = place.host().find(tool).orElseThrow(() -> new AssertionError("no " + tool));
      place.tool(tool, "exec '" + real + "' \"$@\"");
    }
    place.withOwnPathOnly();
  }

  private void withApt() throws IOException {
    place.tool(
        "apt-get",
        "echo \"apt-get $*\" >>'"
            + place.folder
            + "/notes'\n"
            + "case \" $* \" in *' install '*)\n"
            + "  for tool in flex bison bwrap; do\n"
            + "    printf '#!/bin/sh\\n' >'"
            + place.bin
            + "'/$tool\n"
            + "    chmod +x '"
            + place.bin
            + "'/$tool\n"
            + "  done;;\n"
            + "esac");
    place.tool("sudo", "echo \"sudo $1\" >>'" + place.folder + "/notes'\nexec \"$@\"");
  }

  private List<String> notes() throws IOException {
    Path notes = place.folder.resolve("notes");
    return Files.exists(notes)
        ? Files.readAllLines(notes).stream().filter(line -> !line.startsWith("sudo")).toList()
        : List.of();
  }

  @Test
  void withoutATerminalTheExactCommandIsPrinted() throws IOException {
    withApt();
    Run run = place.run("build", "toy.yaml");
    assertEquals(4, run.exit(), run.all());
    assertTrue(run.err().contains("error[D5001]: tools are missing: flex, bison\n"), run.err());
    assertTrue(run.err().contains("flex is needed to build the kernel's config"), run.err());
    String hint =
        run.err().lines().filter(line -> line.contains("= help: run: ")).findFirst().orElseThrow();
    assertTrue(hint.contains("apt-get -q update && "), hint);
    assertTrue(hint.endsWith(INSTALL), hint);
    assertTrue(run.err().contains("add `--install`"), run.err());
    assertEquals(List.of(), notes(), "nothing was run");
  }

  /** The printed command works unchanged. */
  @Test
  void theCommandThatIsPrintedInstalls() throws IOException {
    withApt();
    String hint =
        place.run("build", "toy.yaml").err().replaceAll("(?s).*= help: run: ([^\n]*)\n.*", "$1");
    place.shell("PATH='" + place.bin + "' sh -c '" + hint + "'");
    assertEquals(0, place.run("build", "-q", "toy.yaml").exit());
  }

  @Test
  void withInstallItUpdatesAndInstalls() throws IOException {
    withApt();
    Run run = place.run("build", "--install", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
    assertEquals("apt-get -q update", notes().get(0));
    assertEquals(2, notes().size(), notes().toString());
    assertTrue(notes().get(1).startsWith("apt-get -q install -y --no-install-recommends "));
    assertTrue(notes().get(1).endsWith(" flex bison bubblewrap"), notes().toString());
    assertTrue(run.err().contains("installing: "), run.err());
    assertEquals(0, place.run("build", "--install", "toy.yaml").exit());
    assertEquals(2, notes().size(), "nothing is missing the second time");
  }

  @Test
  void atATerminalItAsksOnce() throws IOException {
    withApt();
    Run no = place.atTerminal("\nthis is for the guest\n", "build", "toy.yaml");
    assertEquals(4, no.exit(), no.all());
    assertTrue(no.err().contains("Run this now?\n  "), no.err());
    assertTrue(no.err().contains(INSTALL), no.err());
    assertEquals(List.of(), notes());
    Run yes = place.atTerminal("y\n", "build", "toy.yaml");
    assertEquals(0, yes.exit(), yes.all());
    assertEquals(1, yes.err().split("Run this now\\?", -1).length - 1, yes.err());
    assertEquals(2, notes().size(), notes().toString());
  }

  @Test
  void oneAnswerIsForAllRecipes() throws IOException {
    withApt();
    String tested = Workplace.RECIPE + "test: {steps: [{expect: Hello}]}\n";
    place.write("one.yaml", tested);
    place.write("two.yaml", tested.replace("name: toy", "name: two"));
    Run run = place.atTerminal("n\nn\n", "test", "one.yaml", "two.yaml");
    assertEquals(4, run.exit(), run.all());
    assertEquals(1, run.err().split("Run this now\\?", -1).length - 1, run.err());
  }

  @Test
  void whoWantsJsonIsNotAsked() throws IOException {
    withApt();
    Run run = place.atTerminal("y\n", "build", "--json", "toy.yaml");
    assertEquals(4, run.exit(), run.all());
    assertEquals("", run.err());
    assertEquals(List.of(), notes());
  }

  @Test
  void aHostWithoutAptNamesTheTools() {
    Run run = place.atTerminal("y\n", "build", "toy.yaml");
    assertEquals(4, run.exit(), run.all());
    assertTrue(run.err().contains("package manager: flex, bison\n"), run.err());
    assertFalse(run.err().contains("apt-get"), run.err());
    assertFalse(run.err().contains("[y/N]"), run.err());
    Run install = place.run("build", "--install", "toy.yaml");
    assertEquals(4, install.exit(), install.all());
    assertTrue(install.err().contains("package manager: "), install.err());
  }

  @Test
  void doctorListsEveryToolAndWhatIsMissing() throws IOException {
    withApt();
    Run run = place.run("doctor");
    assertEquals(4, run.exit(), run.all());
    for (org.distroc.host.Tool tool : org.distroc.host.Tool.ALL) {
      assertTrue(run.out().lines().anyMatch(line -> line.startsWith(tool.name() + " ")), run.out());
      assertTrue(run.out().contains("to " + tool.purpose()), run.out());
    }
    assertTrue(run.out().lines().anyMatch(line -> line.matches("flex +missing +to .*")), run.out());
    assertTrue(run.out().lines().anyMatch(line -> line.matches("make +[0-9.]+ +to .*")), run.out());
    assertTrue(run.err().contains(" flex bison"), run.err());
  }
}
