package org.distroc.remotecache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.host.Host;
import org.distroc.host.Sha256;
import org.distroc.settings.Preferences.Protocol;
import org.distroc.settings.Preferences.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do as they should, and servers that do anything else. */
class SharedEntriesTest {
  private static final ServerTimeouts QUICK =
      new ServerTimeouts(
          Duration.ofMillis(500),
          Duration.ofMillis(600),
          Duration.ofMillis(300),
          100 << 10,
          Duration.ofMillis(1500),
          1 << 20);

  private static final List<String> NAMES = List.of("bzImage", "System.map");

  @TempDir Path home;
  private final Map<String, byte[]> kernel = new HashMap<>();
  private final List<Diagnostic> warnings = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private ToyServer toy;

  @BeforeEach
  void start() throws IOException {
    toy = new ToyServer();
    byte[] random = new byte[300_000];
    new Random(1).nextBytes(random);
    kernel.put("bzImage", random);
    kernel.put("System.map", "map".getBytes(StandardCharsets.UTF_8));
    environment.put("HOME", home.toString());
  }

  @AfterEach
  void stop() {
    toy.close();
  }

  private Server web(boolean write) {
    return server(Protocol.HTTP, toy.address(), write, false);
  }

  private static Server server(Protocol protocol, String address, boolean write, boolean locked) {
    return new Server(
        protocol, address, write, Optional.empty(), Optional.empty(), Optional.empty(), locked);
  }

  private SharedEntries run(Server... servers) {
    return run(Set.of(), servers);
  }

  private SharedEntries run(Set<String> locked, Server... servers) {
    Host host = new Host(environment, home);
    return SharedEntries.of(host, List.of(servers), locked, QUICK, warnings::add);
  }

  private void give(Server server) {
    try (SharedEntries entries = run(server)) {
      entries.offer("kernels-1", kernel);
    }
  }

  private void forgetWhatWasGiven() {
    environment.put("XDG_CACHE_HOME", home.resolve("empty" + environment.size()).toString());
  }

  private boolean fetched(Server server) {
    try (SharedEntries entries = run(server)) {
      return isKernel(entries.fetch("kernels-1", NAMES, SharedEntries.Check.NONE));
    }
  }

  private boolean isKernel(Optional<SharedEntries.Entry> entry) {
    entry.ifPresent(
        found ->
            kernel.forEach((name, bytes) -> assertArrayEquals(bytes, found.files().get(name))));
    return entry.isPresent();
  }

  private void assertWarned(Code code) {
    assertEquals(List.of(code), warnings.stream().map(Diagnostic::code).toList(), "" + warnings);
  }

  @Test
  void anUploadCanBeDownloaded() {
    give(web(true));
    assertEquals(List.of(), warnings);
    assertTrue(fetched(web(false)));
    assertEquals(3, toy.files.size(), "two files and a manifest");
    assertEquals(List.of(), warnings);
  }

  @Test
  void theManifestComesLast() {
    give(web(true));
    List<String> puts = toy.requests.stream().filter(r -> r.startsWith("PUT")).toList();
    assertEquals("PUT /cache/manifests/kernels-1.json", puts.get(2), "" + puts);
  }

  @Test
  void whatAServerHasIsNotUploadedAgain() {
    give(web(true));
    assertEquals(List.of(), warnings);
    toy.requests.clear();
    forgetWhatWasGiven();
    give(web(true));
    assertFalse(toy.requests.stream().anyMatch(r -> r.startsWith("PUT")), "" + toy.requests);
  }

