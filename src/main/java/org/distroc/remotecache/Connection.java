package org.distroc.remotecache;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.host.Host;
import org.distroc.settings.Preferences.Protocol;
import org.distroc.settings.Preferences.Server;

/** A server as one run sees it: after its first failure it is not used again. */
final class Connection {
  private final Host host;
  private final Server server;
  private final Set<String> locked;
  private final ServerTimeouts limits;
  private final Consumer<Diagnostic> failures;
  private final UploadHistory given;
  private EntryServer made;
  private ExecutorService uploads;
  private boolean failed;

  /**
   * A connection, which is made when it is used first.
   *
   * @param locked digests of files that may be taken, of a server of locked files
   * @param failures called when the server fails, at most once; from any thread
   */
  Connection(
      Host host,
      Server server,
      Set<String> locked,
      ServerTimeouts limits,
      Consumer<Diagnostic> failures) {
    this.host = host;
    this.server = server;
    this.locked = Set.copyOf(locked);
    this.limits = limits;
    this.failures = failures;
    this.given = new UploadHistory(host, server.address());
  }

  /**
   * Uploads an entry in the background, if the server is writable and this was not done recently.
   */
  void offer(String name, Map<String, byte[]> files) {
    if (!server.write() || given.contains(name)) {
      return;
    }
    if (uploads == null) {
      uploads = Executors.newSingleThreadExecutor(Connection::background);
    }
    uploads.execute(() -> giveOrFail(name, files));
  }

  private static Thread background(Runnable work) {
    Thread thread = new Thread(work, "upload");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits for pending uploads until {@link System#nanoTime} has this value. */
  void finish(long end) {
    if (uploads == null) {
      return;
    }
    uploads.shutdown();
    try {
      if (!uploads.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        fail("upload timed out after " + limits.upload().toSeconds() + " s");
        uploads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server as the settings name it. */
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

  /**
   * The files of an entry, if the server has exactly these, each as its digest says, and they pass
   * a check.
   */
  Optional<Map<String, byte[]>> fetch(String name, List<String> files, SharedEntries.Check check) {
    if (!isUsable()) {
      return Optional.empty();
    }
    try {
      Optional<EntryManifest> manifest = open().manifest(name);
      Optional<Map<String, byte[]>> contents =
          manifest.isPresent() && accepted(manifest.get(), files)
              ? contents(manifest.get())
              : Optional.empty();
      Optional<String> flaw = contents.flatMap(check::flaw);
      flaw.ifPresent(reason -> failWith(wrong(shown(), name, reason)));
      return flaw.isPresent() ? Optional.empty() : contents;
    } catch (IOException | IllegalArgumentException e) {
      fail(words(e));
      return Optional.empty();
    }
  }

  /** D6046: an entry of a server is not what it should be. */
  static Diagnostic wrong(String server, String name, String reason) {
    return Diagnostic.warning(Code.D6046, "a shared cache sent a wrong file: " + server)
        .why(reason)
        .why("entry " + name + "; it was not kept, and the file is made here");
  }

  private boolean accepted(EntryManifest manifest, List<String> files) throws IOException {
    Set<String> names =
        manifest.files().stream().map(EntryManifest.File::name).collect(Collectors.toSet());
    if (!names.equals(Set.copyOf(files)) || manifest.files().size() != names.size()) {
      throw new IOException("an entry has unexpected files");
    }
    if (manifest.files().stream().anyMatch(f -> f.size() < 0 || f.size() > limits.largest())) {
      throw new IOException("an entry has a file that is too large");
    }
    return !server.lockedOnly()
        || manifest.files().stream()
            .filter(file -> file.name().equals(files.get(0)))
            .allMatch(file -> locked.contains(file.digest()));
  }

  private Optional<Map<String, byte[]>> contents(EntryManifest manifest) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (EntryManifest.File file : manifest.files()) {
      Optional<byte[]> content = open().content(file);
      if (content.isEmpty()) {
        // The server evicted files before their manifest: the entry is gone.
        return Optional.empty();
      }
      if (!file.matches(content.get())) {
        failWith(
            Diagnostic.warning(Code.D5051, "a shared cache sent a damaged file: " + shown())
                .why("`" + file.name() + "` does not match the checksum in the server's manifest"));
        return Optional.empty();
      }
      contents.put(file.name(), content.get());
    }
    return Optional.of(contents);
  }

  private void giveOrFail(String name, Map<String, byte[]> files) {
    try {
      if (isUsable()) {
        give(name, EntryManifest.of(files), files);
      }
    } catch (IOException | IllegalArgumentException e) {
      fail(words(e));
    }
  }

  private void give(String name, EntryManifest manifest, Map<String, byte[]> files)
      throws IOException {
    Optional<EntryManifest> there = open().manifest(name);
    if (there.isPresent() && !there.get().equals(manifest)) {
      failWith(
          Diagnostic.warning(Code.D5052, "a shared cache has a different kernel: " + shown())
              .why("the same inputs produced different bytes here: " + name)
              .help("find out who uploaded it; it was not overwritten"));
      return;
    }
    for (EntryManifest.File file : manifest.files()) {
      open().put(file, files.get(file.name()));
    }
    if (there.isEmpty()) {
      open().put(name, manifest);
    }
    given.add(name);
  }

  private void fail(String reason) {
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
    failures.accept(
        warning.why("continuing without it").help("skip shared caches with `--no-shared`"));
  }

  private static String words(Exception e) {
    String message = e.getMessage();
    if (e instanceof IllegalArgumentException) {
      // The exception's message would contain the secret.
      return "the address or its secret has a character that cannot be sent";
    }
    if (e instanceof ConnectException) {
      return "cannot connect" + (message == null ? "" : ": " + message);
    }
    if (e instanceof HttpConnectTimeoutException) {
      return "connection timed out";
    }
    return message == null ? e.toString() : message;
  }
}
