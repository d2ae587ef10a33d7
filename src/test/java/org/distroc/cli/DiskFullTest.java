package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds on disks that are too small, and then large enough. They are file systems in memory, in a
 * name space of their own, which needs no root where the host allows user name spaces.
 */
class DiskFullTest {
  /** The first word is the size, the others are distroc's own. */
  private static final String SCRIPT =
      """
      set -u
      mount -t tmpfs -o size=$SIZE tmpfs disk || exit 99
      "$@"
      echo "first $?"
      mount -o remount,size=100m disk
      "$@"
      echo "second $?"
      cp -r disk/. kept
      [ ! -d out ] || cp -r out kept
      """;

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void makeRecipe() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.write("toy.yaml", Workplace.RECIPE);
    place.shell("mkdir disk kept");
    Run run = place.run("build", "-q", "-o", "right", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
  }

  /**
   * Builds with little space, and again with enough; the cache and the folder may be on the disk.
   */
  private String build(String size, String out) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", SCRIPT, "sh");
    builder.command().add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder
        .command()
        .addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    builder.command().addAll(List.of("org.distroc.cli.Main", "build", "-o"));
    builder.command().addAll(List.of(out, "toy.yaml"));
    builder.environment().clear();
    builder.environment().putAll(place.host().environment());
    builder.environment().put("SIZE", size);
    Process process = builder.directory(place.work.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int exit = process.waitFor();
      assertEquals(
          0, exit, "this test needs name spaces of users, see user_namespaces(7)\n" + said);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    assertTrue(said.contains("\nsecond 0\n"), said);
    for (String name : List.of("bzImage", "init", "initramfs.cpio")) {
      Path kept = place.work.resolve("kept/out").resolve(name);
      assertEquals(-1, Files.mismatch(kept, place.work.resolve("right").resolve(name)), name);
    }
    return said.substring(0, said.indexOf("\nsecond 0\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4k", "64k", "120k"})
  void theBuildFolder(String size) throws IOException {
    String said = build(size, "disk/out");
    assertTrue(said.contains("\nfirst 5\n"), said);
    assertTrue(said.contains("error[D6010]: the disk with the build folder "), said);
    assertTrue(said.contains(" are free; a small distribution takes about 3.0 MiB"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4k", "12k", "16k"})
  void theCache(String size) throws IOException {
    place.set("XDG_CACHE_HOME", place.work.resolve("disk/cache").toString());
    String said = build(size, "out");
    assertTrue(said.contains("error[D5030]: the disk with the cache in "), said);
    assertTrue(said.contains(" are free; compiling this kernel takes about "), said);
    assertTrue(said.contains("\nfirst 4\n"), said);
  }

  /** As ccache does, which removes what filled the disk, and fails without a word. */
  @Test
  void aSilentTool() throws IOException {
    Path makefile = place.folder.resolve("kernel/Makefile");
    Files.writeString(
        makefile,
        Files.readString(makefile)
            .replace(
                "\tcat kernel.txt",
                "\t@test $$(df --output=size $(O) | tail -1) -gt 2000\n\tcat kernel.txt"));
    place.set("XDG_CACHE_HOME", place.work.resolve("disk/cache").toString());
    String said = build("1m", "out");
    assertTrue(said.contains("error[D6001]: the step `kernel` failed"), said);
    assertTrue(said.contains(" are free on the disk of " + place.work), said);
    assertTrue(said.contains(": that may be the reason"), said);
  }
}
