package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.distroc.host.Host;

/**
 * Simulates several machines in one folder, each with its own settings, cache and working folder.
 */
final class Machines implements AutoCloseable {
  private final Path folder;
  private final List<Path> links = new ArrayList<>();

  Machines(Path folder) {
    this.folder = folder;
  }

  /** A machine with an empty cache. */
  Host machine(String name, String settings) throws IOException {
    Path config = Files.createDirectories(folder.resolve(name).resolve("config/distroc"));
    Files.writeString(config.resolve("config.yaml"), settings);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_CONFIG_HOME", config.getParent().toString());
    environment.put("DOCKER_CONFIG", folder.resolve(name).resolve("docker").toString());
    environment.put("DISTROC_CACHE", folder.resolve(name).resolve("cache").toString());
    return new Host(environment, Files.createDirectories(folder.resolve(name).resolve("work")));
  }

  /** A machine that has the kernels of this one; what it notes about servers stays its own. */
  Host withKernels(String name, String settings, Map<String, String> variables) throws IOException {
    Host machine = withSources(name, settings);
    Path here = Host.ofProcess().cacheFolder();
    for (String part : List.of("kernels", "configs")) {
      links.add(Files.createSymbolicLink(machine.cacheFolder().resolve(part), here.resolve(part)));
    }
    Map<String, String> environment = new HashMap<>(machine.environment());
    environment.putAll(variables);
    return new Host(environment, machine.currentFolder());
  }

  /** A machine whose cache has what this one knows of kernel sources, and no more. */
  Host withSources(String name, String settings) throws IOException {
    Host machine = machine(name, settings);
    Path here = Host.ofProcess().cacheFolder();
    Path cache = Files.createDirectories(machine.cacheFolder());
    links.add(Files.createSymbolicLink(cache.resolve("sources"), here.resolve("sources")));
    Workplace.copy(here.resolve("options"), cache.resolve("options"));
    return machine;
  }

  /** Asserts that two machines built the same bytes. */
  static void assertSame(Host one, Host other, String... files) throws IOException {
    for (String file : files) {
      assertArrayEquals(
          Files.readAllBytes(one.currentFolder().resolve("build").resolve(file)),
          Files.readAllBytes(other.currentFolder().resolve("build").resolve(file)),
          file);
    }
  }

  /** A toy kernel to be changed; {@link #toyRecipe} packs it. */
  Path toyKernel() throws IOException {
    Path kernel = folder.resolve("toy/linux-toy");
    Workplace.copy(Path.of("cds-training/toy-kernel"), kernel);
    kernel.resolve("scripts/kconfig/merge_config.sh").toFile().setExecutable(true);
    return kernel;
  }

  /** A recipe with a toy that has C files to compile. */
  String toyOfManyFiles(int files) throws Exception {
    Path kernel = toyKernel();
    StringBuilder objects = new StringBuilder();
    for (int i = 0; i < files; i++) {
      Files.writeString(
          kernel.resolve("f" + i + ".c"),
          "int f"
              + i
              + "(int a) { return a * "
              + (i + 7)
              + " + (a >> 3); }\n"
              + "const char *where"
              + i
              + "(void) { return __FILE__; }\n");
      objects.append(" $(O)/f" + i + ".o");
    }
    Path makefile = kernel.resolve("Makefile");
    String rules =
        Files.readString(makefile)
            .replace("bzImage:\n", "bzImage:" + objects + "\n")
            .replace("cat kernel.txt", "cat" + objects + " kernel.txt");
    Files.writeString(
        makefile,
        // As the kernel has it, so that the place of its sources is not in it.
        rules
            + "\n$(O)/%.o: %.c\n\tgcc -O2 -fmacro-prefix-map=$(CURDIR)/= -c -o $@ $(CURDIR)/$<\n");
    return toyRecipe();
  }

  /** A recipe whose kernel is the toy in a tarball, so that it has a digest and can be shared. */
  String toyRecipe() throws Exception {
    Process tar =
        new ProcessBuilder("tar", "-C", "toy", "-cJf", "toy.tar.xz", "linux-toy")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertEquals(0, tar.waitFor());
    byte[] bytes = Files.readAllBytes(folder.resolve("toy.tar.xz"));
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    String source = "{tarball: {file: toy.tar.xz, sha256: " + digest + "}}";
    Path recipe = folder.resolve("toy.yaml");
    Files.writeString(recipe, Workplace.RECIPE.replace("{path: ../kernel}", source));
    return recipe.toString();
  }

  /** Deleting the folder afterwards must not follow the link into the sources. */
  @Override
  public void close() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }
}
