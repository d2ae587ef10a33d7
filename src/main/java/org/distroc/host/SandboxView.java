package org.distroc.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that a confined command sees, as options of bubblewrap. Everything is mounted at its
 * real path; links on the way there are made again, so that both spellings of a path work as they
 * do outside.
 */
final class SandboxView {
  /** Folders of the system. On many, some are links into /usr. */
  private static final List<String> SYSTEM =
      List.of(
          "/usr",
          "/bin",
          "/sbin",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/opt",
          "/nix/store",
          "/gnu/store");

  /** What tools read in /etc to find libraries and each other, and their defaults. */
  private static final List<String> SETTINGS =
      Stream.of(
              "alternatives ld.so.cache ld.so.conf ld.so.conf.d localtime",
              "ccache.conf terminfo perl python3 gdb ssl/openssl.cnf xattr.conf")
          .flatMap(names -> Stream.of(names.split(" ")))
          .map("/etc/"::concat)
          .toList();

  /**
   * What malloc of glibc reads where large pages are set to be used: without it a linker takes half
   * as long again.
   */
  private static final String LARGE_PAGES = "/sys/kernel/mm/transparent_hugepage";

  /** What programs that use the network need. */
  private static final List<String> NETWORK =
      List.of(
          "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/services", "/etc/distcc");

  private static final int LINKS_FOLLOWED = 40;

  private final Path home;

  /** Mounts by the path in the sandbox: parents before what is in them. */
  private final TreeMap<Path, Confinement.Mount> mounts =
      new TreeMap<>(Comparator.comparingInt(Path::getNameCount).thenComparing(Path::toString));

  private final Map<Path, Path> links = new LinkedHashMap<>();

  /**
   * The view of a command.
   *
   * @param home of the user; it is never mounted because of the PATH
   * @param path the value of PATH in the sandbox
   */
  SandboxView(Confinement confinement, Path home, String path) {
    this.home = home;
    SYSTEM.forEach(folder -> read(Path.of(folder)));
    SETTINGS.forEach(file -> read(Path.of(file)));
    read(Path.of(LARGE_PAGES));
    if (confinement.network()) {
      NETWORK.forEach(file -> read(Path.of(file)));
    }
    Stream.of(path.split(":")).forEach(this::program);
    confinement.mounts().forEach(this::add);
  }

  private void read(Path path) {
    add(new Confinement.Mount(path, path, Confinement.Access.READ));
  }

  private void add(Confinement.Mount mount) {
    if (!mount.source().equals(mount.at())) {
      mounts.put(mount.at(), mount);
      return;
    }
    Optional<Path> real = real(mount.source());
    if (real.isPresent()) {
      Confinement.Mount moved = new Confinement.Mount(real.get(), real.get(), mount.access());
      // The right to change something includes that to read it.
      mounts.merge(real.get(), moved, (a, b) -> a.access().compareTo(b.access()) >= 0 ? a : b);
    }
  }

  /** Shows a file or folder that need not be a program's. Does nothing if it is there already. */
  void addUnlessVisible(Path path) {
    if (!isVisible(path)) {
      read(path);
    }
  }

  /** Whether there is a folder at a path, even if only for something mounted below it. */
  boolean hasFolder(Path folder) {
    return isVisible(folder) || mounts.keySet().stream().anyMatch(at -> at.startsWith(folder));
  }

  /** Whether a path leads to something mounted. */
  boolean isVisible(Path path) {
    try {
      Path real = path.toRealPath();
      return mounts.values().stream()
              .anyMatch(m -> real.startsWith(m.source()) && m.source().equals(m.at()))
          || mounts.containsKey(path);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A folder of the PATH. A compiler in a folder {@code bin} has its other parts next to it; but
   * what is hidden in a home is not a place for compilers.
   */
  private void program(String entry) {
    try {
      Path folder = Path.of(entry).normalize();
      Path parent = folder.getParent();
      if (!folder.isAbsolute() || parent == null || !Files.isDirectory(folder)) {
        return;
      }
      boolean isPrefix =
          folder.endsWith("bin")
              && parent.getNameCount() > 0
              && !home.startsWith(parent)
              && !isHidden(parent)
              && (Files.isDirectory(parent.resolve("lib"))
                  || Files.isDirectory(parent.resolve("libexec")));
      Path shown = isPrefix ? parent : folder;
      if (!home.toRealPath().startsWith(shown.toRealPath())) {
        addUnlessVisible(shown);
      }
    } catch (InvalidPathException | IOException e) {
      // Such an entry holds no program.
      return;
    }
  }

  private boolean isHidden(Path folder) {
    return folder.startsWith(home) && home.relativize(folder).toString().matches("(.*/)?\\..*");
  }

  /** The real path, if there is something; remembers the links on the way. */
  private Optional<Path> real(Path path) {
    Path rest = path.toAbsolutePath().normalize();
    Path done = rest.getRoot();
    for (int followed = 0; followed < LINKS_FOLLOWED; followed++) {
      Optional<Path> link = firstLink(done, rest);
      if (link.isEmpty()) {
        return Files.exists(rest, LinkOption.NOFOLLOW_LINKS) ? Optional.of(rest) : Optional.empty();
      }
      try {
        Path target = Files.readSymbolicLink(link.get());
        links.put(link.get(), target);
        rest = link.get().resolveSibling(target).resolve(link.get().relativize(rest)).normalize();
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> firstLink(Path root, Path path) {
    Path prefix = root;
    for (Path name : path) {
      prefix = prefix.resolve(name);
      if (Files.isSymbolicLink(prefix)) {
        return Optional.of(prefix);
      }
    }
    return Optional.empty();
  }

  /** Whether the nearest mount above shows the same: each mount takes time. */
  private boolean isIncluded(Confinement.Mount mount) {
    if (mount.access() != Confinement.Access.READ || !mount.source().equals(mount.at())) {
      return false;
    }
    for (Path above = mount.at().getParent(); above != null; above = above.getParent()) {
      Confinement.Mount outer = mounts.get(above);
      if (outer != null) {
        return outer.access() == Confinement.Access.READ && outer.source().equals(outer.at());
      }
    }
    return false;
  }

  /** The mounts and links as options of bubblewrap. */
  List<String> options() {
    List<String> words = new ArrayList<>();
    for (Confinement.Mount mount : mounts.values()) {
      if (isIncluded(mount)) {
        continue;
      }
      words.add(
          switch (mount.access()) {
            case READ -> "--ro-bind-try";
            case WRITE -> "--bind-try";
            case DEVICE -> "--dev-bind-try";
          });
      words.add(mount.source().toString());
      words.add(mount.at().toString());
    }
    links.forEach(
        (link, target) -> {
          if (mounts.keySet().stream().noneMatch(link::startsWith)) {
            words.addAll(List.of("--symlink", target.toString(), link.toString()));
          }
        });
    return words;
  }
}
