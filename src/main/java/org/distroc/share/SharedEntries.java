package org.distroc.share;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.host.Host;
import org.distroc.settings.Preferences.Protocol;
import org.distroc.settings.Preferences.Server;

/**
 * The servers of a run. An entry is taken from the first that has it, and is given to those that may
 * be written. A server that fails in any way is left alone from then on; the run goes on without it.
 *
 * <p>What is given goes out in the background while the build goes on, one entry after the other;
 * {@link #close} waits for it no longer than the limits say.
 */
public final class SharedEntries implements AutoCloseable {
  private final List<Connection> connections = new ArrayList<>();
  private final Set<String> locked;
  private final Limits limits;
  private final Consumer<Diagnostic> warnings;
  private final List<Thread> uploads = new ArrayList<>();
  private final List<Diagnostic> untold = new ArrayList<>();

  private SharedEntries(Set<String> locked, Limits limits, Consumer<Diagnostic> warnings) {
    this.locked = Set.copyOf(locked);
    this.limits = limits;
    this.warnings = warnings;
  }

  /** No servers. */
  public static SharedEntries none() {
    return new SharedEntries(Set.of(), Limits.USUAL, warning -> {});
  }

  /**
   * Some servers. None is connected to yet.
   *
   * @param locked SHA-256 digests of the files that may come from a server of locked files only
   * @param warnings is told of a server that fails, at most once for each; called from
   *     {@link #fetch} and {@link #close}
   */
  public static SharedEntries of(
      Host host,
      List<Server> servers,
      Set<String> locked,
      Limits limits,
      Consumer<Diagnostic> warnings) {
    SharedEntries entries = new SharedEntries(locked, limits, warnings);
    for (Server server : servers) {
      entries.connections.add(entries.new Connection(host, server));
    }
    return entries;
  }

  /**
   * An entry, and where it came from.
   *
   * @param files by name, each as its digest says
   */
  public record Entry(Map<String, byte[]> files, String origin) {}

  /**
   * The entry of that name from the first server that has it whole.
   *
   * @param files the names that it must have, and no others. The first is the one that images are
   *     made of: a server of locked files must have it as it is locked
   */
  public Optional<Entry> fetch(String name, List<String> files) {
    Optional<Entry> entry = Optional.empty();
    for (Connection connection : connections) {
      if (entry.isEmpty()) {
        entry = connection.fetch(name, files).map(found -> new Entry(found, connection.shown()));
      }
    }
    tell();
    return entry;
  }

  private void tell() {
    synchronized (untold) {
      untold.forEach(warnings);
      untold.clear();
    }
  }

  /**
   * Gives an entry of this machine to the servers that may be written, in the background. What was
   * given lately is not given again.
   */
  public void offer(String name, Map<String, byte[]> files) {
    for (Connection connection : connections) {
      if (connection.server.write() && !connection.given.contains(name)) {
        Thread before = uploads.isEmpty() ? null : uploads.get(uploads.size() - 1);
        Thread thread = new Thread(() -> connection.giveAfter(before, name, files), "upload");
        thread.setDaemon(true);
        uploads.add(thread);
        thread.start();
      }
    }
  }

  /** Waits for what is still being given, within the limit. */
  @Override
  public void close() {
    long end = System.nanoTime() + limits.upload().toNanos();
    for (Thread thread : uploads) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    if (uploads.stream().anyMatch(Thread::isAlive)) {
      connections.stream()
          .filter(c -> c.server.write())
          .forEach(c -> c.fail("it did not take an entry within " + limits.upload().toSeconds() + " s"));
    }
    tell();
  }

  /** A server as this run sees it. */
  private final class Connection {
    private final Host host;
    private final Server server;
    private final Given given;
    private EntryServer made;
    private boolean failed;

    Connection(Host host, Server server) {
      this.host = host;
      this.server = server;
      this.given = new Given(host, server.address());
    }

    String shown() {
      return server.address();
    }

