package org.distroc.debian;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;

/** All files of some packages by their path where {@code /bin} and its like are below /usr. */
final class PackageFiles {
  private static final String CONFIG = "/etc/ld.so.conf.d/";
  private static final int MOST_LINKS = 40;

  private final TreeMap<String, Owned> byPath = new TreeMap<>();

  private record Owned(DebEntry entry, StoredPackage by) {}

  /**
   * A file and the links that lead to it.
   *
   * @param path where it is, without any link
   * @param links that were followed on the way to it, apart from those of the layout
   */
  record Found(String path, Entry entry, List<Found> links) {
    boolean isFile() {
      return entry.node() instanceof Node.File;
    }

    /** Its first bytes. */
    byte[] start(int most) throws IOException {
      try (InputStream in = ((Node.File) entry.node()).content().open()) {
        return in.readNBytes(most);
      }
    }

    /** All of its bytes. */
    byte[] bytes(int most) throws IOException {
      if (((Node.File) entry.node()).content().size() > most) {
        throw new IOException("`" + path + "` has more than " + (most >> 20) + " MiB");
      }
      return start(most);
    }
  }

  PackageFiles(Collection<StoredPackage> packages) {
    for (StoredPackage one : packages) {
      Map<String, DebEntry> files = new HashMap<>();
      for (DebEntry e : one.tree().entries()) {
        DebEntry real = e.kind() == DebEntry.Kind.HARD_LINK ? files.get(e.target()) : e;
        if (real != null) {
          files.put(e.path(), real);
          byPath.putIfAbsent(MergedUsr.path(e.path()), new Owned(real, one));
        }
      }
    }
  }

  /** What is at a path once all links are followed; empty if there is nothing. */
  Optional<Found> find(String path) {
    Deque<String> left = new ArrayDeque<>();
    push(left, MergedUsr.path(path));
    List<Found> links = new ArrayList<>();
    String at = "";
    while (!left.isEmpty()) {
      String part = left.pop();
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        at = at.isEmpty() ? "" : parent(at);
        continue;
      }
      at = MergedUsr.path(at + "/" + part + "/x");
      at = at.substring(0, at.length() - 2);
      Owned here = byPath.get(at);
      if (here != null && here.entry().kind() == DebEntry.Kind.LINK) {
        links.add(new Found(at, entry(at, here), List.of()));
        if (links.size() > MOST_LINKS) {
          return Optional.empty();
        }
        String target = here.entry().target();
        push(left, target);
        at = target.startsWith("/") ? "" : parent(at);
      }
    }
    Owned end = byPath.get(at);
    String real = at;
    return Optional.ofNullable(end).map(one -> new Found(real, entry(real, one), links));
  }

  private static void push(Deque<String> left, String path) {
    String[] parts = path.split("/");
    for (int i = parts.length - 1; i >= 0; i--) {
      left.push(parts[i]);
    }
  }

  private static Entry entry(String path, Owned one) {
    DebEntry e = one.entry();
    Node node = PackageTree.node(e, one.by());
    return new Entry(path, node, e.mode(), e.uid(), e.gid(), one.by().deb().shown());
  }

  /** The folder of a path; empty for the root. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** A file by itself, or all files and links in a folder. */
  List<String> below(String path) {
    String real = MergedUsr.path(path);
    String plain = real.endsWith("/") ? real.substring(0, real.length() - 1) : real;
    List<String> below = new ArrayList<>();
    byPath
        .subMap(plain, plain + "0")
        .forEach(
            (at, one) -> {
              boolean inside = at.equals(plain) || at.startsWith(plain + "/");
              if (inside && one.entry().kind() != DebEntry.Kind.FOLDER) {
                below.add(at);
              }
            });
    return below;
  }

  /** The programs of a package. */
  List<String> programsOf(String name) {
    return byPath.entrySet().stream()
        .filter(e -> e.getValue().by().deb().name().equals(name))
        .filter(e -> e.getValue().entry().kind() != DebEntry.Kind.FOLDER)
        .map(Map.Entry::getKey)
        .filter(path -> parent(path).endsWith("bin") || parent(path).endsWith("/games"))
        .toList();
  }

  /** The folders that the packages' configuration of the loader names. */
  List<String> libraryFolders() throws IOException {
    List<String> folders = new ArrayList<>();
    for (String path : below(CONFIG)) {
      Optional<Found> file = find(path).filter(Found::isFile);
      if (file.isPresent()) {
        new String(file.get().start(1 << 16), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("/"))
            .forEach(folders::add);
      }
    }
    return folders;
  }
}
