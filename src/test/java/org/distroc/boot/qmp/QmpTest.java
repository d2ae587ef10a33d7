package org.distroc.boot.qmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QmpTest {
  private static final String GREETING = "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n";

  @TempDir Path folder;
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** The behaviour of the other end of the connection. */
  private interface Server {
    void serve(SocketChannel channel, BufferedReader requests) throws IOException;
  }

  private Qmp connect(Server server) throws IOException {
    return connect(server, Duration.ofSeconds(5));
  }

  private Qmp connect(Server server, Duration patience) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(address);
    CompletableFuture.runAsync(
        () -> {
          try (listener;
              SocketChannel channel = listener.accept()) {
            // A second stream over the channel for writing would share the reader's lock.
            server.serve(
                channel, new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    SocketChannel channel = SocketChannel.open(address);
    return Qmp.over(channel, patience, (name, data) -> events.add(name + data));
  }

  private static void say(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String id(String request) {
    Matcher matcher = Pattern.compile("\"id\":\"(\\w+)\"").matcher(request);
    assertTrue(matcher.find(), request);
    return matcher.group(1);
  }

  private static void greet(SocketChannel channel, BufferedReader requests) throws IOException {
    say(channel, GREETING);
    String request = requests.readLine();
    assertTrue(request.contains("qmp_capabilities"), request);
    say(channel, "{\"return\": {}, \"id\": \"" + id(request) + "\"}\r\n");
  }

  @Test
  void matchesAnswersThatComeInPiecesOutOfOrderAndBetweenEvents() throws Exception {
    try (Qmp qmp =
        connect(
            (channel, requests) -> {
              greet(channel, requests);
              String first = id(requests.readLine());
              String second = id(requests.readLine());
              say(channel, "{\"event\": \"STOP\", \"data\": {\"a\": \"\\u00e9\"}}\r\n");
              say(channel, "{\"return\": \"two\", \"id\": \"" + second + "\"}\r\n{\"retu");
              say(channel, "rn\": \"one\", \"id\": \"" + first + "\"}\r\n");
              requests.readLine();
            })) {
      List<Object> answers =
          qmp.execute(
              List.of(new Qmp.Request("one", Map.of()), new Qmp.Request("two", Map.of("x", 1))));
      assertEquals(List.of("one", "two"), answers);
      assertEquals(List.of("STOP{a=é}"), events);
    }
  }

  @Test
  void tellsWhyQemuRefused() throws Exception {
    try (Qmp qmp =
        connect(
            (channel, requests) -> {
              greet(channel, requests);
              String id = id(requests.readLine());
              say(
                  channel,
                  "{\"error\": {\"class\": \"X\", \"desc\": \"no such\"}, \"id\": \""
                      + id
                      + "\"}\n");
              requests.readLine();
            })) {
      IOException e = assertThrows(IOException.class, () -> qmp.execute("bad", Map.of()));
      assertEquals("QEMU refused bad: no such", e.getMessage());
    }
  }

  @Test
  void endsACommandUnderWayAndLaterOnesWhenQemuDies() throws Exception {
    try (Qmp qmp =
        connect(
            (channel, requests) -> {
              greet(channel, requests);
              requests.readLine();
            })) {
      assertThrows(IOException.class, () -> qmp.execute("quit", Map.of()));
      long start = System.nanoTime();
      assertThrows(IOException.class, () -> qmp.execute("stop", Map.of()));
      assertTrue(System.nanoTime() - start < 1_000_000_000L);
    }
  }

  @Test
  void endsWhenQemuDiesBeforeItGreets() {
    IOException e =
        assertThrows(IOException.class, () -> connect((channel, requests) -> say(channel, "{\"Q")));
    assertTrue(e.getMessage().contains("QMP connection"), e.getMessage());
  }

  @Test
  void losesPatienceWithASilentQemu() {
    Duration patience = Duration.ofMillis(100);
    IOException e =
        assertThrows(
            IOException.class, () -> connect((channel, requests) -> requests.readLine(), patience));
    assertEquals("QEMU did not answer greeting within 100 ms", e.getMessage());
  }

  @Test
  void survivesGarbage() {
    assertThrows(
        IOException.class, () -> connect((channel, requests) -> say(channel, "not json\r\n")));
  }
}
