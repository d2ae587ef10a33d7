package org.distroc.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.distroc.host.CacheFolder;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.UsageLease;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is pruned from a cache, and what stays. */
class PruningTest {
  private static final int KIB = 1024;

  @TempDir Path home;
  private Host host;
  private Path cache;

  @BeforeEach
  void make() {
    host =
        new Host(
            Map.of("HOME", home.toString(), "PATH", System.getenv().getOrDefault("PATH", "")),
            home);
    cache = host.cacheFolder();
  }

  /** A folder with a file of so many KiB in it, used so many days ago. */
  private Path folder(String path, int size, int days) throws IOException {
    Path folder = Files.createDirectories(cache.resolve(path));
    Files.write(folder.resolve("content"), new byte[size * KIB]);
    return used(folder, days);
  }

  private static Path used(Path path, int days) throws IOException {
    Instant then = Instant.now().minus(Duration.ofDays(days));
    return Files.setLastModifiedTime(path, FileTime.from(then));
  }

  private Pruning.Result keep(long kib) throws IOException {
    return new Pruning(host, false).keep(kib * KIB);
  }

  private List<String> names(Stream<Item> items) {
    return items.map(item -> cache.relativize(item.path()).toString()).toList();
  }

  @Test
  void aMissingCacheIsEmpty() throws IOException {
    assertEquals(0, CacheContents.of(cache).bytes());
    assertEquals(new Pruning.Result(List.of(), List.of(), 0), keep(0));
    assertFalse(Files.exists(cache), "and is not made by looking");
  }

  @Test
  void everyKindIsSeenWithItsSize() throws IOException {
    folder("sources/aa/linux", 100, 1);
    folder("objects/6.1-x", 50, 1);
    folder("kernels/bb", 20, 1);
    folder("ccache/0", 8, 1);
    Files.createDirectories(cache.resolve("checks"));
    Files.write(cache.resolve("checks/note"), new byte[10]);
    CacheContents contents = CacheContents.of(cache);
    assertEquals(
        List.of("sources/aa", "objects/6.1-x", "ccache/0", "kernels/bb", "checks"),
        names(contents.items().stream()));
    assertEquals(108 * KIB, contents.items().get(0).bytes(), "with the blocks of its folders");
    assertTrue(contents.otherBytes() >= 4 * KIB && contents.otherBytes() < 60 * KIB);
    assertEquals(CacheContents.bytes(cache), contents.bytes());
  }

  @Test
  void theLeastRecentlyUsedGoesFirstAndNoMoreThanMust() throws IOException {
    folder("kernels/old", 100, 30);
    folder("objects/older", 100, 40);
    folder("kernels/new", 100, 1);
    folder("configs/newer", 100, 0);
    Pruning.Result result = keep(250);
    assertEquals(List.of("objects/older", "kernels/old"), names(result.removed().stream()));
    assertFalse(Files.exists(cache.resolve("kernels/old")));
    assertTrue(Files.exists(cache.resolve("kernels/new/content")));
    assertEquals(CacheContents.bytes(cache), result.left());
    assertEquals(List.of(), names(keep(250).removed().stream()), "it is small enough now");
  }

  @Test
  void aDryRunRemovesNothingAndReportsTheSame() throws IOException {
    folder("kernels/old", 100, 30);
    folder("objects/older", 100, 40);
    folder("kernels/new", 100, 1);
    Pruning.Result trial = new Pruning(host, true).keep(150 * KIB);
    assertTrue(Files.exists(cache.resolve("objects/older/content")));
    Pruning.Result result = keep(150);
    assertEquals(names(trial.removed().stream()), names(result.removed().stream()));
  }

  @Test
  void objectsThatABuildWritesToStay() throws IOException {
    Path objects = folder("objects/busy", 100, 40);
    folder("objects/idle", 100, 1);
    FileLock lock = FileLock.take(cache.resolve("objects/busy.lock"), () -> {});
    Pruning.Result result;
    try {
      result = keep(0);
    } finally {
      lock.close();
    }
    assertEquals(List.of("objects/busy"), names(result.inUse().stream()));
    assertTrue(Files.exists(objects.resolve("content")));
    assertFalse(Files.exists(cache.resolve("objects/idle")));
    assertEquals(List.of("objects/busy"), names(keep(0).removed().stream()), "free again");
  }

