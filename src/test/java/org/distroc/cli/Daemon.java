package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real server of the host, on its own loopback port. */
final class Daemon implements AutoCloseable {
  final int port;
  private final Process process;

  private Daemon(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /** A port that was free a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts a program and waits until it listens on its port. */
  static Daemon start(Path log, int port, Map<String, String> environment, String... words)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    Daemon daemon = new Daemon(port, process);
    for (int i = 0; i < 200 && process.isAlive(); i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        return daemon;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    daemon.close();
    throw new AssertionError(List.of(words) + " does not listen:\n" + Files.readString(log));
  }

  /**
   * nginx with its dav module; {@code log} in the folder names the requests that were answered.
   *
   * @param settings for the place of the files, such as {@code limit_rate 300k;}
   */
  static Daemon nginx(Path folder, int port, String settings) throws Exception {
    Files.createDirectories(folder.resolve("files"));
    Files.createDirectories(folder.resolve("tmp"));
    String text =
        """
        daemon off;
        master_process off;
        pid FOLDER/pid;
        error_log FOLDER/errors;
        events {}
        http {
          access_log FOLDER/log;
          client_body_temp_path FOLDER/tmp;
          proxy_temp_path FOLDER/tmp;
          fastcgi_temp_path FOLDER/tmp;
          uwsgi_temp_path FOLDER/tmp;
          scgi_temp_path FOLDER/tmp;
          server {
            listen 127.0.0.1:PORT;
            location / {
              root FOLDER/files;
              dav_methods PUT;
              create_full_put_path on;
              client_max_body_size 1g;
              SETTINGS
            }
          }
        }
        """;
    Path config = folder.resolve("nginx.conf");
    Files.writeString(
        config,
        text.replace("FOLDER", folder.toString())
            .replace("PORT", "" + port)
            .replace("SETTINGS", settings));
    String program = Files.exists(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
    return start(
        folder.resolve("out"),
        port,
        Map.of(),
        program,
        "-e",
        folder.resolve("errors").toString(),
        "-c",
        config.toString());
  }

  /** Docker's own registry, for a user {@code me} with the password {@code s3cret}. */
  static Daemon registry(Path folder, int port) throws Exception {
    Files.createDirectories(folder);
    Path users =
        Files.writeString(
            folder.resolve("users"),
            "me:$2b$04$vfRXPd1buftghdENMh.amuyamYY4yJ1xjJhHvhg03lel8aV2pfcHG\n");
    String text =
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: FOLDER/data}}
        http: {addr: '127.0.0.1:PORT'}
        auth: {htpasswd: {realm: kernels, path: USERS}}
        """;
    Path config = folder.resolve("registry.yml");
    Files.writeString(
        config,
        text.replace("FOLDER", folder.toString())
            .replace("PORT", "" + port)
            .replace("USERS", users.toString()));
    return start(
        folder.resolve("out"),
        port,
        Map.of("OTEL_TRACES_EXPORTER", "none"),
        "docker-registry",
        "serve",
        config.toString());
  }

  /** Redis, with nothing in it. */
  static Daemon redis(Path folder, int port) throws Exception {
    Files.createDirectories(folder);
    return start(
        folder.resolve("out"),
        port,
        Map.of(),
        "redis-server",
        "--bind",
        "127.0.0.1",
        "--port",
        "" + port,
        "--save",
        "",
        "--dir",
        folder.toString());
  }

  /** A distcc host; {@code log} in the folder lists what it compiled. */
  static Daemon distccd(Path folder, int port, String path) throws Exception {
    Files.createDirectories(folder);
    Path log = Files.writeString(folder.resolve("log"), "");
    // Started by root, it changes to a user that has to write there.
    log.toFile().setWritable(true, false);
    return start(
        folder.resolve("out"),
        port,
        Map.of("DISTCCD_PATH", path),
        "distccd",
        "--no-detach",
        "--daemon",
        "--listen",
        "127.0.0.1",
        "--allow",
        "127.0.0.1",
        "--port",
        "" + port,
        "--log-level",
        "info",
        "--log-file",
        log.toString());
  }

  /** Ends it at once, whatever it is doing. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      assertTrue(process.waitFor(10, TimeUnit.SECONDS), "it ended");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
