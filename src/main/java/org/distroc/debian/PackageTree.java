package org.distroc.debian;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;

/** The entries of whole packages as one tree. */
final class PackageTree {
  private final Map<String, PackageRequest> requests = new LinkedHashMap<>();
  private final Span nearest;
  private final Map<String, Owned> tree = new LinkedHashMap<>();
  private final List<Diagnostic> errors = new ArrayList<>();

  private record Owned(Entry entry, StoredPackage by) {}

  private PackageTree(List<PackageRequest> requests) {
    requests.forEach(one -> this.requests.put(one.name(), one));
    nearest = requests.get(0).at();
  }

  /**
   * The entries of packages, sorted by path; folders that several have are theirs together.
   *
   * @param packages each after those that needed it
   * @throws Failure D4203 if two have the same file
   */
  static List<Entry> of(List<StoredPackage> packages, List<PackageRequest> requests) {
    PackageTree tree = new PackageTree(requests);
    packages.forEach(tree::add);
    if (!tree.errors.isEmpty()) {
      throw new Failure(tree.errors);
    }
    return MergedUsr.merge(tree.tree.values().stream().map(Owned::entry).toList());
  }

  /** What a package leaves out: its own wishes, or what all that the recipe lists leave out. */
  private Set<PackageFilter> filters(String name) {
    if (requests.containsKey(name)) {
      return requests.get(name).without();
    }
    Set<PackageFilter> common = EnumSet.allOf(PackageFilter.class);
    requests.values().forEach(one -> common.retainAll(one.without()));
    return common;
  }

  private void add(StoredPackage one) {
    Set<PackageFilter> filters = filters(one.deb().name());
    Set<String> kept = new HashSet<>();
    for (DebEntry e : one.tree().entries()) {
      if (e.path().equals("/") || PackageFilter.removes(filters, e.path())) {
        continue;
      }
      if (e.kind() == DebEntry.Kind.HARD_LINK && !kept.contains(e.target())) {
        continue;
      }
      kept.add(e.path());
      put(new Owned(entry(e, one), one));
    }
  }

  private static Entry entry(DebEntry e, StoredPackage one) {
    return new Entry(
        MergedUsr.path(e.path()), node(e, one), e.mode(), e.uid(), e.gid(), one.deb().shown());
  }

  static Node node(DebEntry e, StoredPackage one) {
    return switch (e.kind()) {
      case FILE -> new Node.File(new StoredContent(one.files(), e.offset(), e.size(), e.sha256()));
      case FOLDER -> new Node.Folder();
      case LINK -> new Node.Link(e.target());
      case HARD_LINK -> new Node.HardLink(MergedUsr.path(e.target()));
    };
  }

  private void put(Owned one) {
    String path = one.entry().path();
    Owned before = tree.get(path);
    if (before == null) {
      tree.put(path, one);
      return;
    }
    boolean folders =
        one.entry().node() instanceof Node.Folder && before.entry().node() instanceof Node.Folder;
    if (folders || before.by() == one.by() && sameLink(one, before)) {
      return;
    }
    if (replaces(one.by(), before.by())) {
      tree.put(path, one);
    } else if (!replaces(before.by(), one.by())) {
      errors.add(twice(path, before.by(), one.by()));
    }
  }

  /** A package may have a link below /lib and the same below /usr/lib. */
  private static boolean sameLink(Owned one, Owned other) {
    return one.entry().node() instanceof Node.Link
        && one.entry().node().equals(other.entry().node());
  }

  private static boolean replaces(StoredPackage one, StoredPackage other) {
    return Relation.list(one.tree().field("Replaces")).stream()
        .anyMatch(r -> r.name().equals(other.deb().name()) && r.accepts(other.deb().version()));
  }

  private Diagnostic twice(String path, StoredPackage one, StoredPackage other) {
    Span at =
        requests.containsKey(other.deb().name())
            ? requests.get(other.deb().name()).at()
            : requests.containsKey(one.deb().name())
                ? requests.get(one.deb().name()).at()
                : nearest;
    return Diagnostic.error(
            Code.D4203,
            "packages `"
                + one.deb().name()
                + "` and `"
                + other.deb().name()
                + "` both have `"
                + path
                + "`")
        .at(at)
        .why("neither says that it replaces the other's files")
        .help("leave one of them out")
        .help("or take what you need of one with `programs`");
  }
}