    private synchronized EntryServer open() throws IOException {
      if (made == null) {
        Optional<String> authorization = new Credentials(host).of(server);
        Web web = new Web(limits);
        made =
            server.protocol() == Protocol.OCI
                ? new Registry(server.address(), web, authorization)
                : new WebFolder(server.address(), web, authorization);
      }
      return made;
    }

    private synchronized boolean isUsable() {
      return !failed;
    }

    Optional<Map<String, byte[]>> fetch(String name, List<String> files) {
      if (!isUsable()) {
        return Optional.empty();
      }
      try {
        Optional<Manifest> manifest = open().manifest(name);
        return manifest.isPresent() && accepted(manifest.get(), files)
            ? contents(manifest.get())
            : Optional.empty();
      } catch (IOException e) {
        fail(words(e));
        return Optional.empty();
      }
    }

    private boolean accepted(Manifest manifest, List<String> files) throws IOException {
      Set<String> names =
          manifest.files().stream().map(Manifest.File::name).collect(Collectors.toSet());
      if (!names.equals(Set.copyOf(files)) || manifest.files().size() != names.size()) {
        throw new IOException("an entry of it has other files than it must have");
      }
      if (manifest.files().stream().anyMatch(f -> f.size() < 0 || f.size() > limits.largest())) {
        throw new IOException("an entry of it has a file that is too large");
      }
      return !server.lockedOnly()
          || manifest.files().stream()
              .filter(file -> file.name().equals(files.get(0)))
              .allMatch(file -> locked.contains(file.digest()));
    }

    private Optional<Map<String, byte[]>> contents(Manifest manifest) throws IOException {
      Map<String, byte[]> contents = new LinkedHashMap<>();
      for (Manifest.File file : manifest.files()) {
        Optional<byte[]> content = open().content(file);
        if (content.isEmpty()) {
          // The server forgets old files before old manifests: the entry is gone.
          return Optional.empty();
        }
        if (!file.matches(content.get())) {
          failWith(
              Diagnostic.warning(Code.D5051, "a shared cache sent a damaged file: " + shown())
                  .why("`" + file.name() + "` does not have the digest that the server itself names"));
          return Optional.empty();
        }
        contents.put(file.name(), content.get());
      }
      return Optional.of(contents);
    }

    void giveAfter(Thread before, String name, Map<String, byte[]> files) {
      try {
        if (before != null) {
          before.join();
        }
        if (isUsable()) {
          give(name, Manifest.of(files), files);
        }
      } catch (IOException e) {
        fail(words(e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void give(String name, Manifest manifest, Map<String, byte[]> files)
        throws IOException {
      Optional<Manifest> there = open().manifest(name);
      if (there.isPresent() && !there.get().equals(manifest)) {
        failWith(
            Diagnostic.warning(Code.D5052, "a shared cache has another kernel: " + shown())
                .why("from the same inputs other bytes came out here than there: " + name)
                .help("find out who wrote it; the one there was left as it is"));
        return;
      }
      for (Manifest.File file : manifest.files()) {
        open().put(file, files.get(file.name()));
      }
      if (there.isEmpty()) {
        open().put(name, manifest);
      }
      given.add(name);
    }

    void fail(String reason) {
      failWith(
          Diagnostic.warning(Code.D5050, "a shared cache cannot be used: " + shown()).why(reason));
    }

    private void failWith(Diagnostic warning) {
      synchronized (this) {
        if (failed) {
          return;
        }
        failed = true;
      }
      synchronized (untold) {
        untold.add(
            warning
                .why("this run goes on without it")
                .help("`--no-shared` leaves the shared caches alone"));
      }
    }
  }

  private static String words(IOException e) {
    String message = e.getMessage();
    if (e instanceof java.net.ConnectException) {
      return "there is no connection" + (message == null ? "" : ": " + message);
    }
    if (e instanceof java.net.http.HttpConnectTimeoutException) {
      return "it did not take a connection in time";
    }
    return message == null ? e.toString() : message;
  }
}
