package org.distroc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.host.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  /** This machine uploads the kernel to both servers, and another downloads it from each. */
  @Test
  void anotherMachineGetsTheKernelFromNginxAndFromTheRegistry() throws Exception {
    Path users = Files.writeString(folder.resolve("users"), "me:{PLAIN}s3cret\n");
    String guard = "auth_basic a; auth_basic_user_file " + users + ";";
    try (Daemon nginx =
            Daemon.nginx(
                folder.resolve("nginx"), Daemon.freePort(), "limit_except GET {" + guard + "}");
        Daemon registry = Daemon.registry(folder.resolve("registry"), Daemon.freePort())) {
      String url = "http://127.0.0.1:" + nginx.port + "/cache/";
      String oci = "127.0.0.1:" + registry.port + "/team/kernels";
      String me = "write: true, user: me, password-variable: SECRET}";
      String both = "shared: [{url: '" + url + "', " + me + ", {oci: '" + oci + "', " + me + "]\n";
      Host giver = machines.withKernels("a", both, Map.of("SECRET", "s3cret"));
      Run given = Run.of(giver, "build", SERIAL);
      assertEquals(0, given.exit(), given.all());
      assertFalse(given.err().contains("warning"), given.all());
      assertFalse(
          Files.readString(folder.resolve("nginx/log")).contains(" 401 "), "it said who it is");
      getsIt(giver, "b", "shared: [{url: '" + url + "'}]\n", url);
      String login = Base64.getEncoder().encodeToString("me:s3cret".getBytes(UTF_8));
      String auths = "{\"auths\": {\"127.0.0.1:PORT\": {\"auth\": \"" + login + "\"}}}";
      Path docker = Files.createDirectories(folder.resolve("c/docker")).resolve("config.json");
      Files.writeString(docker, auths.replace("PORT", "" + registry.port));
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

  @Test
  void whoMayNotWriteGetsAWarningAndTheKernel() throws Exception {
    String guard = "limit_except GET { deny all; }";
    try (Daemon nginx = Daemon.nginx(folder.resolve("nginx"), Daemon.freePort(), guard)) {
      String shared = "shared: [{url: 'http://127.0.0.1:" + nginx.port + "/', write: true}]\n";
      Run run = Run.of(machines.machine("a", shared), "build", toyOfSomeMegabytes());
      assertEquals(0, run.exit(), run.all());
      assertEquals(1, run.err().split("warning\\[D5050\\]", -1).length - 1, run.all());
      assertTrue(run.err().contains("it answered 403 to PUT"), run.all());
    }
  }

  /** A kernel that takes no time to compile, and seconds to fetch: nginx ends in the middle. */
  @Test
  void aServerThatDiesInTheMiddleCostsAWarningOnly() throws Exception {
    String recipe = toyOfSomeMegabytes();
    int port = Daemon.freePort();
    String shared = "shared: [{url: 'http://127.0.0.1:" + port + "/', write: true}]\n";
    Host giver = machines.machine("a", shared);
    Host other = machines.machine("b", shared);
    diesInTheMiddle(port, recipe, giver, other);
    Machines.assertSame(giver, other, "toy/bzImage", "toy/System.map", "toy/initramfs.cpio");
  }

  /** Linux itself, which the other machine has to compile then. */
  @Test
  @Tag("long")
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void linuxIsTheSameWhenTheServerDiesInTheMiddle() throws Exception {
    int port = Daemon.freePort();
    String shared = "shared: [{url: 'http://127.0.0.1:" + port + "/', write: true}]\n";
    Host giver = machines.withKernels("a", shared, Map.of());
    Host other = machines.withSources("b", shared);
    diesInTheMiddle(port, SERIAL, giver, other);
    Machines.assertSame(giver, other, "serial/bzImage", "serial/initramfs.cpio.gz");
  }

  private void diesInTheMiddle(int port, String recipe, Host giver, Host other) throws Exception {
    Path place = folder.resolve("nginx");
    try (Daemon nginx = Daemon.nginx(place, port, "")) {
      assertEquals(port, nginx.port);
      Run given = Run.of(giver, "build", recipe);
      assertEquals(0, given.exit(), given.all());
      assertFalse(given.err().contains("warning"), given.all());
    }
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
