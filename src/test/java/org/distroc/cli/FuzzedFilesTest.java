package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any recipe, lock file, settings file or manifest ends in a documented exit code, and quickly.
 * {@code distroc.fuzz} gives the number of inputs of the long run, {@code distroc.seed} where it
 * starts.
 */
class FuzzedFilesTest {
  private static final int SAMPLE = 60;
  private static final Duration QUICK = Duration.ofSeconds(60);

  private static final String[] PIECES = {
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "&a ",
    "*a",
    "!!int ",
    "|\n",
    ">-\n",
    "#",
    "\n",
    "  ",
    "\t",
    "\u0000",
    "\uFEFF",
    "\u2028",
    "\uD83D\uDE00",
    "~",
    "null",
    "yes",
    "0x7fffffffffffffff",
    "-1",
    "1e999",
    "9223372036854775808",
    ".nan",
    "../",
    "/dev/zero",
    "$(id)",
    "`id`",
    "%s",
    "\\",
    "\r\n",
    "? ",
    "---\n",
    "...\n",
  };

  @TempDir Path folder;
  private Workplace place;
  private String lock;

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
    Run locked = place.run("lock", "toy.yaml");
    assertTrue(locked.exit() == 0, locked.err());
    lock = Files.readString(place.work.resolve("toy.lock.yaml"));
    Files.delete(place.work.resolve("toy.lock.yaml"));
  }

  @Test
  void someRecipes() throws IOException {
    recipes(SAMPLE);
  }

  @Test
  void someLocks() throws IOException {
    locks(SAMPLE);
  }

  @Test
  void someSettings() throws IOException {
    settings(SAMPLE);
  }

  @Test
  void someManifests() throws IOException {
    manifests(8);
  }

  @Test
  @Tag("long")
  void everyKind() throws IOException {
    int count = Integer.getInteger("distroc.fuzz", 10_000);
    recipes(count);
    locks(count);
    settings(count);
    manifests(count);
  }

  private void recipes(int count) throws IOException {
    List<String> seeds = new ArrayList<>(List.of(Files.readString(place.work.resolve("toy.yaml"))));
    try (Stream<Path> recipes = Files.list(Path.of("recipes"))) {
      for (Path recipe : recipes.filter(r -> r.toString().endsWith(".yaml")).sorted().toList()) {
        seeds.add(Files.readString(recipe));
        // Only this one's kernel is here.
        seeds.add(seeds.get(0));
      }
    }
    run(
        "recipes",
        count,
        seeds,
        place.work.resolve("fuzz.yaml"),
        "check",
        "--offline",
        "fuzz.yaml");
  }

  private void locks(int count) throws IOException {
    Path file = place.work.resolve("toy.lock.yaml");
    run("locks", count, List.of(lock), file, "check", "--offline", "toy.yaml");
    Files.deleteIfExists(file);
  }

  private void settings(int count) throws IOException {
    Path file = place.folder.resolve("home/.config/distroc/config.yaml");
    Files.createDirectories(file.getParent());
    String seed =
        """
        jobs: 2
        offline: true
        cache: {keep: 20G}
        shared:
          - url: http://127.0.0.1:1/x
            write: true
            user: me
        ccache: {use: "off", size: 5G}
        """;
    Files.writeString(file, seed);
    Run good = place.run("check", "--offline", "toy.yaml");
    assertTrue(good.exit() == 0, good.err());
    run("settings", count, List.of(seed), file, "check", "--offline", "toy.yaml");
    Files.deleteIfExists(file);
  }

  /** What a build wrote about itself, which the next one, and others, read. */
  private void manifests(int count) throws IOException {
    Run built = place.run("build", "toy.yaml");
    assertTrue(built.exit() == 0, built.err());
    Path own = place.work.resolve("build/toy/.distroc");
    List<Path> files = new ArrayList<>(List.of(place.work.resolve("build/toy/manifest.json")));
    try (Stream<Path> all = Files.list(own)) {
      all.filter(Files::isRegularFile)
          .filter(f -> !f.toString().endsWith(".log"))
          .forEach(files::add);
    }
    for (Path file : files) {
      if (Files.exists(file)) {
        byte[] before = Files.readAllBytes(file);
        run(
            "manifests, " + file.getFileName(),
            Math.max(1, count / files.size()),
            List.of(new String(before, StandardCharsets.UTF_8)),
            file,
            "build",
            "--why",
            "toy.yaml");
        Files.write(file, before);
      }
    }
  }

  private void run(String kind, int count, List<String> seeds, Path file, String... words)
      throws IOException {
    long seed = Long.getLong("distroc.seed", 1);
    Map<Integer, Integer> exits = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Random random = new Random(seed + i);
      byte[] input = mutated(seeds.get(random.nextInt(seeds.size())), random);
      Files.write(file, input);
      String about = kind + ", seed " + (seed + i);
      Run run = assertTimeoutPreemptively(QUICK, () -> place.run(words), about);
      assertTrue(Set.of(0, 2, 3, 4, 5).contains(run.exit()), () -> about + "\n" + run.err());
      assertFalse(run.err().contains("D9001"), () -> about + "\n" + run.err());
      exits.merge(run.exit(), 1, Integer::sum);
    }
    System.out.println(count + " " + kind + ": exit codes " + exits);
  }

  private static byte[] mutated(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(out.length() + 1);
      int end = Math.min(out.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> out.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> out.delete(at, end);
        case 2 -> out.insert(at, out.substring(at, Math.min(out.length(), at + 80)));
        case 3 -> out.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
        default -> out.insert(at, PIECES[random.nextInt(PIECES.length)].repeat(200));
      }
    }
    byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(8) == 0 && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
