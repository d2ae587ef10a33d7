package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.host.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines and the servers between them: nginx and Docker's registry, as Debian has them. */
@Tag("kernel")
class SharedServersTest {
  private static final String SERIAL = Path.of("recipes/serial.yaml").toAbsolutePath().toString();

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void make() {
    machines = new Machines(folder);
  }

  @AfterEach
  void close() throws IOException {
    machines.close();
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
          machines.withThisCache(
              "a",
              "shared: [{url: '" + url + "', write: true}, {oci: '" + oci + "', write: true}]\n");
      Run given = Run.of(giver, "build", SERIAL);
      assertEquals(0, given.exit(), given.all());
      assertFalse(given.err().contains("warning"), given.all());
      getsIt(giver, "b", "shared: [{url: '" + url + "'}]\n", url);
      getsIt(giver, "c", "shared: [{oci: '" + oci + "'}]\n", oci);
    }
  }

  private void getsIt(Host giver, String name, String settings, String origin) throws IOException {
    Host other = machines.withSources(name, settings);
    Run run = Run.of(other, "build", SERIAL);
    assertEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("configuration: from " + origin), run.all());
    Matcher kernel =
        Pattern.compile("kernel: \\d+ bytes, from " + Pattern.quote(origin) + "(?: \\((.*) s\\))?")
            .matcher(run.err());
    assertTrue(kernel.find(), run.all());
    assertTrue(kernel.group(1) == null || Double.parseDouble(kernel.group(1)) <= 3, run.all());
    assertFalse(Files.exists(other.cacheFolder().resolve("objects")), "nothing was compiled");
    Machines.assertSame(
        giver, other, "serial/bzImage", "serial/initramfs.cpio.gz", "serial/kernel.config");
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
    Host giver = machines.machine("a", shared);
    try (Daemon nginx = Daemon.nginx(place, port, "")) {
      assertEquals(port, nginx.port);
      Run given = Run.of(giver, "build", recipe);
      assertEquals(0, given.exit(), given.all());
      assertFalse(given.err().contains("warning"), given.all());
    }
    Host other = machines.machine("b", shared);
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
    Machines.assertSame(giver, other, "toy/bzImage", "toy/System.map", "toy/initramfs.cpio");
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
    byte[] noise = new byte[2_000_000];
    new Random(4).nextBytes(noise);
    Path text = machines.toyKernel().resolve("kernel.txt");
    Files.write(text, Base64.getMimeEncoder().encode(noise));
    return machines.toyRecipe();
  }
}
