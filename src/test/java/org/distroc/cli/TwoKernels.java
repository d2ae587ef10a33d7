package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distroc.builder.KernelFolders;
import org.distroc.host.Host;

/**
 * Two recipes, {@code a} and {@code b}, whose kernels differ in an option. They take turns, so that
 * there is something to compile each time; the images have to be those that were made first.
 */
final class TwoKernels {
  private static final String IMAGE = "build/tiny/tiny.iso";

  private final Path folder;
  private final Host host;
  private final Map<String, byte[]> right = new HashMap<>();

  private TwoKernels(Path folder, Host host, String text) throws IOException {
    this.folder = folder;
    this.host = host;
    String another = text.replace("  options:\n", "  options:\n    LOG_BUF_SHIFT: SHIFT\n");
    assertTrue(another.contains("SHIFT: SHIFT"), another);
    Files.writeString(folder.resolve("a.yaml"), another.replace("SHIFT: SHIFT", "SHIFT: 13"));
    Files.writeString(folder.resolve("b.yaml"), another.replace("SHIFT: SHIFT", "SHIFT: 14"));
  }

  private static String tiny() throws IOException {
    return Files.readString(Path.of("recipes/tiny.yaml").toAbsolutePath());
  }

  /** In the usual cache, whose object folder has most of the kernel already. */
  static TwoKernels inUsualCache(Path folder) throws Exception {
    TwoKernels two = new TwoKernels(folder, new Host(System.getenv(), folder), tiny());
    for (String recipe : List.of("a", "b")) {
      two.right.put(recipe, two.build(recipe));
    }
    return two;
  }

  /**
   * In a cache of its own, with the usual one's sources. The right images are of builds that found
   * no objects of others.
   *
   * @param source what {@code kernel.source} is, or empty for that of the recipe that is shipped
   */
  static TwoKernels cleanlyBuilt(Path folder, String source) throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("DISTROC_CACHE", cache.toString());
    String text = tiny();
    String own =
        source.isEmpty() ? text : text.replaceAll("(?m)^  source: .*$", "  source: " + source);
    TwoKernels two = new TwoKernels(folder, new Host(environment, folder), own);
    Path usual = Host.ofProcess().cacheFolder();
    for (String kept : List.of("sources", "packages", "digests", "options")) {
      if (Files.exists(usual.resolve(kept))) {
        two.run("cp", "-al", usual.resolve(kept).toString(), cache.toString());
      }
    }
    for (String recipe : List.of("a", "b")) {
      two.run("rm", "-rf", "cache/objects", "cache/kernels", "cache/configs", "build");
      two.right.put(recipe, two.build(recipe));
    }
    return two;
  }

  /** The only object folder in its own cache. */
  Path objects() throws IOException {
    return KernelFolders.objects(host.cacheFolder());
  }

  DistrocProcess start(String recipe, String log) throws IOException {
    return DistrocProcess.start(host, folder.resolve(log + ".log"), "build", recipe + ".yaml");
  }

  /** Builds, and gives the image. */
  byte[] build(String recipe) throws Exception {
    DistrocProcess build = start(recipe, "build");
    assertEquals(0, build.waitFor(), build.said());
    return Files.readAllBytes(folder.resolve(IMAGE));
  }

  /**
   * Builds; the image has to be the right one.
   *
   * @return what distroc said
   */
  String check(String recipe, String when) throws Exception {
    byte[] image = build(recipe);
    assertEquals(-1, Arrays.mismatch(right.get(recipe), image), when);
    return Files.readString(folder.resolve("build.log"));
  }

  /**
   * Removes the kernel and the configuration of a recipe from the cache, so that they are rebuilt.
   */
  void forget(String recipe) throws Exception {
    Path there = folder.resolve("forget-" + recipe);
    if (!Files.exists(there)) {
      run("rm", "-rf", "build");
      build(recipe);
      run("cp", "-r", "build/tiny", there.toString());
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

  /** Runs a command in the folder; it has to succeed. */
  void run(String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), String.join(" ", words) + "\n" + said);
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
