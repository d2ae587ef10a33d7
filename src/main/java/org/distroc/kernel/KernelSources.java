package org.distroc.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.CacheFolder;
import org.distroc.host.CacheLayout;
import org.distroc.host.Host;

/**
 * Turns the kernel source of a recipe into a tree on disk. Sources with a digest are unpacked into
 * the cache once for all recipes and names; a second request costs a few file reads, and no
 * network.
 */
public final class KernelSources {
  private static final Path INSTALLED = Path.of("/usr/src");

  private final Progress progress;
  private final CacheLayout layout;
  private final Path currentFolder;
  private final DigestCache digests;
  private final SourceCache cache;
  private final DebianSource debian;
  private final GitSource git;
  private final Download download;

  /** Sources for a host, kept in its cache folder. */
  public KernelSources(Host host, Progress progress) {
    this(host, progress, INSTALLED, Download.Limits.KERNEL);
  }

  /** As above, with another folder of installed sources and other limits, for tests. */
  KernelSources(Host host, Progress progress, Path installed, Download.Limits limits) {
    this.progress = progress;
    this.layout = host.cache();
    this.currentFolder = host.currentFolder();
    this.digests = new DigestCache(layout.folder(CacheFolder.DIGESTS), progress);
    this.cache = new SourceCache(host, progress);
    Apt apt = new Apt(host, layout.folder(CacheFolder.APT));
    this.debian =
        new DebianSource(cache, apt, layout.folder(CacheFolder.PACKAGES), installed, progress);
    this.git = new GitSource(host, cache, progress);
    this.download = new Download(host, progress, limits);
  }

  /**
   * What obtaining a source may do.
   *
   * @param offline whether to stay off the network
   * @param updateLists whether package lists may be fetched where apt has none; they are kept in
   *     distroc's own cache, and nothing of the system changes
   */
  public record Options(boolean offline, boolean updateLists) {
    /** Uses the network as needed. */
    public static final Options ONLINE = new Options(false, true);

    /** Uses only what is on this machine. */
    public static final Options OFFLINE = new Options(true, false);
  }

  /**
   * The tree of a source, fetched and unpacked if it is not on this machine yet.
   *
   * @param at the place in the recipe that errors point to
   * @throws Failure D2000 to D2008 for what the recipe says, D5020 to D5027 for errors of the
   *     machine or the network
   */
  public KernelTree obtain(KernelSource source, Optional<Span> at, Options options) {
    try {
      return obtain(source, options);
    } catch (Failure e) {
      throw new Failure(
          e.diagnostics().stream()
              .map(d -> d.at().isPresent() ? d : d.at(at))
              .map(KernelSources::withCommand)
              .toList());
    } catch (IOException e) {
      throw new Failure(layout.unusable(e).diagnostics().get(0).at(at));
    }
  }

  /**
   * The tree of a source if it is on this machine already; fetches and unpacks nothing.
   *
   * @throws Failure D5024 if the cache cannot be read
   */
  public Optional<KernelTree> known(KernelSource source) {
    try {
      if (source instanceof KernelSource.Debian one) {
        String origin = "Debian package " + one.packageName();
        if (one.pin().isPresent()) {
          return cache.find(new SourceCache.Key("sha256", one.pin().get().sha256()), origin);
        }
        Optional<Path> tarball = debian.installedTarball(one.packageName());
        return tarball.isPresent()
            ? cache.find(new SourceCache.Key("sha256", digests.of(tarball.get())), origin)
            : debian.last(one.packageName(), origin);
      } else if (source instanceof KernelSource.TarballFile one) {
        return cache.find(
            new SourceCache.Key("sha256", one.sha256()), "tarball " + one.file().getFileName());
      } else if (source instanceof KernelSource.TarballUrl one) {
        return cache.find(new SourceCache.Key("sha256", one.sha256()), "tarball " + one.url());
      } else if (source instanceof KernelSource.Git one) {
        return cache.find(new SourceCache.Key("git", one.commit()), gitOrigin(one));
      }
      return Optional.of(obtain(source, Options.OFFLINE));
    } catch (IOException e) {
      throw layout.unusable(e);
    }
  }

