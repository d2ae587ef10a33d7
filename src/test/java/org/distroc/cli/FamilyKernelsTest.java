package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.host.BoundedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A family of recipes compiles a kernel for each configuration, not for each recipe. */
class FamilyKernelsTest {
  private static final int MEMBERS = 20;

  /** Options of members; the first two lists and the last two make one configuration each. */
  private static final List<String> OPTIONS =
      List.of("{}", "{PRINTK: y}", "{PRINTK: n}", "{RD_GZIP: y}", "{RD_GZIP: y, TTY: y}");

  private static final int CONFIGURATIONS = 3;

  @TempDir Path temporary;

  @Test
  void twentyRecipesWithThreeConfigurationsCompileThreeKernels() throws IOException {
    Workplace place = new Workplace(temporary);
    place.kernel();
    place.shell("tar -C .. -cf linux.tar kernel");
    String digest = BoundedFiles.digest(place.work.resolve("linux.tar"));
    place.write(
        "base.yaml",
        Workplace.RECIPE
            .replace("{path: ../kernel}", "{tarball: {file: linux.tar, sha256: " + digest + "}}")
            .replaceAll("(?s)init:.*?image:", "image:")
            .replace("[kernel, initramfs]", "[kernel]"));
    int compiled = 0;
    List<String> said = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      String name = "member" + i;
      // Of everything else, nothing makes another kernel.
      place.write(
          name + ".yaml",
          "distro: v1\nname: "
              + name
              + "\nextends: base.yaml\ndescription: Member "
              + i
              + ".\nkernel: {cmdline: [member="
              + i
              + "], options: "
              + OPTIONS.get(i % OPTIONS.size())
              + "}\nqemu: {memory: "
              + (64 + i)
              + "M}\n");
      Run run = place.run("build", name + ".yaml");
      assertEquals(0, run.exit(), run.all());
      said.add(run.err());
      boolean cached = run.err().matches("(?s).*kernel: \\d+ bytes, from the cache.*");
      assertTrue(cached || run.err().matches("(?s).*kernel: \\d+ bytes \\(.*"), run.err());
      compiled += cached ? 0 : 1;
    }
    assertEquals(CONFIGURATIONS, compiled, said.toString());
    try (Stream<Path> kept = Files.list(place.host().cacheFolder().resolve("kernels"))) {
      assertEquals(CONFIGURATIONS, kept.count());
    }
  }
}
