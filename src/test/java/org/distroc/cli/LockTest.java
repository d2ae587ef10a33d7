package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks and manifests, with the toy kernel in a tarball. */
class LockTest {
  @TempDir Path folder;
  private Workplace place;
  private Path lock;
  private Path manifest;

  @BeforeEach
  void makeRecipe() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.write("toy.yaml", Workplace.RECIPE.replace("{path: ../kernel}", "{tarball: TARBALL}"));
    place.shell(
        "tar --sort=name --mtime=@0 --owner=0 --group=0 -cf kernel.tar -C .. kernel;"
            + " sum=$(sha256sum kernel.tar | cut -c1-64);"
            + " sed -i \"s/TARBALL/{file: kernel.tar, sha256: $sum}/\" toy.yaml");
    lock = place.work.resolve("toy.lock.yaml");
    manifest = place.work.resolve("build/toy/manifest.json");
  }

  private Run done(String... words) {
    Run run = place.run(words);
    assertEquals(0, run.exit(), run.all());
    return run;
  }

  @Test
  void isTheSameInEveryFolderAndHoldsAfterwards() throws IOException {
    assertEquals("toy.lock.yaml\n", done("lock", "-q", "toy.yaml").out());
    byte[] first = Files.readAllBytes(lock);
    assertTrue(done("lock", "toy.yaml").err().contains("toy.lock.yaml holds."));
    Files.delete(lock);
    place.shell("cp toy.yaml kernel.tar .. && rm -r build");
    done("lock", "-q", "-o", "another/one", "../toy.yaml");
    assertArrayEquals(first, Files.readAllBytes(folder.resolve("toy.lock.yaml")));
  }

  @Test
  void aCommentAndTheTestMayChange() throws IOException {
    done("lock", "-q", "toy.yaml");
    Path recipe = place.work.resolve("toy.yaml");
    String text = Files.readString(recipe).replace("64BIT: y", "64BIT: \"y\" # quoted");
    Files.writeString(recipe, text + "test:\n  timeout: 9s\n");
    Run run = done("build", "toy.yaml");
    assertFalse(run.err().contains("lock"), run.all());
  }

  @Test
  void updateReportsChanges() throws IOException {
    done("lock", "-q", "toy.yaml");
    Path recipe = place.work.resolve("toy.yaml");
    Files.writeString(recipe, Files.readString(recipe).replace("TTY: y", "TTY: y\n    NR_CPUS: 8"));
    Run refused = place.run("build", "toy.yaml");
    assertEquals(3, refused.exit());
    assertTrue(refused.err().contains("error[D1082]: `kernel` of toy.yaml"), refused.all());
    assertEquals(3, place.run("lock", "toy.yaml").exit());
    Run update = done("lock", "--update", "toy.yaml");
    assertTrue(update.err().contains("changed: the kernel's configuration: "), update.all());
    assertTrue(update.err().contains("changed: `bzImage`: "), update.all());
    done("build", "toy.yaml");
  }

  @Test
  void jsonHasTheChanges() throws IOException {
    done("lock", "-q", "toy.yaml");
    String text = Files.readString(lock);
    Files.writeString(lock, text.replaceFirst("make: \".*\"", "make: \"1.0\""));
    String out = done("lock", "--update", "--json", "toy.yaml").out();
    assertTrue(out.contains("\"changes\":[\"`make`: 1.0 -> "), out);
    assertEquals(text, Files.readString(lock));
  }

  @Test
  void updateWritesOverALockThatIsBroken() throws IOException {
    done("lock", "-q", "toy.yaml");
    String text = Files.readString(lock);
    Files.writeString(lock, text.replace("lock: v1", "<<<<<<< mine\nlock: v1"));
    assertEquals(3, place.run("lock", "toy.yaml").exit());
    done("lock", "--update", "toy.yaml");
    assertEquals(text, Files.readString(lock));
  }

  /** A lock that came or changed counts, though nothing else did. */
  @Test
  void isCheckedEvenIfNothingIsBuilt() throws IOException {
    done("lock", "-q", "toy.yaml");
    assertTrue(done("build", "toy.yaml").err().contains("Nothing to build"));
    String text = Files.readString(lock);
    Files.writeString(lock, text.replaceFirst("  init: \"....", "  init: \"0000"));
    assertNotEquals(text, Files.readString(lock));
    assertEquals(3, place.run("build", "toy.yaml").exit());
  }

  /** Any content of a lock file is either valid or an error with a position, never a crash. */
  @Test
  void randomDamageIsAnErrorWithAPosition() throws IOException {
    done("lock", "-q", "toy.yaml");
    byte[] whole = Files.readAllBytes(lock);
    Random random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k <= random.nextInt(3); k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(lock, damaged);
      Run run = place.run("build", "toy.yaml");
      assertTrue(run.exit() == 0 || run.exit() == 3, run.all());
      assertFalse(run.err().contains("D9001"), run.all());
      if (run.exit() == 3) {
        refused++;
        assertTrue(run.err().contains("--> toy.lock.yaml:"), run.all());
      }
    }
    assertTrue(refused > 50, "refused " + refused);
  }

  @Test
  void hostileLocksAreRefused() throws IOException {
    done("lock", "-q", "toy.yaml");
    String text = Files.readString(lock);
    for (String hostile :
        new String[] {
          "",
          "lock: v2\n",
          "- a\n",
          "lock: &a [*a]\n",
          "{".repeat(5000),
          "a: ".repeat(500),
          text + text,
          text.replace("lock: v1", "lock: v1\n<<: {}"),
          text.replaceFirst("release: \".*\"", "release: \"\\\\e[2J\""),
          text.replaceFirst("outputs:\n", "outputs:\n  ../../etc/passwd: 1\n"),
          "#".repeat(300_000)
        }) {
      Files.writeString(lock, hostile);
      Run run = place.run("build", "toy.yaml");
      assertEquals(3, run.exit(), hostile.substring(0, Math.min(60, hostile.length())) + run.all());
      assertTrue(run.err().contains("error[D1080]"), run.all());
      assertFalse(run.err().contains("\u001b"), run.all());
    }
  }

  @Test
  void theManifestDiffersInItsTimesOnly() throws IOException {
    done("build", "-q", "toy.yaml");
    String first = Files.readString(manifest);
    assertTrue(first.contains("\"times\": {\n    \"started\": \"20"), first);
    assertTrue(first.contains("\"bzImage\": {\n      \"bytes\": "), first);
    done("build", "-q", "-o", "else where", "toy.yaml");
    String second = Files.readString(place.work.resolve("else where/manifest.json"));
    assertEquals(stable(first), stable(second));
    assertTrue(first.length() > stable(first).length() + 60, first);
  }

  private static String stable(String manifest) {
    return manifest.substring(0, manifest.indexOf("\"times\""));
  }

  @Test
  void aBuildThatFailsLeavesNoManifest() throws IOException {
    done("build", "-q", "toy.yaml");
    assertTrue(Files.exists(manifest));
    Path recipe = place.work.resolve("toy.yaml");
    place.write("bad.c", "this is no C");
    Files.writeString(recipe, Files.readString(recipe).replace("program: hello", "source: bad.c"));
    assertEquals(5, place.run("build", "-q", "toy.yaml").exit());
    assertFalse(Files.exists(manifest));
  }

  @Test
  void namesFilesThatNeedQuotes() throws IOException {
    String source = "#include \"syscalls.h\"\nint main(void) { for (;;) pause(); }\n";
    place.write("null.c", source);
    place.write("12e4.c", "int unused;\n");
    Path recipe = place.work.resolve("toy.yaml");
    Files.writeString(
        recipe, Files.readString(recipe).replace("program: hello", "source: [null.c, 12e4.c]"));
    done("lock", "-q", "toy.yaml");
    done("lock", "toy.yaml");
    String text = new String(Files.readAllBytes(lock), StandardCharsets.UTF_8);
    assertTrue(text.contains("\n  \"12e4.c\": \""), text);
  }
}
