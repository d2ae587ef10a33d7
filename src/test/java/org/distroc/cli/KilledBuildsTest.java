package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distroc.host.Host;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds with a real kernel that are killed, or whose object folder is damaged, each followed by a
 * build that has to make the right image. Two recipes that differ in an option take turns, so that
 * there is something to compile each time.
 */
class KilledBuildsTest {
  private static final String IMAGE = "build/tiny/tiny.iso";
  private static final List<String> STAGES =
      List.of("source", "init", "configuration", "kernel", "image", "end");

  private final long seed = Long.getLong("distroc.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, byte[]> right = new HashMap<>();
  private final Map<String, Integer> killedIn = new TreeMap<>();

  @TempDir Path folder;
  private Host host;

  /** In the usual cache, whose object folder has most of the kernel already. */
  @Tag("guest")
  @Test
  void fiveKilledBuildsAreFollowedByRightOnes() throws Exception {
    host = new Host(System.getenv(), folder.toRealPath());
    writeRecipes();
    for (String recipe : List.of("a", "b")) {
      right.put(recipe, build(recipe));
    }
    killAndBuild(5, false);
  }

  /**
   * In a cache of its own. Every tenth time all processes are killed, so that nothing can clean up,
   * and the next build compiles from the beginning. The right images are those of clean builds.
   */
  @Tag("long")
  @Test
  void aHundredKilledBuildsAreFollowedByRightOnes() throws Exception {
    buildCleanly();
    killAndBuild(Integer.getInteger("distroc.rounds", 100), true);
    for (String stage : List.of("init", "configuration", "kernel", "image")) {
      assertTrue(killedIn.containsKey(stage), "killed in: " + killedIn);
    }
  }

  /** Deleted, truncated and altered object files, of which make would trust many. */
  @Tag("long")
  @Test
  void damagedObjectsNeverGiveAnotherImage() throws Exception {
    buildCleanly();
    Path objects = only(host.cacheFolder().resolve("objects"));
    for (int i = 0; i < Integer.getInteger("distroc.rounds", 6); i++) {
      String recipe = i % 2 == 0 ? "a" : "b";
      forget(recipe);
      int files = 1 + random.nextInt(5);
      for (int j = 0; j < files; j++) {
        damage(objects);
      }
      check(recipe, "round " + i);
    }
  }

  private void writeRecipes() throws IOException {
    String text = Files.readString(Path.of("recipes/tiny.yaml").toAbsolutePath());
    String another = text.replace("  options:\n", "  options:\n    LOG_BUF_SHIFT: SHIFT\n");
    assertTrue(another.contains("SHIFT: SHIFT"), another);
    Files.writeString(folder.resolve("a.yaml"), another.replace("SHIFT: SHIFT", "SHIFT: 13"));
    Files.writeString(folder.resolve("b.yaml"), another.replace("SHIFT: SHIFT", "SHIFT: 14"));
  }

  /** Images of builds that found no objects of others; the sources are those of the usual cache. */
  private void buildCleanly() throws Exception {
    System.out.println("seed " + seed);
    Path cache = Files.createDirectory(folder.toRealPath().resolve("cache"));
    Path usual = Host.ofProcess().cacheFolder();
    for (String kept : List.of("sources", "packages", "digests", "options")) {
      if (Files.exists(usual.resolve(kept))) {
        run("cp", "-al", usual.resolve(kept).toString(), cache.toString());
      }
    }
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("DISTROC_CACHE", cache.toString());
    host = new Host(environment, folder.toRealPath());
    writeRecipes();
    for (String recipe : List.of("a", "b")) {
      run("sh", "-c", "rm -rf cache/objects cache/kernels cache/configs build");
      right.put(recipe, build(recipe));
    }
  }

  private void killAndBuild(int rounds, boolean alsoAll) throws Exception {
    forget("a");
    forget("b");
    long began = System.nanoTime();
    build("a");
    long limit = (System.nanoTime() - began) / 1_000_000;
    for (int i = 1; i <= rounds; i++) {
      String recipe = i % 2 == 0 ? "a" : "b";
      forget(recipe);
      if (random.nextBoolean()) {
        run("rm", "-rf", "build");
      }
      DistrocProcess build = start(recipe, "killed-" + i);
      boolean ended = build.endsWithin((long) (random.nextDouble() * limit));
      if (alsoAll && i % 10 == 0) {
        build.killAll();
      } else {
        build.kill();
      }
      String stage = ended ? "end" : stage(build.said());
      killedIn.merge(stage, 1, Integer::sum);
      began = System.nanoTime();
      check(recipe, "round " + i + ", killed in " + stage + ", seed " + seed);
      long took = (System.nanoTime() - began) / 1_000_000;
      System.out.println("round " + i + ": killed in " + stage + ", then built in " + took + " ms");
    }
    System.out.println("killed in " + killedIn);
  }

  /** The stage after the last one that was reported. */
  private static String stage(String said) {
    String done = "source";
    for (String line : said.lines().toList()) {
      for (String stage : STAGES) {
        boolean beat = line.matches(stage + " [0-9.]+ s .*");
        done = line.startsWith(stage) && !beat ? stage : done;
      }
    }
    boolean none = said.lines().noneMatch(line -> line.startsWith("init"));
    return none ? "source" : STAGES.get(STAGES.indexOf(done) + 1);
  }

  private DistrocProcess start(String recipe, String log) throws IOException {
    return DistrocProcess.start(host, folder.resolve(log + ".log"), "build", recipe + ".yaml");
  }

  private byte[] build(String recipe) throws Exception {
    DistrocProcess build = start(recipe, "build");
    assertEquals(0, build.waitFor(), build.said());
    return Files.readAllBytes(folder.resolve(IMAGE));
  }

  private void check(String recipe, String when) throws Exception {
    byte[] image = build(recipe);
    assertEquals(-1, java.util.Arrays.mismatch(right.get(recipe), image), when);
  }

  /** Takes the kernel and the configuration of a recipe out of the cache: they are to be made. */
  private void forget(String recipe) throws Exception {
    Path there = folder.resolve("forget-" + recipe);
    if (!Files.exists(there)) {
      run("sh", "-c", "rm -rf build");
      build(recipe);
      run("sh", "-c", "cp -r build/tiny forget-" + recipe);
    }
    for (String file : List.of("kernels/bzImage", "configs/kernel.config")) {
      Path kind = host.cacheFolder().resolve(file).getParent();
      String name = Path.of(file).getFileName().toString();
      for (Path entry : list(kind)) {
        Path kept = entry.resolve(name);
        if (Files.exists(kept) && Files.mismatch(kept, there.resolve(name)) == -1) {
          run("rm", "-r", entry.toString());
        }
      }
    }
  }

  private void damage(Path objects) throws Exception {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(objects)) {
      all.filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*\\.(o|a|cmd|h)|.*vmlinux.*"))
          .sorted()
          .forEach(files::add);
    }
    String file = files.get(random.nextInt(files.size())).toString();
    String half = Long.toString(Files.size(Path.of(file)) / 2);
    switch (random.nextInt(4)) {
      case 0 -> run("rm", file);
      case 1 -> run("truncate", "-s", half, file);
      case 2 -> run("sh", "-c", "printf x | dd of=\"$0\" bs=1 conv=notrunc seek=" + half, file);
      default ->
          run(
              "sh",
              "-c",
              "touch -r \"$0\" time; printf x | dd of=\"$0\" bs=1 conv=notrunc seek="
                  + half
                  + "; touch -r time \"$0\"",
              file);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static Path only(Path folder) throws IOException {
    List<Path> folders = list(folder).stream().filter(Files::isDirectory).toList();
    assertEquals(1, folders.size(), folders.toString());
    return folders.get(0);
  }

  private void run(String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), String.join(" ", words) + "\n" + said);
  }
}
