package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked what, when, and how often; on a host of its own with the toy kernel. */
class TrustTest {
  private static final String QUESTION = "Trust toy.yaml with this?";

  /** A recipe that would run a command of the host. */
  private static final String WITH_FLAGS =
      Workplace.RECIPE.replace("{path: ../kernel}", "{path: kernel}")
          + "  flags: [-no-reboot, -incoming, \"exec:touch ran\"]\n";

  @TempDir Path temporary;
  private Workplace place;
  private Path store;

  @BeforeEach
  void aHostThatTrustsNothing() throws IOException {
    place = new Workplace(temporary).set("DISTROC_TRUST", "");
    Workplace.copy(place.kernel(), place.work.resolve("kernel"));
    place.shell("chmod +x kernel/scripts/kconfig/merge_config.sh");
    store = place.folder.resolve("home/.config/distroc/trust");
    place.write("toy.yaml", WITH_FLAGS);
    place.write("gdb", "quit\n");
  }

  private static Run refused(Run run, String code) {
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("error[" + code + "]"), run.all());
    return run;
  }

  private static Run done(Run run) {
    assertEquals(0, run.exit(), run.all());
    return run;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build",
        "boot",
        "test",
        "trace",
        "debug -x gdb",
        "disassemble",
        "lock",
        "verify",
        "sbom"
      })
  void everyVerbThatRunsSomethingIsRefused(String verb) {
    Run run = refused(place.run((verb + " toy.yaml").split(" ")), "D1090");
    assertTrue(run.err().contains("toy.yaml:25:23"), run.all());
    assertTrue(run.err().contains("`-incoming exec:touch ran`"), run.all());
    assertTrue(run.err().contains("run `distroc trust toy.yaml`"), run.all());
    assertFalse(Files.exists(place.work.resolve("build")));
  }

  @Test
  void aBareRecipeIsRefusedToo() {
    refused(place.run("toy.yaml"), "D1090");
    refused(place.atTerminal("n\n", "menuconfig", "toy.yaml"), "D1090");
  }

  /** Neither runs QEMU. */
  @Test
  void checkAndExpandListIt() {
    Run check = done(place.run("check", "toy.yaml"));
    assertTrue(check.err().contains("warning[D1090]"), check.all());
    done(place.run("expand", "toy.yaml"));
    done(place.run("config", "toy.yaml"));
    assertFalse(Files.exists(store));
  }

  @Test
  void onATerminalItIsAskedOnce() throws IOException {
    Run first = done(place.atTerminal("y\n", "build", "toy.yaml"));
    assertTrue(first.err().contains("warning[D1090]"), first.all());
    assertTrue(first.err().contains(QUESTION), first.all());
    Run second = done(place.atTerminal("", "build", "toy.yaml"));
    assertFalse(second.err().contains("D1090"), second.all());
    done(place.run("disassemble", "toy.yaml"));

    // An edit of something else makes no difference, harmless flags included.
    place.write(
        "toy.yaml",
        WITH_FLAGS.replace("A toy.", "Another toy.").replace("-no-reboot", "-usb, -no-reboot"));
    done(place.run("build", "toy.yaml"));
    // A byte of what was shown does.
    place.write("toy.yaml", WITH_FLAGS.replace("touch ran", "touch raN"));
    refused(place.run("build", "toy.yaml"), "D1090");
    // So does the same in another recipe.
    place.write("other.yaml", WITH_FLAGS);
    refused(place.run("build", "other.yaml"), "D1090");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n\n", "\n", "", "yess\n", "no way\ny\n"})
  void anythingButYesIsANo(String typed) {
    Run run = refused(place.atTerminal(typed, "build", "toy.yaml"), "D1090");
    assertTrue(run.err().contains("toy.yaml is not trusted"), run.all());
    assertFalse(Files.exists(store));
  }

  @Test
  void onlyTheNewThingIsShown() throws IOException {
    done(place.run("trust", "toy.yaml"));
    place.write("toy.yaml", WITH_FLAGS.replace("[-no", "[-D, log, -no"));
    Run run = refused(place.run("build", "toy.yaml"), "D1090");
    assertTrue(run.err().contains("`-D log`"), run.all());
    assertFalse(run.err().contains("-incoming exec:touch ran`"), run.all());
  }

  @Test
  void trustIsGivenListedAndTakenBack() throws IOException {
    Run given = done(place.run("trust", "toy.yaml"));
    assertTrue(given.err().contains("warning[D1090]"), given.all());
    done(place.run("build", "toy.yaml"));
    assertEquals(
        "toy.yaml: `-incoming exec:touch ran` can reach beyond the guest\n",
        done(place.run("trust", "--list")).out());
    assertTrue(done(place.run("trust", "--list", "--json")).out().contains("\"trusted\""));
    done(place.run("trust", "--revoke", "toy.yaml"));
    assertEquals("", done(place.run("trust", "--list")).out());
    place.write("toy.yaml", WITH_FLAGS.replace("A toy.", "Another toy."));
    refused(place.run("build", "toy.yaml"), "D1090");
  }

  @Test
  void aFolderStandsForTheRecipesBelowIt() throws IOException {
    Path kernel = place.work.resolve("kernel");
    place.write("mine/deep/toy.yaml", WITH_FLAGS.replace("path: kernel", "path: ../../kernel"));
    done(place.run("trust", "mine"));
    done(place.run("build", "mine/deep/toy.yaml"));
    refused(place.run("build", "toy.yaml"), "D1090");
    place.write("mine2/toy.yaml", WITH_FLAGS.replace("path: kernel", "path: ../kernel"));
    refused(place.run("build", "mine2/toy.yaml"), "D1090");
    // A link in it does not make it mine.
    Path elsewhere = place.write("toy.yaml", WITH_FLAGS.replace("path: kernel", "path: " + kernel));
    Files.createSymbolicLink(place.work.resolve("mine/link.yaml"), elsewhere);
    refused(place.run("build", "mine/link.yaml"), "D1090");
    done(place.run("trust", "--revoke", "mine"));
    refused(place.run("test", "mine/deep/toy.yaml"), "D1090");
  }

  @Test
  void aVariableAndASettingGiveItToo() throws IOException {
    String digest = done(place.run("trust", "--print", "toy.yaml")).out().strip();
    assertTrue(digest.matches("[0-9a-f]{64}"), digest);
    assertFalse(Files.exists(store));
    for (String value : List.of(digest, "x:" + digest, "toy.yaml", place.work.toString())) {
      place.set("DISTROC_TRUST", value);
      done(place.run("lock", "--update", "--help"));
      done(place.run("disassemble", "toy.yaml"));
    }
    String other = digest.startsWith("0") ? digest.replace('0', '1') : "0" + digest.substring(1);
    for (String value : List.of(other, "/nowhere", "kernel", digest.substring(1), ":", " ")) {
      place.set("DISTROC_TRUST", value);
      refused(place.run("disassemble", "toy.yaml"), "D1090");
    }
    place.set("DISTROC_TRUST", "");
    Path settings = store.resolveSibling("config.yaml");
    Files.createDirectories(settings.getParent());
    Files.writeString(settings, "trust: [" + place.work + "]\n");
    done(place.run("disassemble", "toy.yaml"));
    Files.writeString(settings, "trust: [" + place.work.resolve("kernel") + "]\n");
    refused(place.run("disassemble", "toy.yaml"), "D1090");
  }

  @Test
  void aRecipeThatNeedsNothingTouchesNothing() throws IOException {
    place.write("toy.yaml", Workplace.RECIPE.replace("../kernel", "kernel"));
    done(place.run("build", "toy.yaml"));
    Run run = done(place.run("trust", "toy.yaml"));
    assertTrue(run.err().contains("needs no trust"), run.all());
    assertEquals("", done(place.run("trust", "--print", "toy.yaml")).out());
    assertFalse(Files.exists(store.getParent()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "machine: q35,dumpdtb=x",
        "cpu: qemu64,x=y",
        "variants: {machine: [pc, \"pc,kernel=x\"]}",
        "variants: {cpu: [max, \"max,x=y\"]}"
      })
  void machinesAndProcessorsAreQemusLanguageToo(String key) throws IOException {
    place.write("toy.yaml", Workplace.RECIPE.replace("../kernel", "kernel") + "  " + key + "\n");
    refused(place.run("build", "toy.yaml"), "D1090");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{tarball: {file: /etc/shadow, sha256: SUM}}",
        "{tarball: {file: ../kernel/Kconfig, sha256: SUM}}",
        "{tarball: {file: linked, sha256: SUM}}",
        "{git: {url: \"file:///etc/repository\", commit: COMMIT}}",
        "{git: {url: \"file://WORK/%2e%2e/kernel\", commit: COMMIT}}",
        "{git: {url: \"file:///proc/self/cwd/../kernel\", commit: COMMIT}}"
      })
  void archivesAndRepositoriesOutsideNeedTrustToo(String source) throws IOException {
    Files.createSymbolicLink(place.work.resolve("linked"), place.folder.resolve("kernel/Kconfig"));
    String text =
        source
            .replace("SUM", "0".repeat(64))
            .replace("COMMIT", "0".repeat(40))
            .replace("WORK", place.work.toString());
    place.write("toy.yaml", Workplace.RECIPE.replace("{path: ../kernel}", text));
    refused(place.run("expand", "toy.yaml"), "D1091");
  }

  @Test
  void aSourceOutsideIsAskedForOnceInAllRecipes() throws IOException {
    place.write("toy.yaml", Workplace.RECIPE);
    refused(place.run("build", "toy.yaml"), "D1091");
    done(place.atTerminal("y\n", "build", "toy.yaml"));
    Path file = place.folder.resolve("kernel/Kconfig");
    Files.writeString(file, Files.readString(file) + "# changed\n");
    place.write("other.yaml", Workplace.RECIPE.replace("name: toy", "name: other"));
    done(place.run("build", "toy.yaml"));
    done(place.run("build", "other.yaml"));
    Workplace.copy(place.folder.resolve("kernel"), place.folder.resolve("kernel2"));
    place.write("other.yaml", Workplace.RECIPE.replace("../kernel", "../kernel2"));
    refused(place.run("build", "other.yaml"), "D1091");
    // A link inside leads outside all the same.
    Files.createSymbolicLink(place.work.resolve("linked"), place.folder.resolve("kernel2"));
    place.write("other.yaml", Workplace.RECIPE.replace("../kernel", "linked"));
    refused(place.run("build", "other.yaml"), "D1091");
  }

  /** A tree whose Kconfig files leave a trace when they are read. */
  private Path trap() throws IOException {
    Path trace = place.folder.resolve("trace");
    Path kconfig = place.work.resolve("kernel/Kconfig");
    Files.writeString(
        kconfig, Files.readString(kconfig) + "trap := $(shell,touch " + trace + ")\n");
    place.write("toy.yaml", Workplace.RECIPE.replace("../kernel", "kernel"));
    return trace;
  }

  @Test
  void withoutASandboxCheckRunsNoCommandOfATree() throws IOException {
    Path trace = trap();
    place.set("DISTROC_SANDBOX", "off");
    for (List<String> words :
        List.of(
            List.of("check", "toy.yaml"),
            List.of("check", "--fix", "toy.yaml"),
            List.of("check", "--offline", "--json", "toy.yaml"))) {
      Run run = done(place.run(words.toArray(String[]::new)));
      assertTrue(run.all().contains("D1092"), run.all());
    }
    Run run = place.run("check", "toy.yaml");
    assertTrue(run.err().contains("checked the text only"), run.all());
    assertTrue(run.err().endsWith(" in what was checked\n"), run.all());
    for (String verb : List.of("expand", "build", "config", "test")) {
      refused(place.run(verb, "toy.yaml"), "D1092");
    }
    refused(place.run("explain", "-r", "toy.yaml", "PRINTK"), "D1092");
    refused(place.atTerminal("n\n", "expand", "toy.yaml"), "D1092");
    assertFalse(Files.exists(trace));

    done(place.atTerminal("y\n", "expand", "toy.yaml"));
    assertTrue(Files.exists(trace), "the trap works");
    place.write("toy.yaml", Files.readString(place.work.resolve("toy.yaml")) + "  smp: 2\n");
    Files.delete(trace);
    done(place.run("check", "toy.yaml"));
    assertTrue(Files.exists(trace), "consent counts for check");
  }

  @Test
  void withoutASandboxATarballOfUnknownOriginIsNotRun() throws IOException {
    place.set("DISTROC_SANDBOX", "off");
    place.shell("tar -cf kernel.tar kernel; sha256sum kernel.tar | cut -c1-64 >sum");
    String sum = Files.readString(place.work.resolve("sum")).strip();
    String tarball = "{tarball: {file: kernel.tar, sha256: " + sum + "}}";
    place.write("toy.yaml", Workplace.RECIPE.replace("{path: ../kernel}", tarball));
    refused(place.run("build", "toy.yaml"), "D1092");
    place.set("DISTROC_SANDBOX", "");
    done(place.run("trust", "--no-sandbox", "toy.yaml"));
    done(place.run("build", "--no-sandbox", "toy.yaml"));
  }

  /** Through a pseudo-terminal and a process of its own, as a person sees it. */
  @Test
  void aPersonIsAskedOnAPseudoTerminal() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    place.write(
        "session",
        String.format(
            "exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Ddistroc.terminals=012 -cp '%s' %s"
                + " build toy.yaml\n",
            java, System.getProperty("java.class.path"), Main.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qefc", "sh session", "/dev/null")
            .directory(place.work.toFile())
            .redirectErrorStream(true);
    builder.environment().put("HOME", place.folder.resolve("home").toString());
    builder.environment().remove("DISTROC_TRUST");
    Process process = builder.start();
    process.getOutputStream().write("y\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
    assertTrue(said.contains("-incoming exec:touch ran"), said);
    assertTrue(said.contains(QUESTION), said);
    assertEquals(0, process.exitValue(), said);
    assertTrue(Files.readString(store).contains("-incoming"), said);
  }

  @Test
  void wrongCommandLines() {
    for (String line : List.of("trust", "trust --list x", "trust --list --print", "trust -j 2 x")) {
      assertEquals(2, place.run(line.split(" ")).exit(), line);
    }
    assertEquals(3, place.run("trust", "nothing.yaml").exit());
    Run run = done(place.run("trust", "--revoke", "nothing.yaml"));
    assertTrue(run.err().contains("was not trusted"), run.all());
  }
}
