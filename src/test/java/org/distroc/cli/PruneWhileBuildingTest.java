package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.distroc.builder.KernelFolders;
import org.distroc.cache.Pruning;
import org.distroc.host.Host;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process that keeps emptying the cache slows builds down, but never breaks them. */
@Tag("kernel")
class PruneWhileBuildingTest {
  private static final int BUILDS = 8;

  @TempDir Path folder;

  @Test
  void eachBuildGivesTheSameBytes() throws Exception {
    Machines machines = new Machines(folder);
    machines.toyKernel();
    String recipe = machines.toyRecipe();
    Host host = machines.machine("m", "");
    byte[] wanted = build(host, recipe);
    Process pruner =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Pruner.class.getName(),
                host.cacheFolder().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = pruner.inputReader()) {
      assertEquals("pruning", out.readLine());
      for (int i = 0; i < BUILDS; i++) {
        KernelFolders.delete(host.currentFolder().resolve("build"));
        assertArrayEquals(wanted, build(host, recipe), "build " + i);
      }
      assertTrue(pruner.isAlive(), "it went on to the end");
      pruner.getOutputStream().close();
      int removed = Integer.parseInt(out.readLine());
      assertTrue(removed > BUILDS, "it did remove something: " + removed);
      assertTrue(pruner.waitFor(20, TimeUnit.SECONDS));
    } finally {
      pruner.destroyForcibly();
      machines.close();
    }
  }

  /** The source is in use, and stays; what was built is in its folder, and need not be kept. */
  @Test
  void theLimitOfTheSettingsHoldsAfterABuild() throws Exception {
    Machines machines = new Machines(folder);
    machines.toyKernel();
    String recipe = machines.toyRecipe();
    Host host = machines.machine("m", "cache: {keep: 1K}\n");
    Run run = Run.of(host, "build", recipe);
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("from the cache (limit 1.0 KiB)."), run.all());
    assertEquals(0, files(host.cacheFolder().resolve("kernels")));
    assertEquals(1, files(host.cacheFolder().resolve("sources")));
    Run again = Run.of(host, "build", recipe);
    assertTrue(again.err().contains("Nothing to build"), again.all());
  }

  private static int files(Path folder) {
    return folder.toFile().list().length;
  }

  private static byte[] build(Host host, String recipe) throws Exception {
    Run run = Run.of(host, "build", recipe);
    assertEquals(0, run.exit(), run.all());
    return Files.readAllBytes(host.currentFolder().resolve("build/toy/bzImage"));
  }

  /** The other process: empties a cache again and again, until its input ends. */
  public static final class Pruner {
    private Pruner() {}

    /** Prints how many things it has removed. */
    public static void main(String[] args) throws Exception {
      Host host =
          new Host(
              Map.of("DISTROC_CACHE", args[0], "PATH", System.getenv("PATH")), Path.of(args[0]));
      Thread end = new Thread(Pruner::awaitEnd);
      end.start();
      System.out.println("pruning");
      int removed = 0;
      while (end.isAlive()) {
        removed += new Pruning(host, false).keep(0).removed().size();
      }
      System.out.println(removed);
    }

    private static void awaitEnd() {
      try {
        System.in.read();
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
