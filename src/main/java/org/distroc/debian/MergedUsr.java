package org.distroc.debian;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;

/**
 * The layout that Debian's systems have since 2023, and that packages may count on: all programs
 * and libraries are below {@code /usr}, and {@code /bin}, {@code /sbin}, {@code /lib} are links.
 * Packages of bookworm still hold both kinds of paths.
 */
public final class MergedUsr {
  private static final String USR = "/usr";

  private MergedUsr() {}

  /** Whether a name at the top is one of the links. */
  private static boolean isMerged(String name) {
    return name.equals("bin")
        || name.equals("sbin")
        || name.startsWith("lib")
            && (name.length() == 3 || Set.of("64", "32", "x32", "o32").contains(name.substring(3)));
  }

  /** Where a path is in this layout. */
  public static String path(String path) {
    int end = path.indexOf('/', 1);
    return end > 0 && isMerged(path.substring(1, end)) ? USR + path : path;
  }

  /**
   * A tree in this layout: what is in the folders at the top goes below {@code /usr}, the folders
   * become links. A tree without such folders stays as it is.
   */
  public static List<Entry> merge(List<Entry> entries) {
    Set<String> links = new TreeSet<>();
    List<Entry> merged = new ArrayList<>();
    for (Entry e : entries) {
      String top = top(e.path());
      if (isMerged(top) && (e.node() instanceof Node.Folder || !e.path().equals("/" + top))) {
        links.add(top);
      } else if (e.path().startsWith(USR + "/")) {
        String below = top(e.path().substring(USR.length()));
        if (isMerged(below)) {
          links.add(below);
        }
      }
      if (!isMerged(top) || !e.path().equals("/" + top)) {
        merged.add(at(e, path(e.path())));
      }
    }
    for (String link : links) {
      merged.add(new Entry("/" + link, new Node.Link("usr/" + link), 0777, 0, 0, "usr-merge"));
    }
    return sorted(merged);
  }

  /** The entries, and the links of this layout that they need. */
  static List<Entry> links(List<Entry> entries) {
    return entries.stream().anyMatch(e -> isMerged(top(MergedUsr.below(e.path()))))
        ? merge(entries)
        : entries;
  }

  private static String below(String path) {
    return path.startsWith(USR + "/") ? path.substring(USR.length()) : path;
  }

  private static String top(String path) {
    int end = path.indexOf('/', 1);
    return path.substring(1, end < 0 ? path.length() : end);
  }

  private static Entry at(Entry e, String path) {
    Node node =
        e.node() instanceof Node.HardLink other ? new Node.HardLink(path(other.path())) : e.node();
    return new Entry(path, node, e.mode(), e.uid(), e.gid(), e.origin());
  }

  /** By path, so that a folder comes before what is in it. */
  static List<Entry> sorted(List<Entry> entries) {
    return entries.stream().sorted(Comparator.comparing(Entry::path)).toList();
  }
}
