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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** D6045: a kernel source in the cache that someone edited is never taken for the original. */
class EditedSourceTest {
  private static final String CACHE = "../home/.cache/distroc";

  @TempDir Path temporary;
  private Workplace place;

  @BeforeEach
  void makeArchive() throws IOException {
    place = new Workplace(temporary);
    place.kernel();
    archive("@0");
  }

  private void archive(String time) throws IOException {
    place.shell(
        "tar --sort=name --mtime='"
            + time
            + "' --owner=0 --group=0 -cf kernel.tar -C .. kernel;"
            + " sha256sum kernel.tar | cut -c1-64 >sum");
    String sum = Files.readString(place.work.resolve("sum")).strip();
    place.write(
        "toy.yaml",
        Workplace.RECIPE.replace(
            "{path: ../kernel}", "{tarball: {file: kernel.tar, sha256: " + sum + "}}"));
  }

  private void builds(String... words) {
    Run run = place.run(words);
    assertEquals(0, run.exit(), run.all());
    assertFalse(run.err().contains("warning"), run.all());
  }

  private void isRefused(String file, String... words) {
    Run run = place.run(words);
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("error[D6045]"), run.all());
    assertTrue(run.err().contains("= why: " + file + "\n"), run.all());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chmod u+w kernel.txt; echo evil >>kernel.txt|kernel.txt",
        "chmod u+w kernel.txt; touch -r kernel.txt ../t; sed -i s/toy/txy/ kernel.txt;"
            + " touch -r ../t kernel.txt|kernel.txt",
        "echo >include/linux/evil.h|include/linux/evil.h",
        "rm -f kernel/configs/tiny-base.config|kernel/configs/tiny-base.config",
        "rm -f kernel.txt; ln -s /etc/hostname kernel.txt|kernel.txt",
      })
  void anEditIsRefusedBeforeTheKernelIsCompiled(String edit, String file) throws IOException {
    builds("build", "toy.yaml");
    place.shell("cd " + CACHE + "/sources/*/linux; " + edit);
    place.shell("sed -i 's/ PRINTK: y/ PRINTK: y\\n    NR_CPUS: 4/' toy.yaml");
    isRefused(file, "build", "toy.yaml");
    place.shell("rm -r " + CACHE + "/sources/*");
    builds("build", "toy.yaml");
    place.set("XDG_CACHE_HOME", place.folder.resolve("clean").toString());
    builds("build", "-o", "clean", "toy.yaml");
    place.shell(
        "for f in kernel.config bzImage initramfs.cpio; do cmp build/toy/$f clean/$f; done");
  }

  /** The kernel comes from the cache, and the program that packs the initramfs from its source. */
  @Test
  void anEditOfWhatTheProjectCompilesIsRefused() throws IOException {
    builds("build", "toy.yaml");
    place.shell(
        "rm -r build; cd " + CACHE + "/sources/*/linux/usr; chmod u+w *; echo >>gen_init_cpio.c");
    isRefused("usr/gen_init_cpio.c", "build", "toy.yaml");
  }

  /** Restored by a backup, say: every file has another ctime, and nothing else. */
  @Test
  void aRestoredCacheIsNoEdit() throws IOException {
    builds("build", "toy.yaml");
    place.shell("cd " + CACHE + "; cp -a sources other; rm -r sources; mv other sources");
    place.shell("sed -i 's/ PRINTK: y/ PRINTK: y\\n    NR_CPUS: 4/' toy.yaml");
    builds("build", "toy.yaml");
  }

  /** gdb and the kernel's own scripts leave such files. */
  @Test
  void whatPythonCompiledIsNoEdit() throws IOException {
    builds("build", "toy.yaml");
    place.shell(
        "cd " + CACHE + "/sources/*/linux/scripts; mkdir __pycache__; echo >__pycache__/a.pyc");
    place.shell("sed -i 's/ PRINTK: y/ PRINTK: y\\n    NR_CPUS: 4/' toy.yaml");
    builds("build", "toy.yaml");
  }

  @Test
  void verifyUnpacksAgain() throws IOException {
    builds("build", "toy.yaml");
    // An edit from before files were recorded.
    place.shell(
        "cd "
            + CACHE
            + "/sources/*; rm files; cd linux; chmod u+w kernel.txt; sed -i s/toy/txy/ kernel.txt");
    Run run = place.run("verify", "toy.yaml");
    assertEquals(5, run.exit(), run.all());
    assertTrue(run.err().contains("differ; first difference in bzImage"), run.all());
  }

  /** make would take a source of the future for newer than what it has just built from it. */
  @ParameterizedTest
  @ValueSource(strings = {"@0", "1960-01-01", "2100-01-01"})
  void anArchiveMayBeOfAnyTime(String time) throws IOException {
    archive(time);
    builds("build", "toy.yaml");
    place.shell("sed -i 's/ PRINTK: y/ PRINTK: y\\n    NR_CPUS: 4/' toy.yaml");
    builds("build", "toy.yaml");
  }
}
