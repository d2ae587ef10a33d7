package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.builder.KernelFolders;
import org.distroc.host.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kernels that were compiled by way of ccache, Redis and distcc are the same as those that gcc
 * alone compiled. The kernel of the quick tests is a toy with real C files.
 */
@Tag("kernel")
class CompilersTest {
  private static final int FILES = 12;
  private static final String PLAIN = "ccache: {use: \"off\"}\n";

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

  private static Host built(Host host, String recipe) {
    Run run = Run.of(host, "build", "-j", "4", recipe);
    assertEquals(0, run.exit(), run.all());
    assertFalse(run.err().contains("warning"), run.all());
    return host;
  }

  private static long count(Host host, String name) throws Exception {
    ProcessBuilder ccache = new ProcessBuilder("ccache", "--print-stats");
    String[] sources = host.cacheFolder().resolve("ccache").toFile().list();
    assertEquals(1, sources.length);
    ccache
        .environment()
        .put("CCACHE_DIR", host.cacheFolder().resolve("ccache/" + sources[0]).toString());
    Process process = ccache.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher line = Pattern.compile("^" + name + "\\s+(\\d+)$", Pattern.MULTILINE).matcher(text);
    assertTrue(line.find(), text);
    return Long.parseLong(line.group(1));
  }

  private static void dropKernel(Host host) throws IOException {
    KernelFolders.drop(host.cacheFolder());
    KernelFolders.delete(host.currentFolder().resolve("build"));
  }

  @Test
  void ccacheAndRedisGiveTheSameBytes() throws Exception {
    String recipe = machines.toyOfManyFiles(FILES);
    Host plain = built(machines.machine("plain", PLAIN), recipe);
    try (Daemon redis = Daemon.redis(folder.resolve("redis"), Daemon.freePort())) {
      String settings = "ccache: {use: \"on\", remote: \"redis://127.0.0.1:" + redis.port + "\"}\n";
      Host first = built(machines.machine("m", settings), recipe);
      assertEquals(FILES, count(first, "cache_miss"));
      Machines.assertSame(plain, first, "toy/bzImage");
      dropKernel(first);
      built(first, recipe);
      assertEquals(FILES, count(first, "direct_cache_hit"), "all of them were there");
      Machines.assertSame(plain, first, "toy/bzImage");
      // Another machine with the cache at the same path, and nothing in it but what Redis has.
      KernelFolders.delete(first.cacheFolder().resolve("ccache"));
      dropKernel(first);
      built(first, recipe);
      assertEquals(0, count(first, "cache_miss"), "all of them came from Redis");
      assertTrue(count(first, "remote_storage_hit") >= FILES);
      Machines.assertSame(plain, first, "toy/bzImage");
    }
  }

  /** D5053 for a host with another compiler, and for an unreachable one. */
  @Test
  void twoMachinesOfDistccCompileAndTwoAreLeftOut() throws Exception {
    String recipe = machines.toyOfManyFiles(FILES);
    Host plain = built(machines.machine("plain", PLAIN), recipe);
    String path = System.getenv("PATH");
    // distccd drops root privileges, but must still be able to read this folder.
    assertTrue(folder.toFile().setExecutable(true, false));
    Path strange = Files.createDirectories(folder.resolve("strange/bin"));
    for (String name : List.of("gcc", "x86_64-linux-gnu-gcc")) {
      Path gcc = strange.resolve(name);
      Files.writeString(gcc, "#!/bin/sh\nexec /usr/bin/gcc \"$@\" -O1\n");
      gcc.toFile().setExecutable(true, false);
    }
    try (Daemon one = Daemon.distccd(folder.resolve("one"), Daemon.freePort(), path);
        Daemon two = Daemon.distccd(folder.resolve("two"), Daemon.freePort(), path);
        Daemon other =
            Daemon.distccd(folder.resolve("strange"), Daemon.freePort(), strange + ":" + path)) {
      int nobody = Daemon.freePort();
      StringBuilder hosts = new StringBuilder();
      for (int port : new int[] {one.port, two.port, other.port, nobody}) {
        hosts.append(hosts.isEmpty() ? "" : ", ").append("\"127.0.0.1:" + port + "/2\"");
      }
      Host many =
          machines.machine("many", "ccache: {use: \"on\"}\ndistcc: {hosts: [" + hosts + "]}\n");
      Run run = Run.of(many, "build", "-j", "4", recipe);
      assertEquals(0, run.exit(), run.all());
      assertEquals(2, run.err().split("warning\\[D5053\\]", -1).length - 1, run.all());
      assertTrue(run.err().contains("127.0.0.1:" + other.port + "/2`"), run.all());
      assertTrue(run.err().contains("it has another gcc"), run.all());
      assertTrue(run.err().contains("127.0.0.1:" + nobody + "/2`"), run.all());
      Machines.assertSame(plain, many, "toy/bzImage");
      // One file each for the trial, and then the kernel's.
      long compiled = compiled("one") + compiled("two");
      assertEquals(2 + FILES, compiled, "all files were compiled there");
      assertTrue(compiled("one") > 1 && compiled("two") > 1, "by both");
      assertEquals(1, compiled("strange"), "but for the trial, nothing");
    }
  }

  /** Linux itself, at one path, which would otherwise be a reason for other bytes. */
  @Test
  @Tag("long")
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void linuxIsTheSameByEachWay() throws Exception {
    String recipe = Path.of("recipes/serial.yaml").toAbsolutePath().toString();
    assertTrue(folder.toFile().setExecutable(true, false));
    Host plain = built(machines.withSources("m", PLAIN), recipe);
    Path kept = Files.copy(bzImage(plain), folder.resolve("bzImage"));
    try (Daemon redis = Daemon.redis(folder.resolve("redis"), Daemon.freePort());
        Daemon one =
            Daemon.distccd(folder.resolve("one"), Daemon.freePort(), System.getenv("PATH"));
        Daemon two =
            Daemon.distccd(folder.resolve("two"), Daemon.freePort(), System.getenv("PATH"))) {
      String ccache = "ccache: {use: \"on\", remote: \"redis://127.0.0.1:" + redis.port + "\"}\n";
      String distcc =
          "distcc: {hosts: [\"127.0.0.1:" + one.port + "/4\", \"127.0.0.1:" + two.port + "/4\"]}\n";
      for (String settings : List.of(ccache + distcc, ccache)) {
        dropKernel(plain);
        built(machines.machine("m", settings), recipe);
        assertEquals(-1, Files.mismatch(kept, bzImage(plain)), settings);
        KernelFolders.delete(plain.cacheFolder().resolve("ccache"));
      }
      assertTrue(compiled("one") > 100 && compiled("two") > 100, "by both");
    }
  }

  private static Path bzImage(Host host) {
    return host.currentFolder().resolve("build/serial/bzImage");
  }

  private long compiled(String name) throws IOException {
    try (var lines = Files.lines(folder.resolve(name).resolve("log"))) {
      return lines.filter(line -> line.contains("COMPILE_OK")).count();
    }
  }
}
