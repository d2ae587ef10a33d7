package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes of distroc at once, on the toy kernel, which takes its time and counts. */
class ConcurrentBuildsTest {
  @TempDir Path folder;
  private Workplace place;
  private Path counted;

  /** While this file exists, the compile goes on. */
  private Path hold;

  @BeforeEach
  void makeKernel() throws IOException {
    // The kernel's make counts outside of the folders that a sandbox shows it.
    place = new Workplace(folder).set("DISTROC_SANDBOX", "off");
    Path kernel = place.kernel();
    counted = place.work.resolve("counted");
    hold = place.work.resolve("hold");
    Path makefile = kernel.resolve("Makefile");
    Files.writeString(
        makefile,
        Files.readString(makefile)
            .replace(
                "\tcat kernel.txt",
                "\techo begin >>"
                    + counted
                    + "; while [ -e "
                    + hold
                    + " ]; do sleep 0.1; done; sleep 1; echo end >>"
                    + counted
                    + "\n\tcat kernel.txt"));
    place.shell(
        "tar --sort=name --mtime=@0 --owner=0 --group=0 -cf kernel.tar -C .. kernel;"
            + " sha256sum kernel.tar | cut -c1-64 >sum");
  }

  private void recipe(String name) throws IOException {
    String sum = Files.readString(place.work.resolve("sum")).strip();
    place.write(
        name + ".yaml",
        Workplace.RECIPE
            .replace("{path: ../kernel}", "{tarball: {file: kernel.tar, sha256: " + sum + "}}")
            .replace("name: toy", "name: " + name));
  }

  private DistrocProcess build(String name, int number) throws IOException {
    Path said = place.work.resolve("said-" + number);
    return DistrocProcess.start(place.host(), said, "build", name + ".yaml");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void aSharedKernelIsCompiledOnce(int builds) throws Exception {
    List<DistrocProcess> all = new ArrayList<>();
    for (int i = 0; i < builds; i++) {
      recipe("toy" + i);
      all.add(build("toy" + i, i));
    }
    for (DistrocProcess one : all) {
      assertEquals(0, one.waitFor(), one.said());
    }
    assertEquals("begin\nend\n", Files.readString(counted));
    recipe("alone");
    assertEquals(0, place.run("build", "-q", "alone.yaml").exit());
    for (int i = 0; i < builds; i++) {
      for (String name : List.of("bzImage", "initramfs.cpio")) {
        Path other = place.work.resolve("build/toy" + i).resolve(name);
        assertEquals(-1, Files.mismatch(place.work.resolve("build/alone").resolve(name), other));
      }
    }
  }

  @Test
  void oneRecipeIsBuiltByBoth() throws Exception {
    recipe("toy");
    DistrocProcess first = build("toy", 1);
    DistrocProcess second = build("toy", 2);
    assertEquals(0, first.waitFor(), first.said());
    assertEquals(0, second.waitFor(), second.said());
    assertEquals("begin\nend\n", Files.readString(counted));
    assertTrue(place.run("build", "toy.yaml").err().contains("Nothing to build"));
  }

  /**
   * make then exits by itself, although its output is no longer read, and its objects stay usable.
   */
  @Test
  void aKilledBuildLeavesObjectsThatCanBeTrusted() throws Exception {
    Path makefile = place.folder.resolve("kernel/Makefile");
    Files.writeString(
        makefile,
        Files.readString(makefile)
            .replace("sleep 1;", "trap 'seq 999; seq 999 >&2; exit 1' TERM; sleep 9 & wait;"));
    place.shell(
        "tar --sort=name --mtime=@0 --owner=0 --group=0 -cf kernel.tar -C .. kernel;"
            + " sha256sum kernel.tar | cut -c1-64 >sum");
    recipe("toy");
    DistrocProcess build = build("toy", 1);
    while (!Files.exists(counted)) {
      assertTrue(!build.endsWithin(20), build.said());
    }
    build.kill();
    Path objects = place.host().cacheFolder().resolve("objects");
    for (int i = 0; i < 100 && !hasMark(objects); i++) {
      Thread.sleep(50);
    }
    assertTrue(hasMark(objects), "make was killed, or the mark was not made");
  }

  private static boolean hasMark(Path objects) throws IOException {
    try (Stream<Path> files = Files.list(objects)) {
      return files.anyMatch(file -> file.toString().endsWith(".ended"));
    }
  }

  /** One compiles, the other waits for the folder; Ctrl-C ends both and releases the lock. */
  @Test
  void ctrlCGivesTheFolderBack() throws Exception {
    Files.createFile(hold);
    recipe("toy");
    DistrocProcess first = build("toy", 1);
    while (!Files.exists(counted)) {
      assertTrue(!first.endsWithin(20), first.said());
    }
    DistrocProcess second = build("toy", 2);
    assertTrue(!second.endsWithin(500), second.said());
    first.interrupt();
    second.interrupt();
    assertEquals(130, first.waitFor(), first.said());
    assertEquals(130, second.waitFor(), second.said());
    Files.delete(hold);
    Run after = place.run("build", "--why", "toy.yaml");
    assertEquals(0, after.exit(), after.all());
    assertTrue(!after.err().contains("waiting for"), after.all());
    assertEquals("begin\nbegin\nend\n", Files.readString(counted), "it was not left to itself");
  }
}