  /**
   * The identity of the tree that {@link #obtain} would return, if that is known without a process,
   * the network or unpacking, whether or not the tree is on this machine.
   */
  public Optional<String> identity(KernelSource source, Options options) {
    try {
      if (source instanceof KernelSource.Debian one) {
        Optional<Path> tarball = debian.installedTarball(one.packageName());
        return tarball.isPresent()
            ? Optional.of("sha256:" + digests.of(tarball.get()))
            : debian.lastIdentity(one.packageName(), options);
      } else if (source instanceof KernelSource.TarballFile one) {
        String digest = digests.of(currentFolder.resolve(one.file()));
        return Optional.of("sha256:" + digest).filter(id -> digest.equalsIgnoreCase(one.sha256()));
      } else if (source instanceof KernelSource.TarballUrl one) {
        return Optional.of("sha256:" + one.sha256().toLowerCase(Locale.ROOT));
      } else if (source instanceof KernelSource.Git one) {
        return Optional.of("git:" + one.commit());
      }
      return Optional.empty();
    } catch (IOException e) {
      // obtain() reports what is wrong.
      return Optional.empty();
    }
  }

  /**
   * The newest kernel in the cache.
   *
   * @throws Failure D5024 if the cache cannot be read
   */
  public Optional<KernelTree> newest() {
    try {
      return cache.all().stream().max(Comparator.comparing(KernelTree::release));
    } catch (IOException e) {
      throw layout.unusable(e);
    }
  }

  private static String gitOrigin(KernelSource.Git source) {
    return "commit " + source.commit() + " of " + source.url();
  }

  private KernelTree obtain(KernelSource source, Options options) throws IOException {
    if (source instanceof KernelSource.Debian one) {
      return debian(one, options);
    } else if (source instanceof KernelSource.TarballFile one) {
      return tarballFile(one);
    } else if (source instanceof KernelSource.TarballUrl one) {
      return tarballUrl(one, options);
    } else if (source instanceof KernelSource.Git one) {
      return git.obtain(one, gitOrigin(one), options);
    } else if (source instanceof KernelSource.Folder one) {
      return KernelFolder.open(currentFolder.resolve(one.path()));
    }
    throw new IllegalArgumentException("no such source: " + source);
  }

  private KernelTree debian(KernelSource.Debian source, Options options) throws IOException {
    String name = source.packageName();
    String origin = "Debian package " + name;
    Optional<Path> tarball = debian.installedTarball(name);
    if (source.pin().isPresent()) {
      KernelSource.Pin pin = source.pin().get();
      Optional<KernelTree> before = cache.find(new SourceCache.Key("sha256", pin.sha256()), origin);
      if (before.isPresent()) {
        return before.get();
      }
      return tarball.isPresent() && digests.of(tarball.get()).equals(pin.sha256())
          ? cache.unpackTarball(tarball.get(), pin.sha256(), origin)
          : debian.fetch(name, pin, origin, options);
    }
    return tarball.isPresent()
        ? cache.unpackTarball(tarball.get(), digests.of(tarball.get()), origin)
        : debian.fetch(name, origin, options);
  }

  /**
   * Which version of a Debian package has the tarball that a tree was unpacked from; empty if
   * neither the system nor apt knows.
   *
   * @throws Failure D5024 if the cache cannot be used
   */
  public Optional<String> version(KernelSource.Debian source, KernelTree tree) {
    if (source.pin().isPresent()) {
      return source.pin().map(KernelSource.Pin::version);
    }
    try {
      Optional<Path> tarball = debian.installedTarball(source.packageName());
      boolean installed =
          tarball.isPresent() && tree.identity().equals("sha256:" + digests.of(tarball.get()));
      return debian.version(source.packageName(), tree.identity(), installed);
    } catch (IOException e) {
      throw layout.unusable(e);
    }
  }

