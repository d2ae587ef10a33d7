package org.distroc.debian;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.host.Sha256;

/**
 * apt in a folder of its own, for suites of any architecture: it checks the signatures of lists,
 * and speaks to mirrors and proxies as it is configured to. It reads none of the system's lists and
 * packages, and writes nothing outside of that folder.
 */
final class PrivateApt {
  private static final Duration UPDATING = Duration.ofMinutes(15);
  private static final Duration DOWNLOADING = Duration.ofHours(2);
  private static final Duration ASKING = Duration.ofMinutes(1);
  private static final String HELPER = "apt-helper";

  /** Where apt has it; it is on nobody's PATH. */
  private static final Path USUAL_HELPER = Path.of("/usr/lib/apt/apt-helper");

  private static final List<String> VARIABLES =
      List.of("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "APT_CONFIG");

  /** Settings of the system that say how to reach servers; nothing else of it counts. */
  private static final List<String> SERVERS =
      List.of("Acquire::http", "Acquire::https", "Acquire::Retries", "Acquire::Force");

  private final Host host;
  private final ProcessRunner runner;
  private final Path folder;
  private final Suites suites;

  /** The apt of a host in a folder, which need not exist. */
  PrivateApt(Host host, Path folder, Suites suites) {
    this.host = host;
    this.runner = new ProcessRunner(host);
    this.folder = folder;
    this.suites = suites;
  }

  /**
   * A file to download.
   *
   * @param into a path without a file
   */
  record Wanted(PinnedDeb deb, Path into) {}

  /** A digest of the signed index files of the lists; empty if the lists are not complete. */
  Optional<String> state() throws IOException {
    Sha256 digest = new Sha256();
    for (Suites.Archive archive : suites.archives()) {
      Path release = file(archive, "InRelease");
      if (!Files.isRegularFile(release)) {
        return Optional.empty();
      }
      digest.update(BoundedFiles.bytes(release, BoundedFiles.TEXT));
    }
    return Optional.of(digest.hex());
  }

  /**
   * Fetches the lists.
   *
   * @throws Failure D4207 if apt is missing or fails
   */
  void update() throws IOException {
    if (host.find("apt-get").isEmpty()) {
      throw new Failure(
          Diagnostic.error(Code.D4207, "package lists need `apt-get`, which is not installed")
              .why("distroc lets apt check the signatures of package lists")
              .help("install it: apt-get on Debian and Ubuntu, the package `apt` elsewhere")
              .help("or build with a lock file: locked packages need no lists"));
    }
    if (!Files.isRegularFile(Path.of(suites.keyring()))) {
      throw new Failure(
          Diagnostic.error(Code.D4207, "no keys in `" + suites.keyring() + "`")
              .why("the signatures of package lists are checked with them")
              .help("install them: apt-get install debian-archive-keyring"));
    }
    configure();
    Outcome outcome = run(UPDATING, List.of("apt-get", "-q", "update", "--error-on=any"));
    if (!outcome.succeeded()) {
      throw new Failure(
          Diagnostic.error(Code.D4207, "the package lists of " + suites.shown() + " are not there")
              .why(outcome.timedOut() ? "apt-get timed out" : outcome.lastLines(5))
              .help("check the names of the suites, and the network"));
    }
  }

  /** The packages of the lists. */
  PackageIndex index() throws IOException {
    PackageIndex index = new PackageIndex();
    for (Suites.Archive archive : suites.archives()) {
      for (String component : archive.components()) {
        Path list = file(archive, component + "_binary-" + suites.architecture() + "_Packages");
        try (InputStream in = BoundedFiles.stream(list, BoundedFiles.PROGRAM)) {
          index.read(in, archive.url(), archive.suite());
        } catch (NoSuchFileException e) {
          // apt keeps no file for a list without packages.
          continue;
        }
      }
    }
    return index;
  }

  /**
   * Downloads files; the digest of each is checked here, the caller checks it again.
   *
   * @return what apt said, if a file is missing
   */
  Optional<Outcome> download(List<Wanted> files) throws IOException {
    configure();
    List<String> words = new ArrayList<>(List.of(helper().toString(), "download-file"));
    for (Wanted file : files) {
      words.add(file.deb().url());
      words.add(file.into().toString());
      words.add("SHA256:" + file.deb().sha256());
    }
    Outcome outcome = run(DOWNLOADING, words);
    return outcome.succeeded() ? Optional.empty() : Optional.of(outcome);
  }

  /** Whether files can be downloaded. */
  boolean canDownload() {
    return Files.isExecutable(helper());
  }

  private Path helper() {
    return host.find(HELPER).orElse(USUAL_HELPER);
  }

  private Path file(Suites.Archive archive, String end) {
    String address = archive.url().replaceFirst("^[a-z+]+:/*", "");
    String name = address + "/dists/" + archive.suite();
    // As apt names them: URItoFileName.
    return folder.resolve("lists").resolve(name.replace("_", "%5f").replace('/', '_') + "_" + end);
  }

  private void configure() throws IOException {
    Files.createDirectories(folder.resolve("lists/partial"));
    Files.createDirectories(folder.resolve("cache/archives/partial"));
    Path sources = folder.resolve("sources.list");
    AtomicFiles.write(sources, suites.sourcesList());
    StringBuilder text = new StringBuilder();
    for (String empty :
        List.of(
            "Dir::Etc::parts",
            "Dir::Etc::main",
            "Dir::Etc::sourceparts",
            "Dir::Etc::trusted",
            "Dir::Etc::trustedparts",
            "Dir::Etc::preferences",
            "Dir::Etc::preferencesparts",
            "Dir::State::status")) {
      set(text, empty, "/dev/null");
    }
    set(text, "Dir::Etc::sourcelist", sources.toString());
    set(text, "Dir::State", folder.toString());
    set(text, "Dir::State::lists", folder.resolve("lists").toString());
    set(text, "Dir::Cache", folder.resolve("cache").toString());
    set(text, "APT::Architecture", suites.architecture());
    set(text, "APT::Architectures", suites.architecture());
    set(text, "APT::Sandbox::User", "");
    set(text, "Acquire::Languages", "none");
    set(text, "Acquire::GzipIndexes", "false");
    // The lists of a snapshot or an old release are out of date, and meant to be.
    set(text, "Acquire::Check-Valid-Until", "false");
    text.append(servers());
    set(text, "Acquire::http::Timeout", "30");
    set(text, "Acquire::https::Timeout", "30");
    AtomicFiles.write(folder.resolve("apt.conf"), text.toString());
  }

  private static void set(StringBuilder text, String key, String value) {
    text.append(key + " \"" + value + "\";\n");
  }

  /** Proxies and the like of the system's own configuration. */
  private String servers() throws IOException {
    if (host.find("apt-config").isEmpty()) {
      return "";
    }
    Outcome outcome = runner.run(withVariables(Command.of("apt-config", "dump").limit(ASKING)));
    StringBuilder lines = new StringBuilder();
    outcome
        .output()
        .lines()
        .filter(line -> SERVERS.stream().anyMatch(line::startsWith))
        .forEach(line -> lines.append(line + "\n"));
    return lines.toString();
  }

  private Outcome run(Duration limit, List<String> words) throws IOException {
    return runner.run(
        withVariables(Command.of(words).in(folder).limit(limit))
            .with("APT_CONFIG", folder.resolve("apt.conf").toString()));
  }

  private Command withVariables(Command command) {
    Command with = command;
    for (String variable : VARIABLES) {
      Optional<String> value = host.variable(variable);
      with = value.isPresent() ? with.with(variable, value.get()) : with;
    }
    return with;
  }
}
