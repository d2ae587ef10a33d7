package org.distroc.remotecache;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server in this process that stores uploads, and misbehaves on request. */
public final class ToyServer implements AutoCloseable {
  /** Its content, by path. */
  public final Map<String, byte[]> files = new ConcurrentHashMap<>();

  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Handler handler = this::serve;

  /** Handles a request. */
  interface Handler {
    void handle(HttpExchange exchange, byte[] body) throws IOException, InterruptedException;
  }

  /** A server with nothing in it. */
  public ToyServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::accept);
    server.start();
  }

  /** The folder that is shared. */
  public String address() {
    return "http://127.0.0.1:" + port() + "/cache/";
  }

  int port() {
    return server.getAddress().getPort();
  }

  void behave(Handler other) {
    handler = other;
  }

  private void accept(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(String.valueOf(authorization));
    try {
      handler.handle(exchange, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  void serve(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        files.put(path, body);
        exchange.sendResponseHeaders(201, -1);
      }
      case "HEAD" -> exchange.sendResponseHeaders(files.containsKey(path) ? 200 : 404, -1);
      case "GET" -> answer(exchange, files.get(path));
      default -> exchange.sendResponseHeaders(405, -1);
    }
  }

  static void answer(HttpExchange exchange, byte[] content) throws IOException {
    if (content == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.sendResponseHeaders(200, content.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(content);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