  /**
   * Not in the next run, for that would cost each build a request; but once it may have forgotten.
   */
  @Test
  void recentUploadsAreNotCheckedAgain() throws IOException {
    give(web(true));
    toy.requests.clear();
    give(web(true));
    assertEquals(List.of(), toy.requests);
    try (Stream<Path> notes = Files.walk(home.resolve(".cache/distroc/shared"))) {
      Path note = notes.filter(Files::isRegularFile).findFirst().get();
      Files.setLastModifiedTime(note, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    }
    give(web(true));
    assertEquals(List.of("GET /cache/manifests/kernels-1.json"), toy.requests.subList(0, 1));
  }

  @Test
  void nothingIsUploadedToAReadOnlyServer() {
    give(web(false));
    assertEquals(List.of(), toy.requests);
  }

  @Test
  void nothingThereIsNoReasonToWarn() {
    assertFalse(fetched(web(false)));
    assertEquals(List.of(), warnings);
  }

  @Test
  void aManifestWithoutItsFilesIsNotAnEntry() {
    give(web(true));
    toy.files.keySet().removeIf(path -> path.contains("blobs"));
    assertFalse(fetched(web(false)));
    assertEquals(List.of(), warnings);
    forgetWhatWasGiven();
    give(web(true));
    assertTrue(fetched(web(false)), "it was given what was missing");
  }

  /** D5051: one bit is enough, and so is a byte too few or too many. */
  @ParameterizedTest
  @ValueSource(strings = {"flip", "cut", "longer"})
  void aDamagedFileIsNotTaken(String damage) {
    give(web(true));
    String path =
        toy.files.keySet().stream()
            .filter(p -> toy.files.get(p).length == 300_000)
            .findFirst()
            .get();
    byte[] bytes = toy.files.get(path).clone();
    if (damage.equals("flip")) {
      bytes[150_000] ^= 1;
    } else {
      bytes = java.util.Arrays.copyOf(bytes, bytes.length + (damage.equals("cut") ? -1 : 1));
    }
    toy.files.put(path, bytes);
    assertFalse(fetched(web(false)));
    assertWarned(damage.equals("longer") ? Code.D5050 : Code.D5051);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{\"layers\":[{}]}",
        "{\"layers\":[]}",
        "{\"layers\":[{\"digest\":\"sha256:../../x\",\"size\":1,\"annotations\":{}}]}"
      })
  void aMalformedManifestIsRejected(String text) {
    toy.files.put("/cache/manifests/kernels-1.json", text.getBytes(StandardCharsets.UTF_8));
    assertFalse(fetched(web(false)));
    assertWarned(Code.D5050);
  }

  @Test
  void unexpectedFilesAreRejected() {
    give(web(true));
    try (SharedEntries entries = run(web(false))) {
      assertEquals(
          Optional.empty(),
          entries.fetch("kernels-1", List.of("bzImage"), SharedEntries.Check.NONE));
    }
    assertWarned(Code.D5050);
  }

  /** D5050. */
  @Test
  void aServerThatIsNotThereCostsOneWarningForAll() {
    toy.close();
    try (SharedEntries entries = run(web(true))) {
      assertEquals(Optional.empty(), entries.fetch("kernels-1", NAMES, SharedEntries.Check.NONE));
      assertEquals(Optional.empty(), entries.fetch("kernels-2", NAMES, SharedEntries.Check.NONE));
      entries.offer("kernels-1", kernel);
    }
    assertWarned(Code.D5050);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500, 503})
  void aServerThatRefusesCostsOneWarning(int status) {
    toy.behave((exchange, body) -> exchange.sendResponseHeaders(status, -1));
    assertFalse(fetched(web(false)));
    assertWarned(Code.D5050);
    assertTrue(warnings.get(0).reasons().get(0).contains("" + status));
  }

  @Test
  void theNextServerIsAskedThen() throws IOException {
    try (ToyServer other = new ToyServer()) {
      give(server(Protocol.HTTP, other.address(), true, false));
      toy.behave((exchange, body) -> exchange.sendResponseHeaders(500, -1));
      Server second = server(Protocol.HTTP, other.address(), false, false);
      try (SharedEntries entries = run(web(false), second)) {
        Optional<SharedEntries.Entry> found =
            entries.fetch("kernels-1", NAMES, SharedEntries.Check.NONE);
        assertTrue(isKernel(found));
        assertEquals(other.address(), found.get().origin());
      }
      assertWarned(Code.D5050);
    }
  }

