package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds with a real kernel that are killed at random moments, each followed by a build that has to
 * make the right image.
 */
class KilledBuildsTest {
  private static final List<String> STAGES =
      List.of("source", "init", "configuration", "kernel", "image", "end");

  /** In which round of ten a stage is aimed at: at a random moment it would hardly be met. */
  private static final Map<Integer, String> AIMS =
      Map.of(0, "init", 3, "init", 1, "image", 6, "image", 5, "configuration", 8, "configuration");

  /** About how many milliseconds such a stage takes. */
  private static final long SHORT = 150;

  private static final int PATIENCE_SECONDS = 20;

  private final long seed = Long.getLong("distroc.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, Integer> killedIn = new TreeMap<>();

  @TempDir Path folder;
  private TwoKernels two;

  /** In the usual cache, whose object folder has most of the kernel already. */
  @Tag("guest")
  @Test
  void fiveKilledBuildsAreFollowedByRightOnes() throws Exception {
    folder = folder.toRealPath();
    two = TwoKernels.inUsualCache(folder);
    killAndBuild(5, false);
  }

  /**
   * In a cache of its own. Every tenth time all processes are killed, so that nothing can clean up,
   * and the next build compiles from the beginning. The right images are those of clean builds.
   */
  @Tag("long")
  @Timeout(value = 12, unit = TimeUnit.HOURS)
  @Test
  void aHundredKilledBuildsAreFollowedByRightOnes() throws Exception {
    System.out.println("seed " + seed);
    folder = folder.toRealPath();
    two = TwoKernels.cleanlyBuilt(folder, "");
    killAndBuild(Integer.getInteger("distroc.rounds", 100), true);
    for (String stage : List.of("init", "configuration", "kernel", "image")) {
      assertTrue(killedIn.containsKey(stage), "killed in: " + killedIn);
    }
  }

  private void killAndBuild(int rounds, boolean alsoAll) throws Exception {
    two.forget("a");
    two.forget("b");
    long began = System.nanoTime();
    two.build("a");
    long limit = (System.nanoTime() - began) / 1_000_000;
    for (int i = 1; i <= rounds; i++) {
      String recipe = i % 2 == 0 ? "a" : "b";
      two.forget(recipe);
      String aim = AIMS.getOrDefault(i % 10, "any");
      boolean anew = aim.equals("init") || random.nextBoolean();
      if (anew) {
        two.run("rm", "-rf", "build");
      }
      DistrocProcess build = two.start(recipe, "killed-" + i);
      awaitStage(aim, build);
      boolean ended =
          build.endsWithin((long) (random.nextDouble() * (aim.equals("any") ? limit : SHORT)));
      if (alsoAll && i % 10 == 0) {
        build.killAll();
      } else {
        build.kill();
      }
      awaitNothingLeft();
      String stage = ended ? "end" : stage(build.said(), anew);
      killedIn.merge(stage, 1, Integer::sum);
      began = System.nanoTime();
      two.check(recipe, "round " + i + ", killed in " + stage + ", seed " + seed);
      long took = (System.nanoTime() - began) / 1_000_000;
      System.out.println("round " + i + ": killed in " + stage + ", then built in " + took + " ms");
    }
    System.out.println("killed in " + killedIn);
  }

  /** A moment is granted: what was started notices that distroc is gone. */
  private void awaitNothingLeft() throws Exception {
    List<String> left = List.of("unknown");
    for (int i = 0; i < PATIENCE_SECONDS * 10 && !left.isEmpty(); i++) {
      left =
          ProcessHandle.allProcesses()
              .map(KilledBuildsTest::commandLine)
              .filter(line -> line.contains(folder.toString()))
              .toList();
      if (!left.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    assertEquals(List.of(), left, "still running");
  }

  private static String commandLine(ProcessHandle process) {
    Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException ended) {
      return "";
    }
  }

  private void awaitStage(String stage, DistrocProcess build) throws Exception {
    while (!stage.equals("any") && !build.endsWithin(2)) {
      String before = STAGES.get(STAGES.indexOf(stage) - 1);
      if (stage.equals("init") ? Files.exists(makefile()) : done(build.said()).equals(before)) {
        return;
      }
    }
  }

  /** Written just before init is built. */
  private Path makefile() {
    return folder.resolve("build/tiny/Makefile");
  }

  /**
   * The stage after the last one that was reported.
   *
   * @param anew whether there was no build folder at the start
   */
  private String stage(String said, boolean anew) {
    String done = done(said);
    if (done.equals("source") && !(anew && Files.exists(makefile()))) {
      return "source";
    }
    return STAGES.get(STAGES.indexOf(done) + 1);
  }

  /** The last stage that was reported; the source only is when it was fetched. */
  private static String done(String said) {
    String done = "source";
    for (String line : said.lines().toList()) {
      for (String stage : STAGES) {
        boolean beat = line.matches(stage + " [0-9.]+ s .*");
        done = line.startsWith(stage) && !beat ? stage : done;
      }
    }
    return done;
  }
}
