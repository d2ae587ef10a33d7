package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distroc.host.BoundedFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs between recipes, revisions, locks and images, on a toy kernel. */
class DiffVerbTest {
  private static final String GIT =
      "git init -q . && git config user.name a && git config user.email a@example.org"
          + " && git add . && git commit -q -m first";

  @TempDir Path temporary;

  private Workplace place;

  @BeforeEach
  void prepare() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
    place.write("toy.yaml", Workplace.RECIPE);
  }

  private Run diff(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "diff";
    System.arraycopy(words, 0, all, 1, words.length);
    return place.run(all);
  }

  @Test
  void comparesTwoRecipes() throws IOException {
    place.write(
        "quiet.yaml",
        Workplace.RECIPE
            .replace("PRINTK: y", "PRINTK: n")
            .replace("SERIAL_8250_CONSOLE: y", "NR_CPUS: 4")
            .replace("name: toy", "name: quiet")
            .replace("display: serial", "display: serial\n  memory: 128M"));
    Run run = diff("toy.yaml", "quiet.yaml");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().contains("  ~ name: toy -> quiet   (quiet.yaml:2)\n"), run.out());
    assertTrue(run.out().contains("  + qemu.memory: 128M   (quiet.yaml:"), run.out());
    assertTrue(
        run.out().matches("(?s).*\n    PRINTK +y -> n   \\(quiet.yaml:12\\)\n.*"), run.out());
    // Dropped from the text, and so from the configuration.
    assertTrue(
        run.out().matches("(?s).*\n    SERIAL_8250_CONSOLE +y -> n   \\(toy.yaml:.*"), run.out());
    assertFalse(run.out().contains("kernel.options.PRINTK"), run.out());
    assertFalse(run.out().contains("BINFMT_ELF"), run.out());
    assertTrue(run.err().contains("\ntoy.yaml -> quiet.yaml: "), run.err());
  }

  @Test
  void theSameRecipeInOtherWordsIsTheSame() throws IOException {
    place.write("base.yaml", Workplace.RECIPE.replace("    TTY: y\n", ""));
    place.write(
        "top.yaml",
        "distro: v1\nname: toy\nextends: base.yaml\nkernel: {options: {TTY: y}} # here\n");
    Run run = diff("toy.yaml", "top.yaml", "--json");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().contains("\"same\":true"), run.out());
    assertTrue(run.out().contains("\"recipe\":[],\"kernel\":null,\"options\":[]"), run.out());
  }

  @Test
  void listsFilesWithWhatChanged() throws IOException {
    String root =
        "rootfs:\n  files:\n    /etc/a: {text: one}\n    /etc/b: {text: two, mode: 0644}\n"
            + "    /etc/l: {link: a}\n    /etc/own: {from: own.txt}\n";
    String recipe = Workplace.RECIPE;
    place.write("own.txt", "own\n");
    place.write("one.yaml", recipe + root);
    place.write(
        "two.yaml",
        recipe
            + root.replace("    /etc/a: {text: one}\n", "")
                .replace("0644", "0600")
                .replace("link: a", "link: b")
            + "    /etc/new: {text: four}\n");
    Run run = diff("one.yaml", "two.yaml");
    assertTrue(run.out().contains("  - /etc/a   3 bytes   (one.yaml:"), run.all());
    assertTrue(run.out().contains("  ~ /etc/b   mode 0644 -> 0600   (two.yaml:"), run.out());
    assertTrue(run.out().contains("  ~ /etc/l   link to a -> link to b   (two"), run.out());
    assertTrue(run.out().contains("  + /etc/new   4 bytes   (two.yaml:"), run.out());
    assertFalse(run.out().contains("/etc/own"), run.out());
  }

  @Test
  void comparesRevisionsWithoutTouchingTheWorkTree() throws IOException {
    place.write("base/base.yaml", Workplace.RECIPE.replace("../kernel", "../../kernel"));
    place.write("base/init.c", "int main(void) { return 0; }\n");
    place.write("top.yaml", "distro: v1\nname: top\nextends: base/base.yaml\n");
    place.shell(GIT);
    place.write(
        "base/base.yaml",
        Workplace.RECIPE.replace("../kernel", "../../kernel").replace("PRINTK: y", "PRINTK: n"));
    place.shell("git commit -q -a -m second");
    String before = Files.readString(place.work.resolve(".git/index"), StandardCharsets.ISO_8859_1);
    place.write("top.yaml", "distro: v1\nname: changed\nextends: base/base.yaml\n");

    Run run = diff("top.yaml@HEAD~1", "top.yaml@HEAD");
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.out().matches("(?s).*\n    PRINTK +y -> n .*"), run.out());
    assertFalse(run.out().contains("changed"), run.out());

    Run alone = diff("top.yaml@HEAD~1");
    assertTrue(alone.out().contains("  ~ name: top -> changed   (top.yaml:2)"), alone.all());
    assertEquals(
        before, Files.readString(place.work.resolve(".git/index"), StandardCharsets.ISO_8859_1));
    assertTrue(Files.readString(place.work.resolve("top.yaml")).contains("changed"));
  }

  @Test
  void runsNothingOfTheRepository() throws IOException {
    place.write(".gitattributes", "* filter=evil diff=evil export-subst\n");
    place.shell(GIT);
    place.tool("evil", "touch \"$FOLDER/ran\"; cat");
    String evil = "sh -c 'touch " + place.folder.resolve("ran") + "; cat'";
    for (String key :
        new String[] {
          "filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "core.fsmonitor",
          "core.pager", "core.sshCommand", "alias.rev-parse", "core.editor"
        }) {
      place.shell("git config " + key + " \"" + evil + "\"");
    }
    Run run = diff("toy.yaml@HEAD");
    assertEquals(0, run.exit(), run.all());
    assertFalse(Files.exists(place.folder.resolve("ran")));
  }

  @Test
  void aRevisionMayHaveLinksAndStrangeNames() throws IOException {
    place.shell("ln -s /etc/passwd secret; ln -s toy.yaml link.yaml; touch -- 'a b' 'ü' '-x'");
    place.shell(GIT);
    assertEquals(0, diff("toy.yaml@HEAD").exit());
    assertEquals(0, diff("link.yaml@HEAD", "toy.yaml").exit());
    place.write("steal.yaml", Workplace.RECIPE + "rootfs: {files: {/a: {from: secret}}}\n");
    place.shell("git add steal.yaml; git commit -q -m more");
    Run run = diff("steal.yaml@HEAD", "toy.yaml");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("`secret` leads out of the recipe's folder"), run.err());
  }

  @Test
  void saysWhatIsWrongWithARevision() throws IOException {
    Run none = diff("toy.yaml@HEAD");
    assertEquals(2, none.exit(), none.all());
    assertTrue(none.err().startsWith("error[D8061]: `toy.yaml@HEAD` is not in a git"), none.err());
    place.shell(GIT);
    Run unknown = diff("toy.yaml@nothing");
    assertTrue(unknown.err().startsWith("error[D8061]: there is no revision `nothing`"));
    Run option = diff("toy.yaml@--help");
    assertTrue(option.err().contains("`--help` is not a git revision"), option.err());
    Run file = diff("other.yaml@HEAD", "toy.yaml");
    assertTrue(file.err().contains("`HEAD` does not have this file"), file.err());
    Run missing = diff("nothing.yaml", "toy.yaml");
    assertEquals(2, missing.exit(), missing.all());
    assertTrue(missing.err().startsWith("error[D8060]: there is no file `nothing.yaml`"));
  }

  @Test
  void aMistakeInARevisionIsShownAsThat() throws IOException {
    place.write("toy.yaml", Workplace.RECIPE.replace("PRINTK: y", "PRINTKK: y"));
    place.shell(GIT);
    place.write("toy.yaml", Workplace.RECIPE);
    Run run = diff("toy.yaml@HEAD");
    assertEquals(3, run.exit(), run.all());
    assertTrue(run.err().contains("--> toy.yaml@HEAD:12:5\n"), run.err());
  }

  @Test
  void comparesARecipeWithItsLock() throws IOException {
    place.shell("tar -C .. -cf linux.tar kernel");
    String digest = BoundedFiles.digest(place.work.resolve("linux.tar"));
    String recipe =
        Workplace.RECIPE.replace(
            "{path: ../kernel}", "{tarball: {file: linux.tar, sha256: " + digest + "}}");
    place.write("toy.yaml", recipe);
    Run alone = diff("toy.yaml");
    assertEquals(2, alone.exit(), alone.all());
    assertTrue(alone.err().startsWith("error[D8060]: `toy.yaml` needs something"), alone.err());
    Run lock = place.run("lock", "toy.yaml");
    assertEquals(0, lock.exit(), lock.all());
    Run same = diff("toy.yaml", "--json");
    assertTrue(same.out().contains("\"same\":true"), same.all());

    place.write("toy.yaml", recipe.replace("PRINTK: y", "PRINTK: n"));
    Run other = diff("toy.yaml");
    assertEquals(0, other.exit(), other.all());
    assertTrue(other.out().contains("  ~ `kernel`: "), other.out());
    assertTrue(other.out().contains("  ~ the kernel's configuration: "), other.out());
  }

  @Test
  void showsSizesWhereBothAreBuilt() throws IOException {
    place.shell("tar -C .. -cf linux.tar kernel");
    String digest = BoundedFiles.digest(place.work.resolve("linux.tar"));
    String recipe =
        Workplace.RECIPE.replace(
            "{path: ../kernel}", "{tarball: {file: linux.tar, sha256: " + digest + "}}");
    place.write("toy.yaml", recipe);
    place.write(
        "other.yaml",
        recipe
            .replace("name: toy", "name: other")
            .replace("hello", "shell")
            .replace("[write, pause]", "[read, write, fork, execve, wait4, _exit]"));
    assertEquals(0, place.run("build", "toy.yaml").exit());
    assertFalse(diff("toy.yaml", "other.yaml").out().contains("outputs"));
    assertEquals(0, place.run("build", "other.yaml").exit());
    Run run = diff("toy.yaml", "other.yaml");
    assertTrue(
        run.out().matches("(?s).*\noutputs\n.*  init +[0-9]+ -> [0-9]+ bytes .*"), run.all());
    place.write("toy.yaml", recipe.replace("PRINTK: y", "PRINTK: n"));
    assertFalse(diff("toy.yaml", "other.yaml").out().contains("outputs"), "not up to date");
  }

  @Test
  void comparesImagesMemberByMember() throws IOException {
    place.write(
        "a.yaml",
        Workplace.RECIPE.replace("name: toy", "name: a")
            + "rootfs: {files: {/etc/motd: {text: same}, /etc/c: {text: one}, /etc/old: {text:"
            + " o}}}\n");
    place.write(
        "b.yaml",
        Workplace.RECIPE.replace("name: toy", "name: b")
            + "rootfs: {files: {/etc/motd: {text: same}, /etc/c: {text: three}, /etc/n: {text:"
            + " n}}}\n");
    for (String name : new String[] {"a", "b"}) {
      Run build = place.run("build", name + ".yaml");
      assertEquals(0, build.exit(), build.all());
      place.shell("gzip -n <build/" + name + "/initramfs.cpio >" + name + ".cpio.gz");
    }
    for (String[] pair :
        new String[][] {
          {"build/a/initramfs.cpio", "build/b/initramfs.cpio", ""},
          {"a.cpio.gz", "b.cpio.gz", "content > "}
        }) {
      Run run = diff(pair[0], pair[1]);
      assertEquals(0, run.exit(), run.all());
      String expected =
          """
          ~ PARTetc/c   3 -> 5 bytes; line 1: `one` vs. `three`
          - PARTetc/old   1 byte
          + PARTetc/n   1 byte
          """;
      assertEquals(expected.replace("PART", pair[2]), run.out());
    }
    assertTrue(diff("a.cpio.gz", "a.cpio.gz").err().startsWith("no differences"));
    Run json = diff("a.cpio.gz", "b.cpio.gz", "--json");
    assertTrue(
        json.out()
            .contains(
                "{\"path\":[\"content\",\"etc/n\"],\"change\":\"added\",\"before\":null,\"after\":1"),
        json.out());
    Run mixed = diff("a.cpio.gz", "toy.yaml");
    assertEquals(2, mixed.exit(), mixed.all());
    assertTrue(mixed.err().startsWith("error[D8060]: these cannot be compared"), mixed.err());
  }
}
