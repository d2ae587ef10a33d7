package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing as root and through sudo; both are played by scripts. */
class InstallerTest {
  private static final List<Tool> TOOLS = List.of(Tool.FLEX, Tool.BISON);

  @TempDir Path folder;
  private Host host;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void makeHost() throws IOException {
    host = new Host(Map.of("PATH", folder.toString(), "HOME", folder.toString()), folder);
    script("sh", "exec /bin/sh \"$@\"");
    script("apt-get", "echo \"apt-get $* frontend=$DEBIAN_FRONTEND\" >>'" + folder + "/notes'");
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
    file.toFile().setExecutable(true);
  }

  private List<String> notes() throws IOException {
    return Files.readAllLines(folder.resolve("notes"));
  }

  @Test
  void rootNeedsNoSudo() throws IOException {
    Installer installer = new Installer(host, true);
    assertEquals(
        "apt-get -q update && apt-get -q install -y --no-install-recommends flex bison",
        installer.hint(TOOLS));
    Failure failure = assertThrows(Failure.class, () -> installer.install(TOOLS, said::add));
    assertEquals(
        List.of(
            "apt-get -q update frontend=noninteractive",
            "apt-get -q install -y --no-install-recommends flex bison frontend=noninteractive"),
        notes());
    // The script installs nothing, and that is noticed.
    Diagnostic still = failure.diagnostics().get(0);
    assertEquals(Code.D5001, still.code());
    assertTrue(still.reasons().contains("apt-get succeeded, but these are still missing"));
  }

  @Test
  void otherUsersGoThroughSudoWithANotice() throws IOException {
    script("sudo", "echo \"sudo $*\" >>'" + folder + "/notes'\nexec \"$@\"");
    Installer installer = new Installer(host, false);
    assertEquals(
        "sudo apt-get -q update"
            + " && sudo apt-get -q install -y --no-install-recommends flex bison",
        installer.hint(TOOLS));
    assertThrows(Failure.class, () -> installer.install(TOOLS, said::add));
    assertEquals(
        List.of(
            "sudo apt-get -q update",
            "sudo apt-get -q install -y --no-install-recommends flex bison"),
        said);
    assertEquals("sudo apt-get -q update", notes().get(0));
    assertEquals(4, notes().size(), notes().toString());
  }

  @Test
  void withoutRootAndSudoTheRemedyIsPrinted() {
    Failure failure =
        assertThrows(Failure.class, () -> new Installer(host, false).install(TOOLS, said::add));
    assertTrue(failure.diagnostics().get(0).reasons().get(2).contains("sudo is not available"));
    assertEquals(List.of(), said, "nothing was begun");
  }

  @Test
  void outputOfAptIsShown() throws IOException {
    script("apt-get", "echo 'E: no network' >&2; exit 100");
    Failure failure =
        assertThrows(Failure.class, () -> new Installer(host, true).install(TOOLS, said::add));
    Diagnostic diagnostic = failure.diagnostics().get(0);
    assertEquals(Code.D5002, diagnostic.code());
    assertTrue(diagnostic.reasons().get(0).endsWith("E: no network"), "" + diagnostic);
    assertEquals(List.of("apt-get -q update"), said, "the first failure ends it");
  }

  @Test
  void onePackageIsNamedOnce() {
    assertEquals(
        "apt-get -q update && apt-get -q install -y --no-install-recommends make",
        new Installer(host, true).hint(List.of(Tool.MAKE, Tool.MAKE)));
  }

  @Test
  void everyToolIsDescribed() {
    for (Tool tool : Tool.ALL) {
      assertTrue(tool.debianPackage().matches("[a-z0-9][a-z0-9.+-]+"), "" + tool);
      assertTrue(tool.purpose().matches("[a-z].*[^.]"), "" + tool);
      assertTrue(tool.kind() == Tool.Kind.PROGRAM || tool.where().get(0).startsWith("/"));
    }
    assertEquals(TOOLS, new Installer(host, true).missing(TOOLS));
  }
}
