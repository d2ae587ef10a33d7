package org.distroc.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;

/**
 * Asks the host's apt about packages and lets it fetch them, without root and without changing the
 * system: where the system's package lists are empty, lists are kept in distroc's own cache.
 */
final class Apt {
  private static final Duration ASKING = Duration.ofMinutes(1);
  private static final Duration UPDATING = Duration.ofMinutes(15);
  private static final List<String> PATIENCE =
      List.of("-o", "Acquire::http::Timeout=30", "-o", "Acquire::https::Timeout=30");
  private static final List<String> STATE =
      List.of(
          "/var/lib/apt/lists",
          "/var/lib/dpkg/status",
          "/etc/apt/sources.list",
          "/etc/apt/sources.list.d",
          "/etc/apt/preferences",
          "/etc/apt/preferences.d");
  private static final List<String> PROXIES =
      List.of("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "APT_CONFIG");

  private final Host host;
  private final ProcessRunner runner;
  private final Path own;

  /**
   * The apt of a host; {@code own} is a folder for lists of distroc's own, which need not exist.
   */
  Apt(Host host, Path own) {
    this.host = host;
    this.runner = new ProcessRunner(host);
    this.own = own;
  }

  /**
   * What apt's lists say about a package.
   *
   * @param name the package
   * @param version the version that would be installed
   * @param sha256 the digest of its .deb
   * @param size of its .deb, in bytes
   * @param depends its dependencies as written
   */
  record Package(String name, String version, String sha256, long size, String depends) {}

  /** Whether the host has apt at all. */
  boolean present() {
    return host.find("apt-get").isPresent() && host.find("apt-cache").isPresent();
  }

  /**
   * A stamp that changes whenever apt's answers may: asking apt takes half a second, computing this
   * almost none.
   */
  String stateStamp() throws IOException {
    StringBuilder stamp = new StringBuilder("apt");
    List<Path> state = new ArrayList<>(List.of(own.resolve("lists")));
    STATE.forEach(path -> state.add(Path.of(path)));
    for (Path path : state) {
      stamp.append(' ').append(Files.exists(path) ? Files.getLastModifiedTime(path).toMillis() : 0);
    }
    return stamp.toString();
  }

  /** Whether any package can be found, in the system's lists or in distroc's own. */
  boolean hasLists() throws IOException {
    return !names("apt").isEmpty();
  }

  /** The packages whose names have this prefix. */
  List<String> names(String start) throws IOException {
    Outcome outcome = run(ASKING, host.currentFolder(), "apt-cache", "pkgnames", start);
    return outcome.output().lines().sorted().toList();
  }

  /** The version of a package that is installed. */
  Optional<String> installed(String name) throws IOException {
    if (host.find("dpkg-query").isEmpty()) {
      return Optional.empty();
    }
    Outcome outcome =
        runner.run(
            Command.of("dpkg-query", "--show", "--showformat=${Version}", "--", name)
                .limit(ASKING));
    return Optional.of(outcome.output().strip())
        .filter(version -> outcome.succeeded() && !version.isEmpty());
  }

  /** The newest version of a package that apt can download. */
  Optional<Package> find(String name) throws IOException {
    return show(name, name);
  }

  /** As above, for one version. */
  Optional<Package> find(String name, String version) throws IOException {
    return show(name, name + "=" + version).filter(found -> found.version().equals(version));
  }

  /** The versions of a package that can be downloaded, newest first. */
  List<String> versions(String name) throws IOException {
    Outcome outcome = run(ASKING, host.currentFolder(), "apt-cache", "show", "--", name);
    return outcome
        .output()
        .lines()
        .filter(line -> line.startsWith("Version: "))
        .map(line -> line.substring(9).strip())
        .distinct()
        .toList();
  }

  private Optional<Package> show(String name, String what) throws IOException {
    Outcome outcome =
        run(ASKING, host.currentFolder(), "apt-cache", "show", "--no-all-versions", "--", what);
    Map<String, String> fields = new HashMap<>();
    for (String line : outcome.output().lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon > 0 && line.charAt(0) != ' ') {
        fields.putIfAbsent(line.substring(0, colon), line.substring(colon + 2).strip());
      }
    }
    if (!outcome.succeeded()
        || !fields.containsKey("SHA256")
        || !fields.getOrDefault("Size", "").matches("[0-9]{1,15}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Package(
            name,
            fields.getOrDefault("Version", ""),
            fields.get("SHA256"),
            Long.parseLong(fields.get("Size")),
            fields.getOrDefault("Depends", "")));
  }

  /**
   * Fetches package lists into distroc's own folder.
   *
   * @throws Failure D5026 when apt-get fails
   */
  void update() throws IOException {
    Files.createDirectories(own.resolve("lists/partial"));
    Files.createDirectories(own.resolve("cache/archives/partial"));
    Outcome outcome = run(UPDATING, own, "apt-get", "-q", "update");
    if (!outcome.succeeded()) {
      throw failed("apt-get update", outcome);
    }
  }

  /**
   * Fetches a package's .deb.
   *
   * @param folder an empty one; the .deb is the only file in it afterwards
   * @throws Failure D5026 when apt-get fails
   */
  Path download(Package wanted, Path folder, Progress progress) throws IOException {
    String what = wanted.name() + "=" + wanted.version();
    CompletableFuture<Outcome> download =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run(Duration.ofHours(2), folder, "apt-get", "-q", "download", "--", what);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
    Outcome outcome = watch(download, wanted, folder, progress);
    List<Path> files = filesIn(folder);
    if (!outcome.succeeded() || files.size() != 1) {
      throw failed("apt-get download " + what, outcome);
    }
    return files.get(0);
  }

  private static Outcome watch(
      CompletableFuture<Outcome> download, Package wanted, Path folder, Progress progress)
      throws IOException {
    while (true) {
      try {
        return download.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long done = 0;
        for (Path file : filesIn(folder)) {
          done += Files.exists(file) ? Files.size(file) : 0;
        }
        progress.report("downloading " + wanted.name(), done, wanted.size());
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private Outcome run(Duration limit, Path folder, String tool, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(tool));
    words.addAll(PATIENCE);
    if (Files.isDirectory(own)) {
      words.addAll(List.of("-o", "Dir::State::Lists=" + own.resolve("lists")));
      words.addAll(List.of("-o", "Dir::Cache=" + own.resolve("cache")));
    }
    words.addAll(List.of(arguments));
    Command command = Command.of(words).in(folder).limit(limit);
    for (String variable : PROXIES) {
      Optional<String> value = host.variable(variable);
      command = value.isPresent() ? command.with(variable, value.get()) : command;
    }
    return runner.run(command);
  }

  private static Failure failed(String command, Outcome outcome) {
    return new Failure(
        Diagnostic.error(Code.D5026, "`" + command + "` failed")
            .why(outcome.timedOut() ? "timed out" : outcome.lastLines(5))
            .help("check the network and the servers in /etc/apt")
            .help("or name the kernel by `tarball` with `url` or `file`"));
  }
}
