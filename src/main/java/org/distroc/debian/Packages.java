package org.distroc.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.host.CacheFolder;
import org.distroc.host.FileLock;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.Sha256;
import org.distroc.host.Trees;
import org.distroc.kernel.Progress;

/**
 * Resolves requests for packages, and gets their .debs into the cache. Lists are fetched when there
 * are none, and again when the archive has dropped a .deb that they name; a request that was
 * resolved by the same lists before costs one file read.
 */
public final class Packages {
  private final Host host;
  private final Progress progress;
  private final boolean offline;
  private final DebStore store;

  /** Packages for a host; {@code offline} keeps them off the network. */
  public Packages(Host host, Progress progress, boolean offline) {
    this.host = host;
    this.progress = progress;
    this.offline = offline;
    this.store = new DebStore(host, progress);
  }

  /**
   * The .debs of packages and of all that they depend on.
   *
   * @param whole packages that must be able to live in one tree
   * @param parts packages that only single files are taken from, and may exclude each other
   * @throws Failure D4200 to D4202 for requests that cannot be met, D4207 and D4208 if there are no
   *     lists
   */
  public ResolvedPackages resolve(Suites suites, List<Request> whole, List<Request> parts) {
    try {
      return resolveIn(suites, whole, parts);
    } catch (IOException e) {
      throw host.cache().unusable(e);
    }
  }

  /** The result of {@link #resolve}, if it is known without a list, a process or the network. */
  public Optional<ResolvedPackages> known(Suites suites, List<Request> whole, List<Request> parts) {
    try {
      Optional<String> state = apt(suites).state();
      return state.isEmpty() ? Optional.empty() : noted(note(suites, state.get(), whole, parts));
    } catch (IOException e) {
      // resolve() reports what is wrong.
      return Optional.empty();
    }
  }

  private ResolvedPackages resolveIn(Suites suites, List<Request> whole, List<Request> parts)
      throws IOException {
    PrivateApt apt = apt(suites);
    Files.createDirectories(host.cache().folder(CacheFolder.SUITES));
    FileLock lock = FileLock.take(lockOf(suites), () -> {});
    try (lock) {
      if (apt.state().isEmpty()) {
        update(suites);
      }
      Path note = note(suites, apt.state().orElse(""), whole, parts);
      Optional<ResolvedPackages> before = noted(note);
      if (before.isPresent()) {
        return before.get();
      }
      progress.report("reading package lists", 0, 0);
      ResolvedPackages resolved = resolve(apt.index(), suites, whole, parts);
      AtomicFiles.write(note, resolved.text());
      return resolved;
    }
  }

  private static ResolvedPackages resolve(
      PackageIndex index, Suites suites, List<Request> whole, List<Request> parts) {
    List<Diagnostic> errors = new ArrayList<>();
    List<PinnedDeb> trees = new ArrayList<>();
    try {
      trees.addAll(pinned(new Resolver(index, suites.shown(), true).resolve(whole)));
    } catch (Failure e) {
      errors.addAll(e.diagnostics());
    }
    Map<String, PinnedDeb> others = new LinkedHashMap<>();
    for (Request part : parts) {
      try {
        pinned(new Resolver(index, suites.shown(), false).resolve(List.of(part)))
            .forEach(deb -> others.putIfAbsent(deb.name(), deb));
      } catch (Failure e) {
        errors.addAll(e.diagnostics());
      }
    }
    if (!errors.isEmpty()) {
      throw new Failure(errors);
    }
    trees.forEach(deb -> others.remove(deb.name()));
    return new ResolvedPackages(trees, List.copyOf(others.values()));
  }

  private static List<PinnedDeb> pinned(List<PackageRecord> packages) {
    return packages.stream().map(PackageRecord::pinned).toList();
  }

  /** Fetches the lists again. */
  public void update(Suites suites) {
    if (offline) {
      throw new Failure(
          Diagnostic.error(Code.D4208, "no package lists of " + suites.shown() + " in the cache")
              .why("distroc is offline and cannot download them")
              .help("run once online; later runs use the cache")
              .help("a lock file needs no lists: distroc lock RECIPE"));
    }
    progress.report("fetching package lists of " + suites.shown(), 0, 0);
    try {
      apt(suites).update();
    } catch (IOException e) {
      throw host.cache().unusable(e);
    }
  }

  /**
   * The packages in the cache, those that are missing fetched and unpacked.
   *
   * @throws Failure D4204 and D4205 for packages that cannot be trusted, D4206 if the archive no
   *     longer has one, D4208 while distroc is offline
   */
  public List<StoredPackage> obtain(Suites suites, Collection<PinnedDeb> debs) {
    try {
      fetch(suites, missing(debs));
      List<StoredPackage> stored = new ArrayList<>();
      for (PinnedDeb deb : debs) {
        stored.add(
            store.find(deb).orElseThrow(() -> new IOException(deb.shown() + " has disappeared")));
      }
      return stored;
    } catch (IOException e) {
      throw host.cache().unusable(e);
    }
  }

