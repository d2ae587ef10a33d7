package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that {@code --offline} needs no network, by removing it. */
class OfflineTest {
  /** Blocks connections to the internet and records attempts; name lookups connect too. */
  private static final String NO_CONNECTIONS =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <errno.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <sys/socket.h>

      int connect(int fd, const struct sockaddr *to, socklen_t length) {
        if (to->sa_family == AF_INET || to->sa_family == AF_INET6) {
          FILE *log = fopen(getenv("CONNECTIONS"), "a");
          if (log) {
            fputs("asked\\n", log);
            fclose(log);
          }
          errno = ENETUNREACH;
          return -1;
        }
        int (*real)(int, const struct sockaddr *, socklen_t) =
            (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
        return real(fd, to, length);
      }
      """;

  @TempDir Path folder;
  private final AtomicInteger requests = new AtomicInteger();
  private Workplace place;
  private HttpServer server;

  @BeforeEach
  void serveKernel() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.shell(
        "tar --sort=name --mtime=@0 --owner=0 --group=0 -cf ../kernel.tar -C .. kernel;"
            + " sha256sum ../kernel.tar | cut -c1-64 >../sum");
    byte[] tarball = Files.readAllBytes(folder.resolve("kernel.tar"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/kernel.tar",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, tarball.length);
          exchange.getResponseBody().write(tarball);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/kernel.tar";
    String sum = Files.readString(folder.resolve("sum")).strip();
    place.write(
        "toy.yaml",
        Workplace.RECIPE.replace(
            "{path: ../kernel}", "{tarball: {url: \"" + url + "\", sha256: " + sum + "}}"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void downloadsNothingThatIsHere() throws IOException {
    Run missing = place.run("build", "--offline", "toy.yaml");
    assertEquals(4, missing.exit(), missing.all());
    assertTrue(missing.err().contains("error[D5022]: tarball http://127.0.0.1:"), missing.all());
    assertTrue(
        missing.err().contains("without building: distroc expand toy.yaml\n"), missing.all());
    assertEquals(0, requests.get());
    assertEquals(0, place.run("expand", "-q", "toy.yaml").exit());
    assertEquals(1, requests.get());
    server.stop(0);
    Run build = place.run("build", "--offline", "toy.yaml");
    assertEquals(0, build.exit(), build.all());
    assertEquals(1, requests.get());
  }

  @Test
  void installsNothing() throws IOException {
    place.withOwnPathOnly().tool("apt-get", "echo called >>" + folder.resolve("apt"));
    Run run = place.atTerminal("y\n", "build", "--offline", "--install", "toy.yaml");
    assertEquals(4, run.exit(), run.all());
    assertFalse(Files.exists(folder.resolve("apt")), run.all());
  }

  /** As a separate process that cannot connect. */
  @Test
  void connectsNowhere() throws Exception {
    assertEquals(0, place.run("expand", "-q", "toy.yaml").exit());
    place.write("connections.c", NO_CONNECTIONS);
    place.shell("gcc -shared -fPIC -o connections.so connections.c -ldl");
    Path log = place.work.resolve("connections.log");
    assertEquals(0, distroc(List.of(), log, "build", "--offline", "toy.yaml"));
    assertFalse(Files.exists(log), "nobody connected");
    assertTrue(Files.exists(place.work.resolve("build/toy/initramfs.cpio")));
    // And the library would have noticed: without --offline the tarball is asked for.
    place.shell("rm -rf ../home/.cache/distroc/sources build");
    assertNotEquals(0, distroc(List.of(), log, "build", "toy.yaml"));
    assertTrue(Files.exists(log));
  }

  /** Where the host allows namespaces: in one that has no network but a loopback that is off. */
  @Test
  void buildsWhereThereIsNoNetwork() throws Exception {
    assertEquals(0, place.run("expand", "-q", "toy.yaml").exit());
    List<String> alone = List.of("unshare", "--user", "--map-root-user", "--net", "--");
    Path log = place.work.resolve("connections.log");
    if (start(alone, log, List.of("true")) == 0) {
      assertEquals(0, distroc(alone, log, "build", "--offline", "toy.yaml"));
      place.shell("rm -rf ../home/.cache/distroc/sources build");
      assertEquals(4, distroc(alone, log, "build", "--offline", "toy.yaml"));
    } else {
      connectsNowhere();
    }
  }

  private int distroc(List<String> before, Path log, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.distroc.cli.Main");
    command.addAll(List.of(words));
    return start(before, log, command);
  }

  private int start(List<String> before, Path log, List<String> words) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).directory(place.work.toFile());
    builder.environment().clear();
    builder.environment().putAll(place.host().environment());
    builder.environment().put("CONNECTIONS", log.toString());
    Path library = place.work.resolve("connections.so");
    if (Files.exists(library)) {
      builder.environment().put("LD_PRELOAD", library.toString());
    }
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    return process.waitFor();
  }
}
