package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.host.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines and the servers between them: nginx and Docker's registry, as Debian has them. */
@Tag("kernel")
class SharedServersTest {
  private static final String SERIAL = Path.of("recipes/serial.yaml").toAbsolutePath().toString();

  @TempDir Path folder;
  private final List<Path> links = new ArrayList<>();

  @AfterEach
  void keepTheSources() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }

  /** A machine with settings, whose cache has what this one knows of kernel sources, and no more. */
  private Host machineWithSources(String name, String settings) throws IOException {
    Host machine = machine(name, settings);
    Path here = Host.ofProcess().cacheFolder();
    Path cache = Files.createDirectories(machine.cacheFolder());
    links.add(Files.createSymbolicLink(cache.resolve("sources"), here.resolve("sources")));
    Workplace.copy(here.resolve("options"), cache.resolve("options"));
    return machine;
  }

  private Host machine(String name, String settings) throws IOException {
    String cache = folder.resolve(name).resolve("cache").toString();
    return settled(name, settings, Map.of("DISTROC_CACHE", cache));
  }

  /** A machine with settings, and variables on top of the environment of the test. */
  private Host settled(String name, String settings, Map<String, String> variables)
      throws IOException {
    Path config = Files.createDirectories(folder.resolve(name).resolve("config/distroc"));
    Files.writeString(config.resolve("config.yaml"), settings);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_CONFIG_HOME", config.getParent().toString());
    environment.putAll(variables);
    return new Host(environment, Files.createDirectories(folder.resolve(name).resolve("work")));
  }

  private static void assertSame(Path built, Path other, String name) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(built.resolve(name)), Files.readAllBytes(other.resolve(name)), name);
  }

  /** This machine has the kernel, gives it to both servers, and another gets it from each. */
  @Test
  void anotherMachineGetsTheKernelFromNginxAndFromTheRegistry() throws Exception {
    int port = Daemon.freePort();
    try (Daemon nginx = Daemon.nginx(folder.resolve("nginx"), port, "");
        Daemon registry = Daemon.registry(folder.resolve("registry"), Daemon.freePort())) {
      String url = "http://127.0.0.1:" + nginx.port + "/cache/";
      String oci = "127.0.0.1:" + registry.port + "/team/kernels";
      Host giver =
          settled(
              "a",
              "shared: [{url: '" + url + "', write: true}, {oci: '" + oci + "', write: true}]\n",
              Map.of());
      Run given = Run.of(giver, "build", SERIAL);
      assertEquals(0, given.exit(), given.all());
      assertFalse(given.err().contains("warning"), given.all());
      getsIt(giver, "b", "shared: [{url: '" + url + "'}]\n", url);
      getsIt(giver, "c", "shared: [{oci: '" + oci + "'}]\n", oci);
    }
  }

  private void getsIt(Host giver, String name, String settings, String origin) throws IOException {
    Host other = machineWithSources(name, settings);
    Run run = Run.of(other, "build", SERIAL);
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("configuration: from " + origin), run.all());
    Matcher kernel =
        Pattern.compile("kernel: \\d+ bytes, from " + Pattern.quote(origin) + "(?: \\((.*) s\\))?")
            .matcher(run.err());
    assertTrue(kernel.find(), run.all());
    assertTrue(kernel.group(1) == null || Double.parseDouble(kernel.group(1)) <= 3, run.all());
    assertFalse(Files.exists(other.cacheFolder().resolve("objects")), "nothing was compiled");
    for (String file : List.of("bzImage", "initramfs.cpio.gz", "kernel.config")) {
      Path built = other.currentFolder().resolve("build/serial");
      assertSame(giver.currentFolder().resolve("build/serial"), built, file);
    }
    Run again = Run.of(other, "build", "--no-shared", SERIAL);
    assertTrue(again.err().contains("Nothing to build"), again.all());
  }

  /** A kernel that takes no time to compile, and seconds to fetch: nginx ends in the middle. */
  @Test
  void aServerThatDiesInTheMiddleCostsAWarningOnly() throws Exception {
    String recipe = toyOfSomeMegabytes();
    Path place = folder.resolve("nginx");
    int port = Daemon.freePort();
    String shared = "shared: [{url: 'http://127.0.0.1:" + port + "/', write: true}]\n";
    Host giver = machine("a", shared);
    try (Daemon nginx = Daemon.nginx(place, port, "")) {
      assertEquals(port, nginx.port);
      Run given = Run.of(giver, "build", recipe);
      assertEquals(0, given.exit(), given.all());
      assertFalse(given.err().contains("warning"), given.all());
    }
    Host other = machine("b", shared);
    Daemon slow = Daemon.nginx(place, port, "limit_rate 300k;");
    Thread killer =
        new Thread(
            () -> {
              try {
                awaitRequest(place.resolve("log"), "GET /manifests/kernels-");
                TimeUnit.MILLISECONDS.sleep(700);
                slow.close();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    killer.start();
    Run run = Run.of(other, "build", recipe);
    killer.join();
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("configuration: from http://"), run.all());
    assertEquals(1, run.err().split("warning\\[D5050\\]", -1).length - 1, run.all());
    assertTrue(Files.exists(other.cacheFolder().resolve("objects")), "it was compiled here");
    for (String file : List.of("bzImage", "System.map", "initramfs.cpio")) {
      assertSame(
          giver.currentFolder().resolve("build/toy"),
          other.currentFolder().resolve("build/toy"),
          file);
    }
  }

  private static void awaitRequest(Path log, String request) throws Exception {
    long before = Files.readString(log).split(request, -1).length;
    for (int i = 0; i < 2000; i++) {
      if (Files.readString(log).split(request, -1).length > before) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new AssertionError("no such request: " + Files.readString(log));
  }

  private String toyOfSomeMegabytes() throws Exception {
    Path kernel = folder.resolve("toy/linux-toy");
    Workplace.copy(Path.of("src/test/resources/toy-kernel"), kernel);
    kernel.resolve("scripts/kconfig/merge_config.sh").toFile().setExecutable(true);
    byte[] noise = new byte[2_000_000];
    new Random(4).nextBytes(noise);
    Files.write(kernel.resolve("kernel.txt"), Base64.getMimeEncoder().encode(noise));
    Process tar =
        new ProcessBuilder("tar", "-C", kernel.getParent().toString(), "-cJf", "toy.tar.xz", "linux-toy")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertEquals(0, tar.waitFor());
    byte[] bytes = Files.readAllBytes(folder.resolve("toy.tar.xz"));
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    String source = "{tarball: {file: toy.tar.xz, sha256: " + digest + "}}";
    Path recipe = folder.resolve("toy.yaml");
    Files.writeString(
        recipe, Workplace.RECIPE.replace("{path: ../kernel}", source), StandardCharsets.UTF_8);
    return recipe.toString();
  }
}