  private List<PinnedDeb> missing(Collection<PinnedDeb> debs) throws IOException {
    List<PinnedDeb> missing = new ArrayList<>();
    for (PinnedDeb deb : debs) {
      if (store.find(deb).isEmpty()) {
        missing.add(deb);
      }
    }
    return missing;
  }

  private void fetch(Suites suites, List<PinnedDeb> debs) throws IOException {
    if (debs.isEmpty()) {
      return;
    }
    if (offline) {
      throw new Failure(
          debs.stream()
              .map(
                  deb ->
                      Diagnostic.error(
                              Code.D4208, "package `" + deb.shown() + "` is not in the cache")
                          .why("distroc is offline and cannot download it")
                          .help("run once online; later runs use the cache"))
              .toList());
    }
    if (!apt(suites).canDownload()) {
      throw new Failure(
          Diagnostic.error(Code.D4207, "packages are downloaded by apt, which is not installed")
              .help("install it: apt-get on Debian and Ubuntu, the package `apt` elsewhere"));
    }
    Path downloads = Files.createDirectories(host.cache().folder(CacheFolder.DOWNLOADS));
    Path folder = Files.createTempDirectory(downloads, "debs-");
    try {
      long bytes = debs.stream().mapToLong(PinnedDeb::size).sum();
      progress.report("downloading " + debs.size() + " packages", 0, bytes);
      List<PrivateApt.Wanted> wanted =
          debs.stream()
              .map(deb -> new PrivateApt.Wanted(deb, folder.resolve(deb.sha256() + ".deb")))
              .toList();
      Optional<Outcome> failed = apt(suites).download(wanted);
      List<Diagnostic> errors = new ArrayList<>();
      for (PrivateApt.Wanted one : wanted) {
        if (Files.isRegularFile(one.into())) {
          store.add(one.deb(), one.into());
          Files.delete(one.into());
        } else {
          errors.add(absent(one, failed));
        }
      }
      if (!errors.isEmpty()) {
        throw new Failure(errors);
      }
    } finally {
      Trees.delete(folder);
    }
  }

  /** apt leaves a file whose digest differs under another name. */
  private static Diagnostic absent(PrivateApt.Wanted one, Optional<Outcome> failed)
      throws IOException {
    PinnedDeb deb = one.deb();
    Path other = one.into().resolveSibling(one.into().getFileName() + ".FAILED");
    if (Files.isRegularFile(other)) {
      return Diagnostic.error(Code.D4205, "checksum mismatch for package `" + deb.name() + "`")
          .why("expected sha256:" + deb.sha256())
          .why("received sha256:" + BoundedFiles.digest(other) + " from " + deb.url())
          .help("find out who changed it before you use it");
    }
    return Diagnostic.error(Code.D4206, "the archive has no `" + deb.shown() + "` any more")
        .why(
            failed
                .flatMap(o -> o.errors().lines().filter(l -> l.contains(name(deb))).findFirst())
                .or(() -> failed.map(o -> o.lastLines(3)))
                .orElse("nothing came from " + deb.url()))
        .why("archives keep only the newest version of a package")
        .help("copy " + deb.sha256() + " from the cache of a machine that built it, `debs/`")
        .help("or get it from https://snapshot.debian.org, with a mirror there in the recipe")
        .help("or lock the versions of today: distroc lock --update RECIPE");
  }

  private static String name(PinnedDeb deb) {
    return deb.path().substring(deb.path().lastIndexOf('/') + 1).split("_", 2)[0];
  }

  private PrivateApt apt(Suites suites) {
    return new PrivateApt(host, home(suites), suites);
  }

  private Path home(Suites suites) {
    return host.cache().folder(CacheFolder.SUITES).resolve(suites.key());
  }

  private Path lockOf(Suites suites) {
    return host.cache().lock("suites-" + suites.key());
  }

  private Path note(Suites suites, String state, List<Request> whole, List<Request> parts) {
    Sha256 digest = new Sha256().update(state);
    whole.forEach(one -> digest.update("w " + one.name() + "\n"));
    parts.forEach(one -> digest.update("p " + one.name() + "\n"));
    return home(suites).resolve("resolved-" + digest.hex().substring(0, 32));
  }

  private static Optional<ResolvedPackages> noted(Path note) throws IOException {
    return AtomicFiles.read(note).flatMap(ResolvedPackages::parse);
  }
}
