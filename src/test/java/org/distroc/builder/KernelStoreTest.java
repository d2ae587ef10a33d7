package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.builder.toolchain.Toolchain;
import org.distroc.expand.Expander;
import org.distroc.host.CacheLayout;
import org.distroc.host.Host;
import org.distroc.host.Trees;
import org.distroc.kernel.KernelTree;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.distroc.remotecache.ServerTimeouts;
import org.distroc.remotecache.SharedEntries;
import org.distroc.remotecache.ToyServer;
import org.distroc.settings.Preferences;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelStoreTest {
  private static final List<String> NAMES = List.of("bzImage", "System.map");

  private static final Toolchain TOOLS = new Toolchain(Map.of(), "");

  @TempDir Path temporary;
  private Path cache;
  private Path folder;
  private KernelStore store;
  private Path entry;

  @BeforeEach
  void keepOne() throws IOException {
    cache = temporary.resolve("cache");
    folder = Files.createDirectory(temporary.resolve("folder"));
    Files.writeString(folder.resolve("bzImage"), "the kernel");
    Files.writeString(folder.resolve("System.map"), "the map");
    store = storeOf(plan(), TOOLS, SharedEntries.none());
    entry = store.configEntry(new byte[] {1}, new byte[0]);
    store.keep(entry, folder, NAMES);
  }

  private BuildPlan plan() throws IOException {
    return Plans.of(temporary, Plans.recipe("", ""));
  }

  private KernelStore storeOf(BuildPlan plan, Toolchain tools, SharedEntries servers) {
    return new KernelStore(
        new CacheLayout(cache), plan, Expander.expand(plan).files(), tools, servers);
  }

  private Path emptyFolder() throws IOException {
    return Files.createTempDirectory(temporary, "fetched");
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsKeptIsFetched() throws IOException {
    Path fetched = emptyFolder();
    assertTrue(store.fetch(entry, fetched, NAMES, SharedEntries.Check.NONE).isPresent());
    assertEquals("the kernel", Files.readString(fetched.resolve("bzImage")));
    assertEquals("the map", Files.readString(fetched.resolve("System.map")));
    assertEquals(List.of("System.map", "bzImage"), list(fetched));
    assertFalse(
        store
            .fetch(
                store.configEntry(new byte[] {2}, new byte[0]),
                fetched,
                NAMES,
                SharedEntries.Check.NONE)
            .isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf x >>bzImage",
        ": >bzImage",
        "rm System.map",
        "rm SHA256SUMS",
        ": >SHA256SUMS",
        "echo short >SHA256SUMS",
        "sed -i 1d SHA256SUMS",
        "printf '\\377\\376' >SHA256SUMS",
        "rm bzImage; mkdir bzImage",
      })
  void aDamagedEntryCountsAsMissing(String damage) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "-ec", damage).directory(entry.toFile());
    assertEquals(0, shell.start().waitFor());
    Path fetched = emptyFolder();
    assertFalse(store.fetch(entry, fetched, NAMES, SharedEntries.Check.NONE).isPresent());
    assertEquals(List.of(), list(fetched), "nothing of it is used");
    assertFalse(Files.exists(entry), "it is dropped");
    store.keep(entry, folder, NAMES);
    assertTrue(
        store.fetch(entry, fetched, NAMES, SharedEntries.Check.NONE).isPresent(),
        "and can be made anew");
    assertEquals(List.of(entry.getFileName().toString()), list(entry.getParent()));
  }

  @Test
  void manyMayKeepAndFetchAtOnce() throws Exception {
    Path shared = store.configEntry(new byte[] {3}, new byte[0]);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        boolean damages = i % 10 == 9;
        work.add(
            () -> {
              if (damages) {
                Files.deleteIfExists(shared.resolve("bzImage"));
              }
              store.keep(shared, folder, NAMES);
              Path fetched = emptyFolder();
              boolean got =
                  store.fetch(shared, fetched, NAMES, SharedEntries.Check.NONE).isPresent();
              return !got || Files.readString(fetched.resolve("bzImage")).equals("the kernel");
            });
      }
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertTrue(done.get());
      }
    } finally {
      threads.shutdownNow();
    }
    store.keep(shared, folder, NAMES);
    store.fetch(shared, emptyFolder(), NAMES, SharedEntries.Check.NONE);
    assertTrue(
        list(shared.getParent()).stream().noneMatch(name -> name.matches("(new|old)-.*")),
        list(shared.getParent()).toString());
  }

  @Test
  void aFailureLeavesNoFiles() {
    Path other = store.configEntry(new byte[] {4}, new byte[0]);
    org.junit.jupiter.api.Assertions.assertThrows(
        IOException.class, () -> store.keep(other, folder, List.of("bzImage", "missing")));
    assertFalse(Files.exists(other));
    assertEquals(1, other.getParent().toFile().list().length);
  }

  @Test
  void everythingThatDecidesIsInTheKey() throws IOException {
    byte[] none = new byte[0];
    Path same = storeOf(plan(), TOOLS, SharedEntries.none()).configEntry(new byte[] {1}, none);
    assertEquals(entry, same);
    assertNotEquals(entry, store.configEntry(new byte[] {2}, none));
    assertNotEquals(entry, store.configEntry(none, new byte[] {1}));
    assertNotEquals(
        entry,
        storeOf(plan(), tools("gcc", "another"), SharedEntries.none())
            .configEntry(new byte[] {1}, none));
    KernelTree another = Plans.toy(Plans.TOY, "toy", "sha256:1");
    BuildPlan elsewhere = Plans.of(temporary.resolve("recipe.yaml"), another);
    KernelStore other = storeOf(elsewhere, TOOLS, SharedEntries.none());
    assertNotEquals(entry, other.configEntry(new byte[] {1}, none));
    assertNotEquals(store.objects(), other.objects());
  }

  private static Toolchain tools(String name, String identity) {
    return new Toolchain(Map.of(name, identity), "");
  }

  private static ResolvedConfig config(String options) throws IOException {
    return new ResolvedConfig(Map.of(options, "y"), Set.of(), new byte[] {1});
  }

  /** Kconfig files query its version; only a kernel with BTF contains its output. */
  @ParameterizedTest
  @ValueSource(strings = {"pahole", "rustc", "bindgen"})
  void aToolThatIsOnlyQueriedIsInTheConfigurationOnly(String name) throws IOException {
    KernelStore other = storeOf(plan(), tools(name, "another"), SharedEntries.none());
    assertNotEquals(entry, other.configEntry(new byte[] {1}, new byte[0]));
    assertNotEquals(store.objects(), other.objects());
    assertEquals(store.kernelEntry(config("TTY")), other.kernelEntry(config("TTY")));
    for (String option : List.of("DEBUG_INFO_BTF", "RUST")) {
      assertNotEquals(store.kernelEntry(config(option)), other.kernelEntry(config(option)));
    }
  }

  @Test
  void anotherCompilerMeansAnotherKernel() throws IOException {
    for (String name : List.of("gcc", "cc1", "ld", "as")) {
      KernelStore other = storeOf(plan(), tools(name, "another"), SharedEntries.none());
      assertNotEquals(store.kernelEntry(config("TTY")), other.kernelEntry(config("TTY")), name);
      assertNotEquals(store.objects(), other.objects(), name);
    }
  }

  @Test
  void aSourceThatCanChangeIsNeverKept() throws IOException {
    KernelTree tree = plan().kernel().tree();
    KernelTree changing =
        new KernelTree(tree.root(), tree.release(), "folder:/x", false, "folder /x");
    KernelStore careful =
        storeOf(Plans.of(temporary.resolve("recipe.yaml"), changing), TOOLS, SharedEntries.none());
    Path other = careful.configEntry(new byte[] {1}, new byte[0]);
    careful.keep(other, folder, NAMES);
    assertFalse(Files.exists(other));
    assertFalse(careful.fetch(other, emptyFolder(), NAMES, SharedEntries.Check.NONE).isPresent());
  }

  /** Users who may write to one server must not decide what is on another. */
  @Test
  void downloadsAreNotUploadedToOtherServers() throws IOException {
    try (ToyServer trusted = new ToyServer();
        ToyServer strange = new ToyServer()) {
      Path entry = store.configEntry(new byte[] {7}, new byte[0]);
      Path folder = emptyFolder();
      for (String name : NAMES) {
        Files.writeString(folder.resolve(name), "of " + name);
      }
      try (SharedEntries servers = servers(strange, true)) {
        storeOf(plan(), TOOLS, servers).keep(entry, folder, NAMES);
      }
      assertEquals(3, strange.files.size(), "it was given what was made here");
      Trees.delete(entry);
      try (SharedEntries servers = servers(strange, false, trusted, true)) {
        KernelStore both = storeOf(plan(), TOOLS, servers);
        assertEquals(
            strange.address(),
            both.fetch(entry, folder, NAMES, SharedEntries.Check.NONE).orElseThrow());
        assertEquals(
            "the cache", both.fetch(entry, folder, NAMES, SharedEntries.Check.NONE).orElseThrow());
      }
      assertEquals(Map.of(), trusted.files);
    }
  }

  private SharedEntries servers(Object... servers) {
    List<Preferences.Server> list = new ArrayList<>();
    for (int i = 0; i < servers.length; i += 2) {
      list.add(
          new Preferences.Server(
              Preferences.Protocol.HTTP,
              ((ToyServer) servers[i]).address(),
              (Boolean) servers[i + 1],
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              false));
    }
    Host host = new Host(Map.of("HOME", temporary.toString()), temporary);
    return SharedEntries.of(
        host,
        list,
        Set.of(),
        ServerTimeouts.USUAL,
        warning -> {
          throw new AssertionError(warning);
        });
  }
}
