package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
  private static final byte[] ARCHIVE = Archives.kernel().compressed("gz");
  private static final String DIGEST = Archives.sha256(ARCHIVE);
  private static final Download.Limits PATIENT =
      new Download.Limits(
          Duration.ofSeconds(20), Duration.ofSeconds(40), 1 << 20, Duration.ofSeconds(20), 0);

  @TempDir Path temporary;
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Download.Limits limits = PATIENT;
  private HttpServer server;
  private volatile String target = "";
  private String base;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    base = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    switch (path) {
      case "/linux.tar.gz" -> send(exchange, ARCHIVE, ARCHIVE.length);
      case "/chunked" -> send(exchange, ARCHIVE, 0);
      case "/other" -> send(exchange, new byte[] {1, 2, 3}, 3);
      case "/inside" -> redirect(exchange, target);
      case "/moved" -> redirect(exchange, "linux.tar.gz");
      case "/loop" -> redirect(exchange, "/loop");
      case "/file" -> redirect(exchange, "file:///etc/passwd");
      case "/garbled" -> redirect(exchange, "http://[a b/%zz");
      case "/teapot" -> status(exchange, 418);
      case "/broken" -> status(exchange, 503);
      case "/nowhere" -> status(exchange, 302);
      case "/cut" -> send(exchange, Arrays.copyOf(ARCHIVE, 100), ARCHIVE.length);
      case "/silent" -> await();
      case "/stalls" -> stall(exchange);
      case "/drips" -> drip(exchange);
      case "/endless" -> send(exchange, new byte[2 << 20], 0);
      default -> status(exchange, 404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/linux.tar.gz", "/moved", "/chunked"})
  void fetchesAndUnpacksOnce(String path) {
    KernelTree tree = obtain(base + path, DIGEST);
    assertEquals("9.8.7-rc6", tree.release().toString());
    int before = requests.get();
    assertEquals(tree, obtain(base + path, DIGEST));
    assertEquals(before, requests.get(), "fetched again");
    assertEquals(List.of(), downloads());
  }

  @Test
  void comparesTheDigestBeforeAnythingIsUnpacked() {
    Diagnostic d = failure("/other", Code.D2001);
    String reasons = d.reasons().toString();
    assertTrue(
        reasons.contains(DIGEST) && reasons.contains(Archives.sha256(new byte[] {1, 2, 3})),
        reasons);
    assertFalse(Files.exists(temporary.resolve("cache/distroc/sources")));
  }

  @Test
  void saysWhereAUrlLeads() {
    assertReason("answered 404", failure("/none", Code.D2003));
    assertReason("answered 418", failure("/teapot", Code.D2003));
    assertReason("answered 302", failure("/nowhere", Code.D2003));
    assertReason("answered 503", failure("/broken", Code.D5023));
    assertReason("more than 5 times", failure("/loop", Code.D2003));
    assertReason("`file:///etc/passwd` is not an http", failure("/file", Code.D2003));
    assertReason("is not a URL", failure("/garbled", Code.D2003));
    assertEquals(1 + 1 + 1 + 1 + 6 + 1 + 1, requests.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://localhost/x", "file:///etc/passwd", "linux.tar", "http:/x", "http://a b/"})
  void refusesOtherAddresses(String url) {
    Failure e = assertThrows(Failure.class, () -> obtain(url, DIGEST));
    assertEquals(Code.D2003, e.diagnostics().get(0).code());
  }

  @Test
  void keepsNothingOfADownloadThatBreaksOff() {
    failure("/cut", Code.D5023);
    assertReason("more than 1 MiB", failure("/endless", Code.D2003));
  }

  @Test
  void neverWaitsForEver() {
    limits = limits(Duration.ofMillis(400), Duration.ofSeconds(40), Duration.ofSeconds(20), 0);
    assertReason("no data from the server", failure("/silent", Code.D5023));
    assertReason("no data from the server", failure("/stalls", Code.D5023));
    limits = limits(Duration.ofSeconds(20), Duration.ofMillis(400), Duration.ofSeconds(20), 0);
    assertReason("timed out after 0.4 s", failure("/drips", Code.D5023));
  }

  private static Download.Limits limits(
      Duration silence, Duration whole, Duration window, long rate) {
    return new Download.Limits(silence, whole, 1 << 20, window, rate);
  }

  @Test
  void givesUpASlowServer() {
    Duration some = Duration.ofSeconds(20);
    limits = limits(some, some, Duration.ofMillis(400), 1024);
    assertReason("bytes in 0.4 s", failure("/drips", Code.D5023));
    assertReason("no answer within 0.4 s", failure("/silent", Code.D5023));
  }

  /** Servers that speak something like HTTP. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\n|end of file",
        "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\nabc|closed after 3 of 30 bytes",
        "HTTP/1.1 abc OK\r\n\r\n|does not speak HTTP",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc|checksum",
        "HTTP/1.1 200 OK\r\n"
            + "Content-Length: 1\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "3\r\n"
            + "abc\r\n"
            + "0\r\n\r\n"
            + "|checksum",
      })
  void saysWhatAnotherServerDoes(String said) throws IOException {
    String[] parts = said.split("\\|");
    try (ServerSocket raw = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> speak(raw, parts[0]));
      Failure e =
          assertThrows(
              Failure.class, () -> obtain("http://127.0.0.1:" + raw.getLocalPort() + "/x", DIGEST));
      Diagnostic d = e.diagnostics().get(0);
      String all = d.code().title() + d.reasons();
      assertTrue(all.contains(parts[1]), all);
    }
  }

  private static void speak(ServerSocket raw, String answer) {
    while (!raw.isClosed()) {
      try (Socket client = raw.accept()) {
        client.getInputStream().read(new byte[4096]);
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // Closed at the end of the test.
        continue;
      }
    }
  }

  /** The server is a proxy here: by name it is outside, and what it leads to is not. */
  @Test
  void aServerOutsideLeadsToNoneInside() {
    for (String inside :
        List.of(
            "127.0.0.1",
            "localhost",
            "10.0.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "[::1]",
            "[fd00::1]",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
            "2130706433",
            "100.64.0.1")) {
      target = "http://" + inside + ":" + server.getAddress().getPort() + "/other";
      requests.set(0);
      Failure e =
          assertThrows(
              Failure.class,
              () ->
                  sources(Map.of("http_proxy", base))
                      .obtain(
                          source("http://kernel.invalid/inside", DIGEST),
                          Optional.empty(),
                          online()));
      Diagnostic d = e.diagnostics().get(0);
      assertEquals(Code.D2003, d.code(), inside);
      assertReason("private network", d);
      assertEquals(1, requests.get(), inside);
    }
  }

  @Test
  void reportsAnUnreachableServer() {
    server.stop(0);
    failure("/linux.tar.gz", Code.D5023);
  }

  @Test
  void goesThroughTheProxyOfTheEnvironment() {
    String url = "http://kernel.invalid/linux.tar.gz";
    KernelTree tree =
        sources(Map.of("http_proxy", base)).obtain(source(url, DIGEST), Optional.empty(), online());
    assertEquals(9, tree.release().version());
    assertEquals(1, requests.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a b", "http://", "[", ":80"})
  void reportsAnInvalidProxyAddress(String proxy) {
    Failure e =
        assertThrows(
            Failure.class,
            () ->
                sources(Map.of("http_proxy", proxy))
                    .obtain(source(base + "/linux.tar.gz", DIGEST), Optional.empty(), online()));
    assertEquals(Code.D5023, e.diagnostics().get(0).code());
    assertReason("http_proxy", e.diagnostics().get(0));
  }

  @Test
  void leavesTheProxyOutForTheNamedDomains() {
    Map<String, String> variables =
        Map.of("http_proxy", "http://127.0.0.1:1", "no_proxy", "example.org, 127.0.0.1");
    KernelTree tree =
        sources(variables)
            .obtain(source(base + "/linux.tar.gz", DIGEST), Optional.empty(), online());
    assertEquals(9, tree.release().version());
  }

  private static void assertReason(String words, Diagnostic d) {
    assertTrue(d.reasons().get(0).contains(words), d.reasons().toString());
  }

  private Diagnostic failure(String path, Code code) {
    Failure e = assertThrows(Failure.class, () -> obtain(base + path, DIGEST));
    assertEquals(code, e.diagnostics().get(0).code(), e.diagnostics().toString());
    assertEquals(List.of(), downloads());
    return e.diagnostics().get(0);
  }

  private List<Path> downloads() {
    Path folder = temporary.resolve("cache/distroc/downloads");
    try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      return new ArrayList<>(files.toList());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KernelTree obtain(String url, String digest) {
    return sources(Map.of()).obtain(source(url, digest), Optional.empty(), online());
  }

  private KernelSources sources(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("PATH", "/usr/bin:/bin");
    variables.put("XDG_CACHE_HOME", temporary.resolve("cache").toString());
    return new KernelSources(new Host(variables, temporary), Progress.NONE, temporary, limits);
  }

  private static KernelSource source(String url, String digest) {
    return new KernelSource.TarballUrl(url, digest);
  }

  private static KernelSources.Options online() {
    return KernelSources.Options.ONLINE;
  }

  private static void send(HttpExchange exchange, byte[] content, long length) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, length);
      exchange.getResponseBody().write(content);
    }
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    status(exchange, 302);
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stall(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, ARCHIVE.length);
    exchange.getResponseBody().write(ARCHIVE, 0, 100);
    exchange.getResponseBody().flush();
    await();
  }

  /** A byte now and then, so that no single wait is too long. */
  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    try {
      for (int i = 0; i < 1000 && !end.await(50, TimeUnit.MILLISECONDS); i++) {
        exchange.getResponseBody().write(1);
        exchange.getResponseBody().flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