  /** The other one is another process: locks between processes are what counts. */
  @Test
  void aSourceInUseByAnotherProcessStays() throws Exception {
    Path source = folder("sources/aa", 100, 40);
    Path mark = host.cache().sourceLease(source.getFileName().toString());
    Process reader =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                mark.toString())
            .start();
    try {
      assertEquals('h', reader.getInputStream().read(), "it has the lock");
      assertEquals(List.of("sources/aa"), names(keep(0).inUse().stream()));
      assertTrue(Files.exists(source.resolve("content")));
    } finally {
      reader.destroyForcibly();
      assertTrue(reader.waitFor(10, TimeUnit.SECONDS));
    }
    assertEquals(List.of("sources/aa"), names(keep(0).removed().stream()), "free again");
  }

  /** The other process. */
  public static final class Reader {
    private Reader() {}

    /** Marks a source twice, and waits to be killed. */
    public static void main(String[] args) throws Exception {
      UsageLease.mark(Path.of(args[0]));
      UsageLease.mark(Path.of(args[0]));
      System.out.println("here");
      Thread.sleep(60_000);
    }
  }

  @Test
  void aSourceThatThisProcessReadsStaysAndCountsAsUsed() throws IOException {
    Path source = folder("sources/bb", 100, 40);
    Path idle = folder("sources/cc", 100, 40);
    UsageLease.mark(host.cache().sourceLease(source.getFileName().toString()));
    assertEquals(List.of("sources/bb"), names(keep(0).inUse().stream()));
    assertFalse(Files.exists(idle));
    Instant last = CacheContents.of(cache).items().get(0).lastUse();
    assertTrue(last.isAfter(Instant.now().minusSeconds(60)), "" + last);
  }

  @Test
  void leftoversOfKilledRunsGoWhenTheyAreOld() throws IOException {
    Path old = folder("sources/.aa-1234", 10, 3);
    Path young = folder("kernels/new-5678", 10, 0);
    Path gone = folder("objects/.gone-1", 10, 2);
    keep(1 << 20);
    assertFalse(Files.exists(old));
    assertFalse(Files.exists(gone));
    assertTrue(Files.exists(young), "it may be on its way");
  }

  /**
   * Each distroc on the machine has its own archive; what was started lately has read it lately.
   */
  @Test
  void archivesOfClassesGoOneByOne() throws IOException {
    Path old = Files.createDirectories(cache.resolve("jvm/opt/old")).resolve("12.jsa");
    Path read = Files.createDirectories(cache.resolve("jvm/opt/new")).resolve("34.jsa");
    for (Path file : List.of(old, read)) {
      Files.write(file, new byte[100 * KIB]);
      FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(9)));
      boolean lately = file.equals(read);
      Files.getFileAttributeView(file, BasicFileAttributeView.class)
          .setTimes(then, lately ? FileTime.from(Instant.now()) : then, null);
    }
    assertEquals(List.of("jvm/opt/old/12.jsa"), names(keep(150).removed().stream()));
    assertTrue(Files.exists(read));
  }

  @Test
  void linksAreRemovedAndNotFollowed() throws IOException {
    Path precious = Files.write(home.resolve("precious"), new byte[10]);
    Path folder = folder("objects/linked", 10, 5);
    Files.createSymbolicLink(folder.resolve("out"), home);
    Files.createSymbolicLink(folder.resolve("file"), precious);
    keep(0);
    assertFalse(Files.exists(folder));
    assertTrue(Files.exists(precious));
  }

  /** Nothing that distroc writes is "other bytes", which no pruning could ever shrink. */
  @Test
  void everyFolderIsListedAndPrunedIfPossible() throws IOException {
    for (CacheFolder kind : CacheFolder.values()) {
      Path at = host.cache().folder(kind);
      Path file =
          switch (kind.unit()) {
            case FILE -> at.resolve("entry");
            case ARCHIVE -> at.resolve("opt/distroc/12.jsa");
            case FOLDER -> at.resolve("entry/content");
            case ALL -> kind == CacheFolder.TOOL_VERSIONS ? at : at.resolve("content");
          };
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[8 * KIB]);
    }
    CacheContents contents = CacheContents.of(cache);
    assertEquals(List.of(CacheFolder.values()), contents.items().stream().map(Item::kind).toList());
    assertEquals(CacheContents.bytes(cache), contents.bytes());
    keep(0);
    Set<CacheFolder> left = EnumSet.noneOf(CacheFolder.class);
    CacheContents.of(cache).items().forEach(item -> left.add(item.kind()));
    Set<CacheFolder> kept =
        EnumSet.of(
            CacheFolder.PACKAGES,
            CacheFolder.COMPILERS,
            CacheFolder.DISTCC,
            CacheFolder.BUILDS,
            CacheFolder.DOWNLOADS,
            CacheFolder.VERIFY,
            CacheFolder.LOCKS);
    // An empty ccache has a folder or two.
    left.remove(CacheFolder.CCACHE);
    assertEquals(kept, left);
    assertTrue(Files.exists(host.cache().folder(CacheFolder.DOWNLOADS).resolve("content")));
  }

  @Test
  void packageListsThatAptWritesStay() throws IOException {
    folder("apt/lists", 100, 40);
    FileLock lock = FileLock.take(cache.resolve("apt/lists/lock"), () -> {});
    try {
      assertEquals(List.of("apt"), names(keep(0).inUse().stream()));
    } finally {
      lock.close();
    }
    assertEquals(List.of("apt"), names(keep(0).removed().stream()), "free again");
    assertFalse(Files.exists(cache.resolve("apt")));
  }

  @Test
  void leftoversOfAKilledPruningAreRemoved() throws IOException {
    Path old = folder(".gone-1", 10, 2);
    keep(1 << 20);
    assertFalse(Files.exists(old));
  }
}
