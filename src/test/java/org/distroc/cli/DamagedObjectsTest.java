package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.distroc.builder.KernelFolders;
import org.distroc.host.Host;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Object folders in which files were deleted, truncated or altered: make would trust many of them.
 * The next build compiles from the beginning, and its image is the right one.
 */
class DamagedObjectsTest {
  private static final String ALL = ", full rebuild: object files were modified";

  private final long seed = Long.getLong("distroc.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path folder;

  private List<String> damage(Path objects) throws IOException {
    List<String> done = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      done.add(Damage.inflict(objects, random));
    }
    return done;
  }

  /**
   * With a toy that has C files. Undamaged objects are used: one that make alone trusts shows it.
   */
  @Tag("kernel")
  @Test
  void damagedObjectsOfAToy() throws Exception {
    try (Machines machines = new Machines(folder.toRealPath())) {
      String recipe = machines.toyOfManyFiles(12);
      Host host = machines.machine("m", "ccache: {use: \"off\"}\n");
      Path image = host.currentFolder().resolve("build/toy/bzImage");
      build(host, recipe);
      byte[] right = Files.readAllBytes(image);
      Path objects = KernelFolders.objects(host.cacheFolder());
      for (int i = 0; i < 6; i++) {
        KernelFolders.forgetFinished(host.cacheFolder());
        KernelFolders.delete(host.currentFolder().resolve("build"));
        assertFalse(build(host, recipe).contains(ALL), "it was used again");
        KernelFolders.forgetFinished(host.cacheFolder());
        KernelFolders.delete(host.currentFolder().resolve("build"));
        String when = "round " + i + ", seed " + seed + ": " + damage(objects);
        assertTrue(build(host, recipe).contains(ALL), when);
        assertEquals(-1, Arrays.mismatch(right, Files.readAllBytes(image)), when);
      }
    }
  }

  private static String build(Host host, String recipe) {
    Run run = Run.of(host, "build", recipe);
    assertEquals(0, run.exit(), run.all());
    return run.all();
  }

  /** Otherwise the other tests of this class would prove nothing. */
  @Tag("kernel")
  @Test
  void makeAloneTrustsADamagedObject() throws Exception {
    try (Machines machines = new Machines(folder.toRealPath())) {
      String recipe = machines.toyOfManyFiles(2);
      Host host = machines.machine("m", "ccache: {use: \"off\"}\n");
      build(host, recipe);
      Path objects = KernelFolders.objects(host.cacheFolder());
      Files.writeString(objects.resolve("f1.o"), "nothing");
      Process make =
          new ProcessBuilder("make", "O=" + objects, "bzImage")
              .directory(folder.resolve("toy/linux-toy").toFile())
              .inheritIO()
              .start();
      assertEquals(0, make.waitFor());
      Path image = host.currentFolder().resolve("build/toy/bzImage");
      assertNotEquals(-1, Files.mismatch(image, objects.resolve("arch/x86/boot/bzImage")));
    }
  }

  /**
   * With a real kernel, which is compiled from the beginning each time. Before that, ten times as
   * many damages are only noticed.
   */
  @Tag("long")
  @Timeout(value = 12, unit = TimeUnit.HOURS)
  @Test
  void damagedObjectsOfAKernel() throws Exception {
    System.out.println("seed " + seed);
    int rounds = Integer.getInteger("distroc.rounds", 50);
    TwoKernels two = TwoKernels.cleanlyBuilt(folder.toRealPath(), "");
    for (int i = 0; i < 10 * rounds; i++) {
      assertTrue(KernelFolders.isTrustedOnceUsed(two.objects()), "before round " + i);
      String done = Damage.inflict(two.objects(), random);
      assertFalse(KernelFolders.isTrusted(two.objects()), "round " + i + ": " + done);
    }
    System.out.println(10 * rounds + " damages noticed");
    two.forget("a");
    two.forget("b");
    for (int i = 0; i < rounds; i++) {
      String recipe = i % 2 == 0 ? "a" : "b";
      two.forget(recipe);
      String when = "round " + i + ", seed " + seed + ": " + damage(two.objects());
      assertTrue(two.check(recipe, when).contains(ALL), when);
      System.out.println(when);
    }
  }
}
