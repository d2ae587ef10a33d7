package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recipes, lock files and settings with random damage. Whatever comes out has a documented exit
 * code, and errors say what is wrong. {@code -Ddistroc.fuzz} is the number of files of each kind in
 * the long run, {@code -Ddistroc.seed} where it starts.
 */
class FuzzedTextsTest {
  private static final Set<Integer> EXITS = Set.of(0, 2, 3, 4, 5);
  private static final String SETTINGS =
      """
      jobs: 2
      offline: true
      cache:
        keep: 10G
      ccache:
        use: "off"
        size: 1G
      """;

  private static final List<String> JUNK =
      List.of(
          "",
          "~",
          "true",
          "-1",
          "1e999",
          "[]",
          "{}",
          "\"",
          "'",
          "*x",
          "&x y",
          "!!int 3",
          "|",
          ">-",
          "- a",
          "a: b: c",
          "#",
          "@",
          "\u202E",
          "\uD83D\uDC27",
          "${X}",
          "$(id)",
          "<<: 1",
          "99999999999999999999",
          "0x10",
          "\"\\0\"",
          "? a",
          ":",
          "[",
          "}",
          "---",
          "...",
          "\t",
          "\0",
          "\r",
          "\n",
          "../..",
          "/dev/zero",
          "/proc/self/mem",
          "x".repeat(5000));

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void makePlace() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.shell("tar --sort=name -C .. -cf toy.tar kernel");
    place.write(
        "toy.yaml",
        Workplace.RECIPE.replace(
            "{path: ../kernel}", "{tarball: {file: toy.tar, sha256: DIGEST}}"));
    place.shell("sed -i s/DIGEST/$(sha256sum <toy.tar | cut -c-64)/ toy.yaml");
  }

  @Test
  void aSample() throws IOException {
    everyKind(60, 1);
  }

  @Tag("long")
  @Timeout(value = 12, unit = TimeUnit.HOURS)
  @Test
  void manyOfEachKind() throws IOException {
    everyKind(Integer.getInteger("distroc.fuzz", 10_000), Long.getLong("distroc.seed", 1_000_000));
  }

  private void everyKind(int count, long seed) throws IOException {
    fuzz("recipes", place.work.resolve("toy.yaml"), count, seed, "check", "toy.yaml");
    Path settings = place.folder.resolve("home/.config/distroc/config.yaml");
    Files.createDirectories(settings.getParent());
    Files.writeString(settings, SETTINGS);
    fuzz("settings", settings, count, seed, "check", "toy.yaml");
    Files.delete(settings);
    Run lock = place.run("lock", "toy.yaml");
    assertEquals(0, lock.exit(), lock.all());
    fuzz("lock files", place.work.resolve("toy.lock.yaml"), count, seed, "lock", "toy.yaml");
  }

  /** Damages a file in many ways, and runs distroc each time. */
  private void fuzz(String kind, Path file, int count, long seed, String... words)
      throws IOException {
    byte[] good = Files.readAllBytes(file);
    Map<Integer, Integer> exits = new TreeMap<>();
    Run right = place.run(words);
    assertEquals(0, right.exit(), right.all());
    for (int i = 0; i < count; i++) {
      byte[] bytes = damaged(good, new Random(seed + i));
      Files.write(file, bytes);
      Run run = place.run(words);
      String what = kind + ", seed " + (seed + i) + "\n" + run.all();
      assertTrue(EXITS.contains(run.exit()), what);
      assertFalse(run.err().contains("\n\tat ") || run.err().contains("D9001"), what);
      assertTrue(run.exit() == 0 || run.err().contains("error[D"), what);
      exits.merge(run.exit(), 1, Integer::sum);
    }
    Files.write(file, good);
    System.out.println(count + " " + kind + ", by exit code: " + exits);
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] bytes = good;
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes = damagedOnce(bytes, random);
    }
    return bytes;
  }

  private static byte[] damagedOnce(byte[] good, Random random) {
    if (good.length < 2) {
      return good;
    }
    int from = random.nextInt(good.length);
    int to = Math.min(good.length, from + 1 + random.nextInt(12));
    byte[] junk = JUNK.get(random.nextInt(JUNK.size())).getBytes(StandardCharsets.UTF_8);
    switch (random.nextInt(6)) {
      case 0:
        byte[] flipped = good.clone();
        flipped[from] ^= (byte) (1 << random.nextInt(8));
        return flipped;
      case 1:
        return Arrays.copyOf(good, from);
      case 2:
        return joined(Arrays.copyOf(good, from), new byte[0], good, to);
      case 3:
        return joined(Arrays.copyOf(good, from), junk, good, from);
      case 4:
        return joined(Arrays.copyOf(good, from), junk, good, to);
      default:
        // A line twice, or what follows it again.
        return joined(Arrays.copyOf(good, to), new byte[] {'\n'}, good, from);
    }
  }

  private static byte[] joined(byte[] head, byte[] middle, byte[] tail, int from) {
    byte[] all = Arrays.copyOf(head, head.length + middle.length + tail.length - from);
    System.arraycopy(middle, 0, all, head.length, middle.length);
    System.arraycopy(tail, from, all, head.length + middle.length, tail.length - from);
    return all;
  }
}
