package org.distroc.rootfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A whole tree: each folder above an entry is an entry too, and no entry is below anything but a
 * folder.
 */
public final class Tree {
  /** A tree without entries. */
  public static final Tree EMPTY = new Tree(new TreeMap<>());

  /** As many links as Linux follows in one path. */
  private static final int MOST_LINKS = 40;

  private final SortedMap<String, Entry> entries;

  /** The tree of these entries, by path. */
  Tree(SortedMap<String, Entry> entries) {
    this.entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /** All entries sorted by path, so that a folder comes before what it holds. */
  public Collection<Entry> entries() {
    return entries.values();
  }

  /** As above, but all folders come first: a hard link may need one that sorts after its file. */
  public List<Entry> foldersFirst() {
    List<Entry> ordered = new ArrayList<>(entries.size());
    for (boolean folders : new boolean[] {true, false}) {
      for (Entry entry : entries.values()) {
        if (entry.node() instanceof Node.Folder == folders) {
          ordered.add(entry);
        }
      }
    }
    return ordered;
  }

  /** The entry at a path; links are not followed. */
  public Optional<Entry> at(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  /** Whether there is something at a path. */
  public boolean has(String path) {
    return entries.containsKey(path);
  }

  /** What a path leads to in the running system: symbolic and hard links are followed. */
  public Optional<Entry> reached(String path) {
    return resolve(path).flatMap(this::at).map(this::named);
  }

  /** A hard link's file; any other entry itself. */
  private Entry named(Entry entry) {
    Entry at = entry;
    for (int i = 0; i < MOST_LINKS && at.node() instanceof Node.HardLink link; i++) {
      at = entries.getOrDefault(link.path(), at);
    }
    return at;
  }

  /**
   * The path without links that a path leads to; what is at its end need not exist. Empty if a
   * folder above is missing or none, or links go in a circle.
   */
  public Optional<String> resolve(String path) {
    Deque<String> left = new ArrayDeque<>(parts(path));
    String at = "/";
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (name.equals("..")) {
        at = TreePath.parent(at);
        continue;
      }
      String next = TreePath.below(at, name);
      Entry entry = entries.get(next);
      if (entry != null && entry.node() instanceof Node.Link link) {
        if (++links > MOST_LINKS) {
          return Optional.empty();
        }
        List<String> target = parts(link.target());
        for (int i = target.size() - 1; i >= 0; i--) {
          left.push(target.get(i));
        }
        at = link.target().startsWith("/") ? "/" : at;
        continue;
      }
      boolean folder = entry != null && entry.node() instanceof Node.Folder;
      if (!folder && !left.isEmpty()) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }

  private static List<String> parts(String path) {
    return List.of(path.split("/")).stream()
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .toList();
  }

  /** A text that is another one whenever an archive of the tree would be. */
  public String fingerprint() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries.values()) {
      Node node = entry.node();
      String content = node instanceof Node.File file ? file.content().identity() : node.toString();
      text.append(entry.path()).append('\n').append(entry.mode()).append(' ').append(entry.uid());
      text.append(' ').append(entry.gid()).append(' ').append(content.length()).append(content);
      text.append('\n');
    }
    return text.toString();
  }

  /** The tree with the files that the build made in a folder. */
  public Tree builtIn(Path folder) {
    return changed(
        entry ->
            entry.node() instanceof Node.File file && file.content() instanceof BuiltFile built
                ? new Entry(
                    entry.path(),
                    new Node.File(built.in(folder)),
                    entry.mode(),
                    entry.uid(),
                    entry.gid(),
                    entry.origin())
                : entry);
  }

  /** The part without files that the build makes, and without further names of those. */
  public Tree withoutBuilt() {
    return changed(entry -> isBuilt(entry) ? null : entry);
  }

  /** The files that the build makes, and further names of those. */
  public Tree built() {
    return changed(entry -> isBuilt(entry) ? entry : null);
  }

  private boolean isBuilt(Entry entry) {
    return named(entry).node() instanceof Node.File file && file.content() instanceof BuiltFile;
  }

  private Tree changed(UnaryOperator<Entry> change) {
    SortedMap<String, Entry> changed = new TreeMap<>();
    for (Entry entry : entries.values()) {
      Entry now = change.apply(entry);
      if (now != null) {
        changed.put(now.path(), now);
      }
    }
    return new Tree(changed);
  }

  /** The bytes of all files, each counted once. */
  public long bytes() {
    long bytes = 0;
    for (Entry entry : entries.values()) {
      bytes += entry.node() instanceof Node.File file ? file.content().size() : 0;
    }
    return bytes;
  }
}