  /**
   * The tree of a source, unpacked once more from its archive; empty if the archive is not on this
   * machine, or the source is a folder.
   *
   * @param tree the tree in the cache
   * @param place an empty folder
   * @throws Failure D2004 if the archive is damaged
   */
  public Optional<Path> unpackAgain(KernelSource source, KernelTree tree, Path place)
      throws IOException {
    Optional<Path> archive = Optional.empty();
    if (source instanceof KernelSource.TarballFile one) {
      archive = Optional.of(currentFolder.resolve(one.file()));
    } else if (source instanceof KernelSource.Debian one) {
      archive = debian.installedTarball(one.packageName());
    }
    boolean same =
        archive.isPresent()
            && Files.isRegularFile(archive.get())
            && tree.identity().equals("sha256:" + digests.of(archive.get()));
    return same
        ? Optional.of(cache.unpackAt(archive.get(), tree.origin(), place).toRealPath())
        : Optional.empty();
  }

  private KernelTree tarballFile(KernelSource.TarballFile source) throws IOException {
    Path file = currentFolder.resolve(source.file());
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      String reason = Files.exists(file) ? "it is not a readable file" : "no such file";
      throw new Failure(
          Diagnostic.error(Code.D2002, "the tarball `" + file + "` cannot be read")
              .why(reason)
              .help("a path in a recipe starts at the recipe's own folder"));
    }
    String digest = digests.of(file);
    compare("`" + file + "`", source.sha256(), digest);
    return cache.unpackTarball(file, digest, "tarball " + file.getFileName());
  }

  private KernelTree tarballUrl(KernelSource.TarballUrl source, Options options)
      throws IOException {
    String wanted = source.sha256().toLowerCase(Locale.ROOT);
    String origin = "tarball " + source.url();
    checkForm(wanted);
    SourceCache.Key key = new SourceCache.Key("sha256", wanted);
    Optional<KernelTree> before = cache.find(key, origin);
    if (before.isPresent()) {
      return before.get();
    }
    if (options.offline()) {
      throw needsNetwork(origin);
    }
    return cache.exclusively("fetch-" + wanted, () -> fetch(source, key, origin));
  }

  private KernelTree fetch(KernelSource.TarballUrl source, SourceCache.Key key, String origin)
      throws IOException {
    Optional<KernelTree> meanwhile = cache.find(key, origin);
    if (meanwhile.isPresent()) {
      return meanwhile.get();
    }
    Path file = Files.createTempFile(cache.downloads(), "tarball-", "");
    try {
      compare("`" + source.url() + "`", source.sha256(), download.fetch(source.url(), file));
      return cache.unpackTarball(file, key.digest(), origin);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void checkForm(String digest) {
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new Failure(
          Diagnostic.error(Code.D2001, "`" + digest + "` is not a SHA-256 checksum")
              .why("it has 64 hexadecimal digits")
              .help("`sha256sum FILE` prints it"));
    }
  }

  private static void compare(String what, String wanted, String found) {
    checkForm(wanted.toLowerCase(Locale.ROOT));
    if (!wanted.toLowerCase(Locale.ROOT).equals(found)) {
      throw new Failure(
          Diagnostic.error(Code.D2001, "checksum mismatch for " + what)
              .label("not this file's checksum")
              .why("the recipe says " + wanted)
              .why("the file has    " + found)
              .why("nothing was unpacked")
              .help("if you trust the file, use the second checksum")
              .help(
                  "if not, find out who changed it: releases are signed at"
                      + " https://www.kernel.org"));
    }
  }

  /** Adds the command that fetches a missing source. */
  private static Diagnostic withCommand(Diagnostic diagnostic) {
    if (diagnostic.code() != Code.D5022 || diagnostic.at().isEmpty()) {
      return diagnostic;
    }
    String recipe = diagnostic.at().get().file().replaceFirst("\\.lock\\.yaml$", ".yaml");
    return diagnostic.help("fetch it without building: distroc expand " + recipe);
  }

  static Failure needsNetwork(String origin) {
    return new Failure(
        Diagnostic.error(Code.D5022, origin + " is not in the cache")
            .why("distroc is offline and cannot download it")
            .help("run once online; later runs use the cache"));
  }
}
