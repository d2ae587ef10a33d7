package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.host.Trees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** FIFOs, devices and huge files in place of the files that distroc reads. */
class SpecialFilesTest {
  private static final Duration QUICK = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Workplace place;

  /** What takes the place of a file. */
  enum Special {
    FIFO,
    ENDLESS,
    HUGE;

    private static void fifo(Path file) throws IOException {
      try {
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void replace(Path file) throws IOException {
      Files.deleteIfExists(file);
      switch (this) {
        case FIFO -> fifo(file);
        case ENDLESS -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
        case HUGE -> {
          try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
          }
        }
        default -> throw new IllegalStateException();
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.shell(
        "cp -r ../kernel linux-6.1 && tar --sort=name --mtime=@0 -cf kernel.tar linux-6.1;"
            + " sha256sum kernel.tar | cut -c1-64 >sum");
    String sum = Files.readString(place.work.resolve("sum")).strip();
    place.write(
        "toy.yaml",
        Workplace.RECIPE.replace(
            "{path: ../kernel}", "{tarball: {file: kernel.tar, sha256: " + sum + "}}"));
  }

  /** Every file of the cache at once, but for the kernel's own. */
  @ParameterizedTest
  @EnumSource(Special.class)
  void ofTheCacheAreMadeAgain(Special special) throws IOException {
    Run first = place.run("build", "toy.yaml");
    assertEquals(0, first.exit(), first.err());
    byte[] image = Files.readAllBytes(place.work.resolve("build/toy/bzImage"));
    List<Path> replaced = new ArrayList<>();
    for (Path file : files(place.folder.resolve("home/.cache/distroc"))) {
      if (!file.toString().contains("/linux/") && !file.toString().contains("/objects/")) {
        special.replace(file);
        replaced.add(file);
      }
    }
    assertTrue(replaced.size() > 15, replaced::toString);
    // Without it, nothing of the cache would be read.
    Trees.delete(place.work.resolve("build"));
    Run again = assertTimeoutPreemptively(QUICK, () -> place.run("build", "-v", "toy.yaml"));
    assertEquals(0, again.exit(), again.err());
    assertArrayEquals(image, Files.readAllBytes(place.work.resolve("build/toy/bzImage")));
    Run check = assertTimeoutPreemptively(QUICK, () -> place.run("check", "toy.yaml"));
    assertEquals(0, check.exit(), check.err());
  }

  /** What distroc wrote into the build folder for itself. */
  @ParameterizedTest
  @EnumSource(Special.class)
  void ofTheBuildFolderAreMadeAgain(Special special) throws IOException {
    Run first = place.run("build", "toy.yaml");
    assertEquals(0, first.exit(), first.err());
    List<Path> files = files(place.work.resolve("build/toy/.distroc"));
    assertTrue(files.size() > 4, files::toString);
    for (Path file : files) {
      special.replace(file);
    }
    Run again = assertTimeoutPreemptively(QUICK, () -> place.run("build", "toy.yaml"));
    assertEquals(0, again.exit(), again.err());
  }

  @ParameterizedTest
  @EnumSource(Special.class)
  void ofTheUserAreNamed(Special special) throws IOException {
    place.write("init.c", "int main(void) { return 0; }\n");
    place.write("base.config", "CONFIG_64BIT=y\n");
    String text = Files.readString(place.work.resolve("toy.yaml"));
    place.write(
        "own.yaml",
        text.replace("program: hello", "source: init.c")
            .replace("base: tinyconfig", "base: {file: base.config}"));
    for (String file : List.of("init.c", "base.config")) {
      byte[] before = Files.readAllBytes(place.work.resolve(file));
      special.replace(place.work.resolve(file));
      fails(3, "error[D1042]: `" + file + "` is ", "check", "own.yaml");
      Files.delete(place.work.resolve(file));
      Files.write(place.work.resolve(file), before);
    }
    special.replace(place.work.resolve("other.config"));
    fails(
        3,
        "error[D8002]: `other.config` cannot be read",
        "config",
        "--diff",
        "other.config",
        "toy.yaml");
    fails(3, "error[D8002]: `other.config` cannot be read", "new", "--from", "other.config", "x");
    fails(2, "error[D6033]", "verify", "--against", "other.config", "toy.yaml");
    Path lock = place.work.resolve("toy.lock.yaml");
    special.replace(lock);
    fails(3, "toy.lock.yaml", "build", "toy.yaml");
    Files.delete(lock);
    Path settings = place.folder.resolve("home/.config/distroc/config.yaml");
    Files.createDirectories(settings.getParent());
    special.replace(settings);
    fails(2, "error[D8050]", "check", "toy.yaml");
    Files.delete(settings);
    special.replace(place.work.resolve("special.yaml"));
    fails(3, special == Special.HUGE ? "D1004" : "D1002", "check", "special.yaml");
  }

  /** A tree of the user's own, whose files distroc reads. */
  @Test
  void ofAKernelAreNamed() throws IOException {
    place.write("tree.yaml", Workplace.RECIPE);
    for (Special special : Special.values()) {
      for (String name :
          List.of(
              "Makefile", "Kconfig", "include/linux/syscalls.h", "scripts/kconfig/confdata.c")) {
        Path file = place.folder.resolve("kernel").resolve(name);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          byte[] before = Files.readAllBytes(file);
          special.replace(file);
          Run run = assertTimeoutPreemptively(QUICK, () -> place.run("check", "tree.yaml"));
          assertFalse(run.err().contains("D9001"), special + " " + name + "\n" + run.err());
          assertTrue(run.exit() == 3 || run.exit() == 0, special + " " + name + run.err());
          Files.delete(file);
          Files.write(file, before);
        }
      }
    }
  }

  private void fails(int exit, String message, String... words) {
    Run run = assertTimeoutPreemptively(QUICK, () -> place.run(words));
    assertTrue(run.err().contains(message), String.join(" ", words) + "\n" + run.err());
    assertEquals(exit, run.exit(), run.err());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
