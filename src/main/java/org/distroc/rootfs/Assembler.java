package org.distroc.rootfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the entries of sources together into one tree. A recipe's own files replace what others
 * bring, and remove it; everything replaces the layout; folders of several sources become one. An
 * entry below a link, such as {@code /lib/x} where {@code /lib} is {@code usr/lib}, goes to where
 * the kernel would unpack it.
 */
public final class Assembler {
  /** Of a folder that no source brings, but that an entry is in. */
  private static final int FOLDER_MODE = 0755;

  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final Map<String, Source> brought = new HashMap<>();
  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<String> unused = new ArrayList<>();

  /**
   * A tree, and what is wrong with it.
   *
   * @param unused paths that were to be removed, and that no source brings
   */
  public record Result(Tree tree, List<Conflict> conflicts, List<String> unused) {
    /** Copies the lists. */
    public Result {
      conflicts = List.copyOf(conflicts);
      unused = List.copyOf(unused);
    }
  }

  private Assembler() {}

  /**
   * The tree of several sources.
   *
   * @param removed paths that the recipe removes from what other layers than its files bring, with
   *     everything below them
   * @throws IOException if a source cannot be listed
   */
  public static Result assemble(List<Source> sources, List<String> removed) throws IOException {
    Assembler assembler = new Assembler();
    List<Source> ordered = new ArrayList<>(sources);
    ordered.sort(Comparator.comparing(Source::layer));
    boolean files = false;
    for (Source source : ordered) {
      if (source.layer() == Layer.FILES && !files) {
        assembler.remove(removed);
        files = true;
      }
      for (Entry entry : source.entries()) {
        assembler.add(entry, source);
      }
    }
    if (!files) {
      assembler.remove(removed);
    }
    assembler.followLinks();
    assembler.addFolders();
    return new Result(new Tree(assembler.entries), assembler.conflicts, assembler.unused);
  }

  private void add(Entry entry, Source source) {
    if (entry.path().equals("/")) {
      // It is there before anything is unpacked.
      return;
    }
    Entry before = entries.get(entry.path());
    if (before != null && !replaces(entry, source, before)) {
      conflicts.add(new Conflict(before, entry, source));
      return;
    }
    entries.put(entry.path(), entry);
    brought.put(entry.path(), source);
  }

  private boolean replaces(Entry entry, Source source, Entry before) {
    Layer weaker = brought.get(before.path()).layer();
    boolean folders = entry.node() instanceof Node.Folder && before.node() instanceof Node.Folder;
    boolean decides = source.layer() == Layer.FILES && weaker.compareTo(Layer.RECIPE) < 0;
    return folders || weaker == Layer.LAYOUT && source.layer() != Layer.LAYOUT || decides;
  }

  private void remove(List<String> paths) {
    for (String path : paths) {
      boolean any = entries.remove(path) != null;
      // "0" is the character after "/".
      Map<String, Entry> below = entries.subMap(path + "/", path + "0");
      any |= !below.isEmpty();
      below.clear();
      if (!any) {
        unused.add(path);
      }
    }
  }

  /** Moves entries below links to the folders that the links lead to. */
  private void followLinks() {
    Tree tree = new Tree(withFolders());
    for (Entry entry : List.copyOf(entries.values())) {
      String parent = TreePath.parent(entry.path());
      String real = tree.resolve(parent).orElse(parent);
      if (real.equals(parent)) {
        continue;
      }
      entries.remove(entry.path());
      Source source = brought.get(entry.path());
      String name = entry.path().substring(entry.path().lastIndexOf('/') + 1);
      add(at(entry, TreePath.below(real, name)), source);
    }
  }

  private static Entry at(Entry entry, String path) {
    return new Entry(path, entry.node(), entry.mode(), entry.uid(), entry.gid(), entry.origin());
  }

  private TreeMap<String, Entry> withFolders() {
    TreeMap<String, Entry> all = new TreeMap<>(entries);
    for (Entry entry : entries.values()) {
      for (String at = TreePath.parent(entry.path());
          !at.equals("/") && !all.containsKey(at);
          at = TreePath.parent(at)) {
        all.put(at, folder(at, entry));
      }
    }
    return all;
  }

  private static Entry folder(String path, Entry within) {
    return new Entry(path, new Node.Folder(), FOLDER_MODE, 0, 0, within.origin());
  }

  /** Adds the folders above entries; what else is there is in their way. */
  private void addFolders() {
    for (Entry entry : List.copyOf(entries.values())) {
      for (String at = TreePath.parent(entry.path()); !at.equals("/"); at = TreePath.parent(at)) {
        Entry there = entries.putIfAbsent(at, folder(at, entry));
        if (there != null) {
          if (!(there.node() instanceof Node.Folder)) {
            conflicts.add(new Conflict(there, entry, brought.get(entry.path())));
          }
          break;
        }
      }
    }
  }
}