  @Test
  void aSilentServerCostsABoundedTime() {
    toy.behave((exchange, body) -> Thread.sleep(20_000));
    long begun = System.nanoTime();
    assertFalse(fetched(web(false)));
    assertTrue(System.nanoTime() - begun < 3_000_000_000L, "within the limit");
    assertWarned(Code.D5050);
  }

  /** It sends a byte every now and then, so no single read takes long. */
  @Test
  void aServerThatDripsCostsABoundedTime() {
    give(web(true));
    toy.behave(
        (exchange, body) -> {
          if (exchange.getRequestURI().getPath().contains("manifests")) {
            toy.serve(exchange, body);
            return;
          }
          exchange.sendResponseHeaders(200, 300_000);
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 400; i++) {
              out.write(new byte[100]);
              out.flush();
              Thread.sleep(50);
            }
          }
        });
    long begun = System.nanoTime();
    assertFalse(fetched(web(false)));
    assertTrue(System.nanoTime() - begun < 3_000_000_000L, "within the limit");
    assertWarned(Code.D5050);
    assertTrue(warnings.get(0).reasons().get(0).contains("KiB in"), "" + warnings);
  }

  @Test
  void anUploadThatHangsDelaysTheResultByItsLimitOnly() {
    toy.behave(
        (exchange, body) -> {
          if (exchange.getRequestMethod().equals("PUT")) {
            Thread.sleep(20_000);
          }
          toy.serve(exchange, body);
        });
    long begun = System.nanoTime();
    give(web(true));
    assertTrue(System.nanoTime() - begun < 6_000_000_000L, "within the limit");
    assertWarned(Code.D5050);
  }

  /** D5052: the existing entry is not replaced, and the user gets a warning. */
  @Test
  void aDifferentKernelOfThatNameIsKeptWithAWarning() {
    give(web(true));
    kernel.put("bzImage", new byte[] {1});
    forgetWhatWasGiven();
    give(web(true));
    assertWarned(Code.D5052);
    kernel.put("bzImage", new byte[300_000]);
    new Random(1).nextBytes(kernel.get("bzImage"));
    warnings.clear();
    assertTrue(fetched(web(false)), "the first is still there");
  }

  @Test
  void ofALockedServerOnlyKnownFilesAreTaken() {
    give(web(true));
    Server strict = server(Protocol.HTTP, toy.address(), false, true);
    assertFalse(fetched(strict));
    Set<String> other = Set.of(Sha256.of(kernel.get("System.map")));
    try (SharedEntries entries = run(other, strict)) {
      assertFalse(isKernel(entries.fetch("kernels-1", NAMES, SharedEntries.Check.NONE)));
    }
    Set<String> digests = Set.of(Sha256.of(kernel.get("bzImage")));
    try (SharedEntries entries = run(digests, strict)) {
      assertTrue(isKernel(entries.fetch("kernels-1", NAMES, SharedEntries.Check.NONE)));
    }
    assertEquals(List.of(), warnings);
  }

  @Test
  void aFolderIsMadeWhereWebDavWantsIt() {
    Set<String> folders = java.util.concurrent.ConcurrentHashMap.newKeySet();
    toy.behave(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getPath();
          String parent = path.substring(0, path.lastIndexOf('/', path.length() - 2) + 1);
          if (exchange.getRequestMethod().equals("MKCOL")) {
            folders.add(path);
            exchange.sendResponseHeaders(201, -1);
          } else if (exchange.getRequestMethod().equals("PUT") && !folders.contains(parent)) {
            exchange.sendResponseHeaders(409, -1);
          } else {
            toy.serve(exchange, body);
          }
        });
    give(web(true));
    assertEquals(List.of(), warnings);
    assertTrue(fetched(web(false)));
  }

  @Test
  void redirectsAreFollowedWithoutTheSecret() throws IOException {
    environment.put("SECRET", "s3cret");
    try (ToyServer other = new ToyServer()) {
      give(server(Protocol.HTTP, other.address(), true, false));
      other.authorizations.clear();
      toy.behave(
          (exchange, body) -> {
            String place = exchange.getRequestURI().getPath().substring("/cache/".length());
            exchange.getResponseHeaders().add("Location", other.address() + place);
            exchange.sendResponseHeaders(307, -1);
          });
      assertTrue(fetched(withPassword()));
      assertTrue(toy.authorizations.get(0).startsWith("Basic "));
      assertEquals(Set.of("null"), Set.copyOf(other.authorizations));
    }
  }

  private Server withPassword() {
    return new Server(
        Protocol.HTTP,
        toy.address(),
        true,
        Optional.of("me"),
        Optional.of("SECRET"),
        Optional.empty(),
        false);
  }

  private static String basic(String both) {
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPasswordComesFromAVariableAndIsInNoWarning() {
    environment.put("SECRET", "s3cret");
    toy.behave((exchange, body) -> exchange.sendResponseHeaders(403, -1));
    fetched(withPassword());
    assertEquals(List.of(basic("me:s3cret")), toy.authorizations);
    assertFalse(warnings.toString().contains("s3cret"), "" + warnings);
  }

  @Test
  void anUnsetVariableIsReportedByName() {
    assertFalse(fetched(withPassword()));
    assertWarned(Code.D5050);
    assertEquals("the variable SECRET is not set", warnings.get(0).reasons().get(0));
  }

  @Test
  void aSecretThatCannotBeSentIsNotShownEither() {
    environment.put("SECRET", "s3cret\n");
    Server odd =
        new Server(
            Protocol.HTTP,
            toy.address(),
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.of("SECRET"),
            false);
    assertFalse(fetched(odd));
    assertWarned(Code.D5050);
    assertFalse(warnings.toString().contains("s3cret"), "" + warnings);
  }

  @Test
  void anInvalidAddressIsAWarning() {
    assertFalse(fetched(server(Protocol.HTTP, "http://[::1/cache", false, false)));
    assertWarned(Code.D5050);
  }

  @Test
  void aPasswordComesFromNetrc() throws IOException {
    Files.writeString(
        home.resolve(".netrc"),
        "machine other login x password y\nmachine 127.0.0.1\n  login me\n  password pw\n");
    give(web(true));
    assertEquals(Set.of(basic("me:pw")), Set.copyOf(toy.authorizations));
  }

  @Test
  void aRegistryIsAskedForAToken() throws IOException {
    Path docker = Files.createDirectories(home.resolve(".docker"));
    String auth = basic("me:pw").substring("Basic ".length());
    Files.writeString(
        docker.resolve("config.json"),
        "{\"auths\": {\"127.0.0.1:" + toy.port() + "\": {\"auth\": \"" + auth + "\"}}}");
    toy.behave(
        (exchange, body) -> {
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          if (exchange.getRequestURI().getPath().equals("/token")) {
            assertEquals(basic("me:pw"), authorization);
            ToyServer.answer(exchange, "{\"token\": \"abc\"}".getBytes(StandardCharsets.UTF_8));
          } else if (!"Bearer abc".equals(authorization)) {
            String realm = "http://127.0.0.1:" + toy.port() + "/token";
            exchange
                .getResponseHeaders()
                .add("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"toy\"");
            exchange.sendResponseHeaders(401, -1);
          } else {
            toy.serve(exchange, body);
          }
        });
    Server registry = server(Protocol.OCI, "127.0.0.1:" + toy.port() + "/kernels", false, false);
    assertFalse(fetched(registry));
    assertEquals(List.of(), warnings);
    assertTrue(
        toy.requests.get(1).startsWith("GET /token?service=toy&scope=repository%3Akernels%3A"),
        "" + toy.requests);
  }
}
