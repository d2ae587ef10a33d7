package org.distroc.diff;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.distroc.host.Sha256;
import org.distroc.rootfs.BuiltFile;
import org.distroc.rootfs.Content;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Tree;

/**
 * A path of a root file system that differs.
 *
 * @param path absolute
 * @param before what the first root has there; empty for nothing
 * @param after what the second root has there; empty for nothing
 * @param what how both differ, if both have it: {@code mode 0644 -> 0600}
 */
record FileChange(String path, Optional<Entry> before, Optional<Entry> after, List<String> what) {

  /** Copies the list. */
  FileChange {
    what = List.copyOf(what);
  }

  /**
   * All paths that differ, in their order.
   *
   * @throws IOException if a file cannot be read
   */
  static List<FileChange> between(Tree before, Tree after) throws IOException {
    SortedMap<String, Entry> one = byPath(before);
    SortedMap<String, Entry> other = byPath(after);
    TreeSet<String> paths = new TreeSet<>(one.keySet());
    paths.addAll(other.keySet());
    List<FileChange> changes = new ArrayList<>();
    for (String path : paths) {
      Entry old = one.get(path);
      Entry now = other.get(path);
      List<String> what = old == null || now == null ? List.of() : differences(old, now);
      if (old == null || now == null || !what.isEmpty()) {
        changes.add(new FileChange(path, Optional.ofNullable(old), Optional.ofNullable(now), what));
      }
    }
    return changes;
  }

  private static SortedMap<String, Entry> byPath(Tree tree) {
    SortedMap<String, Entry> entries = new TreeMap<>();
    tree.entries().forEach(entry -> entries.put(entry.path(), entry));
    return entries;
  }

  private static List<String> differences(Entry old, Entry now) throws IOException {
    List<String> what = new ArrayList<>();
    if (!(old.node() instanceof Node.File one) || !(now.node() instanceof Node.File other)) {
      if (!old.node().equals(now.node())) {
        what.add(words(old.node()) + " -> " + words(now.node()));
      }
    } else if (!isSame(one.content(), other.content())) {
      what.add(
          one.content().size() == other.content().size()
              ? "other content"
              : size(one.content()) + " -> " + size(other.content()) + " bytes");
    }
    if (old.mode() != now.mode()) {
      what.add("mode " + mode(old) + " -> " + mode(now));
    }
    if (old.uid() != now.uid() || old.gid() != now.gid()) {
      what.add("owner " + owner(old) + " -> " + owner(now));
    }
    return what;
  }

  private static String size(Content content) {
    return content instanceof BuiltFile ? "built" : Long.toString(content.size());
  }

  private static boolean isSame(Content one, Content other) throws IOException {
    if (one instanceof BuiltFile || other instanceof BuiltFile) {
      return one.equals(other);
    }
    return one.size() == other.size()
        && (one.identity().equals(other.identity()) || digest(one).equals(digest(other)));
  }

  private static String digest(Content content) throws IOException {
    try (InputStream in = content.open()) {
      return Sha256.of(in);
    }
  }

  /** What a path is, as part of a sentence. */
  static String words(Node node) {
    if (node instanceof Node.File file) {
      return file.content() instanceof BuiltFile ? "built" : bytes(file.content().size());
    }
    if (node instanceof Node.Link link) {
      return "link to " + link.target();
    }
    if (node instanceof Node.HardLink link) {
      return "hard link to " + link.path();
    }
    if (node instanceof Node.Device device) {
      String kind = device.block() ? "block device " : "character device ";
      return kind + device.major() + "," + device.minor();
    }
    return node instanceof Node.Folder ? "folder" : "pipe";
  }

  /** A size in words. */
  static String bytes(long size) {
    return size == 1 ? "1 byte" : size + " bytes";
  }

  private static String mode(Entry entry) {
    return String.format(Locale.ROOT, "%04o", entry.mode());
  }

  private static String owner(Entry entry) {
    return entry.uid() + ":" + entry.gid();
  }

  /** {@code added}, {@code removed} or {@code changed}. */
  String kind() {
    return before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed";
  }

  /** What brings the path in the root that has it, the second if both have. */
  String origin() {
    return after.or(() -> before).orElseThrow().origin();
  }

  /** For programs. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", path);
    map.put("change", kind());
    map.put("before", before.map(FileChange::facts).orElse(null));
    map.put("after", after.map(FileChange::facts).orElse(null));
    map.put("what", what);
    return map;
  }

  private static Map<String, Object> facts(Entry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("node", words(entry.node()));
    map.put("mode", mode(entry));
    map.put("uid", entry.uid());
    map.put("gid", entry.gid());
    map.put("from", entry.origin());
    return map;
  }
}
