package org.distroc.kernel;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.NearestNames;
import org.distroc.host.AtomicFiles;
import org.distroc.host.Trees;

/**
 * A kernel from a Debian package: the tarball that the installed package put into {@code /usr/src},
 * or else the package's .deb, fetched by apt and unpacked without root.
 */
final class DebianSource {
  private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]+");
  private static final Pattern OTHER = Pattern.compile("\\b(linux-source-[a-z0-9.+-]+)");
  private static final List<String> ENDINGS = List.of(".tar.xz", ".tar.bz2", ".tar.gz", ".tar.zst");

  private static final String REMEDY_OLD =
      "get the old .deb from https://snapshot.debian.org, install it, and build again";

  private final SourceCache cache;
  private final Apt apt;
  private final Path notes;
  private final Path installed;
  private final Progress progress;

  /**
   * Packages of a host.
   *
   * @param notes a folder that remembers which tarball was in which .deb
   * @param installed where packages put sources: {@code /usr/src}
   */
  DebianSource(SourceCache cache, Apt apt, Path notes, Path installed, Progress progress) {
    this.cache = cache;
    this.apt = apt;
    this.notes = notes;
    this.installed = installed;
    this.progress = progress;
  }

  /** The tarball of a package that is installed. */
  Optional<Path> installedTarball(String name) {
    if (PACKAGE.matcher(name).matches()) {
      for (String ending : ENDINGS) {
        Path tarball = installed.resolve(name + ending);
        if (Files.isRegularFile(tarball)) {
          return Optional.of(tarball);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The tree in a package that is not installed.
   *
   * @throws Failure D2000, D5020, D5021, D5022, D5023, D5026
   */
  KernelTree fetch(String name, String origin, KernelSources.Options options) throws IOException {
    if (!PACKAGE.matcher(name).matches()) {
      throw new Failure(
          unknown(name).why("a package name has lower-case letters, digits and + - . only"));
    }
    if (options.offline()) {
      return last(name, origin).orElseThrow(() -> KernelSources.needsNetwork(origin));
    }
    if (!apt.present()) {
      throw new Failure(noApt(name));
    }
    Path last = notes.resolve("last-" + name);
    if (apt.stateStamp().equals(secondLine(last))) {
      Optional<KernelTree> same = noted(last, origin);
      if (same.isPresent()) {
        return same.get();
      }
    }
    Apt.Package found = find(name, options);
    Path note = notes.resolve(found.sha256());
    Optional<KernelTree> before = noted(note, origin);
    KernelTree tree =
        before.isPresent()
            ? before.get()
            : cache.exclusively("deb-" + found.sha256(), () -> download(found, note, origin));
    write(last, tree.identity() + "\n" + apt.stateStamp());
    return tree;
  }

  /**
   * The tree in one version of a package that is not installed.
   *
   * @throws Failure D1086 if apt does not have the version, D5020 to D5026 as without one
   */
  KernelTree fetch(String name, KernelSource.Pin pin, String origin, KernelSources.Options options)
      throws IOException {
    String exact = origin + " in version " + pin.version();
    if (options.offline()) {
      throw KernelSources.needsNetwork(exact);
    }
    if (!apt.present()) {
      throw new Failure(noApt(name));
    }
    if (!apt.hasLists() && options.updateLists()) {
      progress.report("fetching package lists", 0, 0);
      apt.update();
    }
    Apt.Package found =
        apt.find(name, pin.version()).orElseThrow(() -> new Failure(gone(name, pin)));
    Path note = notes.resolve(found.sha256());
    KernelTree tree =
        cache.exclusively("deb-" + found.sha256(), () -> download(found, note, origin));
    if (!tree.identity().equals("sha256:" + pin.sha256())) {
      throw new Failure(
          Diagnostic.error(
                  Code.D2001,
                  "`"
                      + name
                      + "` "
                      + pin.version()
                      + " contains a different tarball than was locked")
              .why("the lock file has  sha256:" + pin.sha256())
              .why("the package has    " + tree.identity())
              .help("find out who changed it before you build with it"));
    }
    return tree;
  }

  private Diagnostic gone(String name, KernelSource.Pin pin) {
    Diagnostic diagnostic =
        Diagnostic.error(
                Code.D1086,
                "`" + name + "` is locked to " + pin.version() + ", which apt no longer provides")
            .why("archives keep only the newest version of a package");
    try {
      List<String> others = apt.versions(name);
      if (!others.isEmpty()) {
        diagnostic = diagnostic.why("apt has " + String.join(", ", others));
      }
    } catch (IOException e) {
      // The message works without it.
      return diagnostic.help(REMEDY_OLD);
    }
    return diagnostic
        .help(REMEDY_OLD)
        .help("or lock the current version: distroc lock --update RECIPE");
  }

  /**
   * Which version of a package has the tarball of an identity: noted when it was unpacked, or asked
   * of the system once.
   *
   * @param installed whether it is the tarball of the installed version
   */
  Optional<String> version(String name, String identity, boolean installed) throws IOException {
    Path note = notes.resolve("version-of-" + identity.replace(':', '-'));
    Optional<String> noted = AtomicFiles.read(note).flatMap(text -> text.lines().findFirst());
    if (noted.isPresent()) {
      return noted;
    }
    Optional<String> version = installed ? apt.installed(name) : offered(name, identity);
    if (version.isPresent()) {
      write(note, version.get());
    }
    return version;
  }

  /** The version in apt's lists whose tarball was unpacked once and is the one. */
  private Optional<String> offered(String name, String identity) throws IOException {
    if (apt.present()) {
      for (String version : apt.versions(name)) {
        Optional<Apt.Package> found = apt.find(name, version);
        Path tarball = notes.resolve(found.map(Apt.Package::sha256).orElse("none"));
        if (AtomicFiles.read(tarball).orElse("").strip().equals(identity)) {
          return Optional.of(version);
        }
      }
    }
    return Optional.empty();
  }

  private static String secondLine(Path note) throws IOException {
    return AtomicFiles.read(note).flatMap(text -> text.lines().skip(1).findFirst()).orElse("");
  }

  private Apt.Package find(String name, KernelSources.Options options) throws IOException {
    Optional<Apt.Package> found = apt.find(name);
    if (found.isEmpty() && !apt.hasLists()) {
      if (!options.updateLists()) {
        throw new Failure(
            Diagnostic.error(
                    Code.D5021, "apt has no package lists, so it cannot find `" + name + "`")
                .why("this host's package lists are empty, as in a fresh container")
                .help("fetch them: apt-get update"));
      }
      progress.report("fetching package lists", 0, 0);
      apt.update();
      found = apt.find(name);
    }
    if (found.isEmpty()) {
      throw new Failure(withAlternatives(unknown(name), name));
    }
    return found.get();
  }

  private static Diagnostic noApt(String name) {
    return Diagnostic.error(
            Code.D5020, "`" + name + "` is a Debian package, but this host has no apt")
        .why("apt-get and apt-cache are not on the PATH, and the tarball is not in /usr/src")
        .help(
            "name the kernel by `tarball` with `url` and `sha256`; releases are at"
                + " https://www.kernel.org");
  }

  private Diagnostic unknown(String name) {
    return Diagnostic.error(Code.D2000, "apt has no package `" + name + "`")
        .label("no such package");
  }

  private Diagnostic withAlternatives(Diagnostic diagnostic, String name) throws IOException {
    List<String> known =
        apt.names("linux-source").stream().filter(n -> OTHER.matcher(n).matches()).toList();
    List<String> nearest = NearestNames.to(name, known);
    Diagnostic more =
        nearest.isEmpty() ? diagnostic : diagnostic.help("did you mean `" + nearest.get(0) + "`?");
    return known.isEmpty()
        ? more.help("kernel source packages are named linux-source-…; apt lists none")
        : more.help("kernel source packages: " + String.join(", ", known));
  }

  private KernelTree download(Apt.Package found, Path note, String origin) throws IOException {
    Optional<KernelTree> meanwhile = noted(note, origin);
    if (meanwhile.isPresent()) {
      return meanwhile.get();
    }
    Path folder = Files.createTempDirectory(cache.downloads(), found.name() + "-");
    try {
      Path deb = apt.download(found, folder, progress);
      String digest = new DigestCache(folder.resolve("digests"), progress).of(deb);
      if (!digest.equals(found.sha256())) {
        throw new Failure(
            Diagnostic.error(Code.D5023, "checksum mismatch for package `" + found.name() + "`")
                .why("expected sha256:" + found.sha256())
                .why("received sha256:" + digest)
                .help("run apt-get update, then try again"));
      }
      return unpack(found, deb, folder.resolve("tarball"), note, origin);
    } finally {
      Trees.delete(folder);
    }
  }

  private KernelTree unpack(Apt.Package found, Path deb, Path into, Path note, String origin)
      throws IOException {
    Files.createFile(into);
    Optional<String> digest;
    try {
      digest = DebFile.extract(deb, into, progress);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D2004, "cannot unpack package `" + found.name() + "`")
              .why(String.valueOf(e.getMessage()))
              .help("install it instead: apt-get install " + found.name()));
    }
    if (digest.isEmpty()) {
      throw new Failure(empty(found));
    }
    Files.delete(deb);
    KernelTree tree = cache.unpackTarball(into, digest.get(), origin);
    write(note, tree.identity());
    write(notes.resolve("version-of-" + tree.identity().replace(':', '-')), found.version());
    return tree;
  }

  private Diagnostic empty(Apt.Package found) {
    Diagnostic diagnostic =
        Diagnostic.error(Code.D2000, "the package `" + found.name() + "` contains no kernel source")
            .label("contains no tarball");
    Matcher other = OTHER.matcher(found.depends());
    return other.find()
        ? diagnostic
            .why("it is a metapackage that depends on `" + other.group(1) + "`")
            .help("name `" + other.group(1) + "` itself, so that the recipe keeps its kernel")
        : diagnostic.help("name a package such as linux-source-6.1");
  }

  /** The tree that this package gave last, whichever version that was. */
  Optional<KernelTree> last(String name, String origin) throws IOException {
    return noted(notes.resolve("last-" + name), origin);
  }

  /** The identity of the source this package contained last, if apt still offers the same. */
  Optional<String> lastIdentity(String name, KernelSources.Options options) throws IOException {
    Path last = notes.resolve("last-" + name);
    return options.offline() || apt.stateStamp().equals(secondLine(last))
        ? identity(last)
        : Optional.empty();
  }

  private static Optional<String> identity(Path note) throws IOException {
    return AtomicFiles.read(note)
        .flatMap(text -> text.lines().findFirst())
        .filter(line -> line.matches("sha256:[0-9a-f]{64}"));
  }

  private Optional<KernelTree> noted(Path note, String origin) throws IOException {
    Optional<String> identity = identity(note);
    return identity.isPresent()
        ? cache.find(new SourceCache.Key("sha256", identity.get().substring(7)), origin)
        : Optional.empty();
  }

  private void write(Path note, String text) throws IOException {
    AtomicFiles.write(note, text + "\n");
  }
}
