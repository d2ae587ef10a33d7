package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.distroc.host.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several threads, several processes, and one that is killed, all after one source. */
@Timeout(60)
class ConcurrencyTest {
  @TempDir Path temporary;
  private Path file;
  private String digest;

  @BeforeEach
  void makeTarball() throws IOException {
    Archives archive = Archives.kernel();
    for (int i = 0; i < 600; i++) {
      archive.file("linux-9.8/file" + i, "x".repeat(i));
    }
    byte[] bytes = archive.compressed("gz");
    file = Archives.write(temporary.resolve("linux.tar.gz"), bytes);
    digest = Archives.sha256(bytes);
  }

  @Test
  void threadsUnpackOnce() throws Exception {
    AtomicInteger unpackings = new AtomicInteger();
    Progress counting =
        (doing, done, total) -> unpackings.addAndGet(doing.equals("unpacking") ? 1 : 0);
    int once = unpackingsOf(counting, unpackings, 1, temporary.resolve("one"));
    int many = unpackingsOf(counting, unpackings, 8, temporary.resolve("many"));
    assertTrue(once > 0);
    assertEquals(once, many);
  }

  private int unpackingsOf(Progress progress, AtomicInteger counter, int threads, Path cache)
      throws Exception {
    counter.set(0);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<KernelTree>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(() -> obtain(cache, file, digest, progress));
      }
      for (Future<KernelTree> tree : pool.invokeAll(tasks)) {
        assertTrue(tree.get().has("file599"));
      }
    } finally {
      pool.shutdown();
    }
    return counter.get();
  }

  @Test
  void aSecondProcessWaitsForTheFirst() throws Exception {
    Process first = start();
    awaitLine(first, "unpacking");
    Process second = start();
    awaitLine(second, "waiting");
    assertFalse(second.waitFor(300, TimeUnit.MILLISECONDS), "it did not wait");
    release(first);
    awaitLine(first, "done");
    awaitLine(second, "done");
    assertEquals(0, first.waitFor());
    assertEquals(0, second.waitFor());
    assertEquals(List.of(digest), sources());
  }

  @Test
  void aKilledProcessLeavesNothingThatIsTrusted() throws Exception {
    Process killed = start();
    awaitLine(killed, "unpacking");
    killed.destroyForcibly().waitFor();
    assertEquals(1, sources().size());
    assertTrue(sources().get(0).startsWith("."), sources().toString());
    KernelTree tree = obtain(temporary.resolve("cache"), file, digest, Progress.NONE);
    assertTrue(tree.has("file599"));
    assertEquals(List.of(digest), sources());
  }

  private List<String> sources() throws IOException {
    try (Stream<Path> all = Files.list(temporary.resolve("cache/distroc/sources"))) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static KernelTree obtain(Path cache, Path file, String digest, Progress progress) {
    Map<String, String> variables =
        Map.of("PATH", "/usr/bin:/bin", "XDG_CACHE_HOME", cache.toString());
    return new KernelSources(new Host(variables, cache.getParent()), progress)
        .obtain(
            new KernelSource.TarballFile(file, digest),
            Optional.empty(),
            KernelSources.Options.ONLINE);
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            temporary.resolve("cache").toString(),
            file.toString(),
            digest)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void awaitLine(Process process, String wanted) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = process.getInputStream().read(); c >= 0; c = process.getInputStream().read()) {
      if (c != '\n') {
        line.append((char) c);
      } else if (line.toString().startsWith(wanted)) {
        return;
      } else {
        line.setLength(0);
      }
    }
    throw new AssertionError("it ended without saying " + wanted);
  }

  private static void release(Process process) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Another distroc, which pauses in the middle of unpacking until it is signalled to continue. */
  static final class Other {
    private static boolean stopped;

    private Other() {}

    public static void main(String[] args) {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
      Progress progress =
          (doing, done, total) -> {
            System.out.println(doing);
            System.out.flush();
            if (doing.equals("unpacking") && !stopped) {
              stopped = true;
              try {
                in.readLine();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            }
          };
      obtain(Path.of(args[0]), Path.of(args[1]), args[2], progress);
      System.out.println("done");
    }
  }
}
