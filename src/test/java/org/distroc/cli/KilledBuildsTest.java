package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

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

  private final long seed = Long.getLong("distroc.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, Integer> killedIn = new TreeMap<>();

  @TempDir Path folder;
  private TwoKernels two;

  /** In the usual cache, whose object folder has most of the kernel already. */
  @Tag("guest")
  @Test
  void fiveKilledBuildsAreFollowedByRightOnes() throws Exception {
    two = TwoKernels.inUsualCache(folder.toRealPath());
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
    two = TwoKernels.cleanlyBuilt(folder.toRealPath(), "");
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
      if (random.nextBoolean()) {
        two.run("rm", "-rf", "build");
      }
      DistrocProcess build = two.start(recipe, "killed-" + i);
      boolean ended = build.endsWithin((long) (random.nextDouble() * limit));
      if (alsoAll && i % 10 == 0) {
        build.killAll();
      } else {
        build.kill();
      }
      String stage = ended ? "end" : stage(build.said());
      killedIn.merge(stage, 1, Integer::sum);
      began = System.nanoTime();
      two.check(recipe, "round " + i + ", killed in " + stage + ", seed " + seed);
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
}
