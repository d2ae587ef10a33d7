package org.distroc.recipe.text;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.diag.Span;
import org.distroc.host.Sha256;

/**
 * Where the values of a recipe are written. JSON pointers name them: {@code /kernel/options/64BIT},
 * {@code /test/steps/0}; {@code ~1} stands for a slash in a key, {@code ~0} for a tilde.
 */
public final class SourceLocations {
  private final SourceText source;
  private final Node root;
  private final List<SourceText> bases;
  private final Optional<String> variant;

  /** The locations in a document; {@code root} may be null when it could not be read. */
  public SourceLocations(SourceText source, Node root) {
    this(source, root, List.of());
  }

  /** The locations in a recipe and in the files that it extends, the lowest first. */
  public SourceLocations(SourceText source, Node root, List<SourceText> bases) {
    this(source, root, bases, Optional.empty());
  }

  /**
   * The locations in one variant of a recipe.
   *
   * @param variant the architecture that was chosen from the recipe's list; empty if it has none
   */
  public SourceLocations(
      SourceText source, Node root, List<SourceText> bases, Optional<String> variant) {
    this.source = source;
    this.root = root;
    this.bases = List.copyOf(bases);
    this.variant = variant;
  }

  /** The architecture that was chosen from the recipe's list; empty if it has no list. */
  public Optional<String> variant() {
    return variant;
  }

  /** The files that the recipe extends, the lowest first. */
  public List<SourceText> bases() {
    return bases;
  }

  /** What was fetched for the recipe, each once. */
  public Set<SourceText.Origin> origins() {
    Set<SourceText.Origin> origins = new LinkedHashSet<>();
    for (SourceText base : bases) {
      base.base().flatMap(SourceText.Base::origin).ifPresent(origins::add);
    }
    return origins;
  }

  /**
   * The files of other origins that the recipe extends, as the lock file has them: each by its
   * name, with the pin of its origin and the digest of its text.
   */
  public SortedMap<String, String> locked() {
    SortedMap<String, String> files = new TreeMap<>();
    for (SourceText base : bases) {
      SourceText.Base facts = base.base().orElseThrow();
      facts
          .origin()
          .ifPresent(
              from ->
                  files.put(
                      from.locked() + ":" + from.pathOf(facts.path()),
                      from.pin() + " sha256:" + Sha256.of(base.text())));
    }
    return files;
  }

  /**
   * The place of a value; empty if the recipe does not set it. For a map or a list on several lines
   * it is its key.
   */
  public Optional<Span> span(String pointer) {
    Place place = find(pointer);
    return place == null ? Optional.empty() : Optional.of(spanOf(place));
  }

  /** The place of a key, or of an item of a list; empty if the recipe does not set it. */
  public Optional<Span> keySpan(String pointer) {
    Place place = find(pointer);
    if (place == null) {
      return Optional.empty();
    }
    Node at = place.entry() == null ? place.node() : place.entry().key();
    return Optional.of(at.source().span(at.start(), at.end()));
  }

  /**
   * The place of a value or, if the recipe does not set it, of the nearest map or list around it
   * that the recipe has.
   */
  public Span nearest(String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      Optional<Span> span = span(at);
      if (span.isPresent()) {
        return span.get();
      }
    }
    return root == null ? source.lineAt(0) : root.source().lineAt(root.start());
  }

  /**
   * The places of all keys by dotted key, and of the items of lists by their numbers; the empty key
   * is the first line.
   */
  public Map<String, Span> keys() {
    Map<String, Span> keys = new LinkedHashMap<>();
    keys.put("", nearest(""));
    addKeys(root, "", keys);
    return keys;
  }

  private void addKeys(Node node, String prefix, Map<String, Span> keys) {
    if (node instanceof Node.Keys map) {
      for (Node.Entry entry : map.entries().values()) {
        String key = prefix + entry.key().text();
        keys.put(key, spanOf(new Place(entry, entry.value())));
        addKeys(entry.value(), key + ".", keys);
      }
    } else if (node instanceof Node.Items list) {
      for (int i = 0; i < list.items().size(); i++) {
        Node item = list.items().get(i);
        keys.put(prefix + i, spanOf(new Place(null, item)));
        addKeys(item, prefix + i + ".", keys);
      }
    }
  }

  /** The text as it was read. */
  public String text() {
    return source.text();
  }

  /**
   * A digest of everything that the recipe consists of: its text and those of its bases, comments
   * included, and the values that result.
   */
  public String digest() {
    Sha256 digest = new Sha256().update(source.text());
    bases.forEach(base -> digest.update("\0" + base.file() + "\0").update(base.text()));
    values().forEach((pointer, value) -> digest.update(pointer).update("\0" + value + "\0"));
    return digest.hex();
  }

  /** All scalar values of the recipe by JSON pointer. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    collect("", root, values);
    return values;
  }

  private static void collect(String pointer, Node node, Map<String, String> values) {
    if (node instanceof Node.Keys keys) {
      for (Map.Entry<String, Node.Entry> entry : keys.entries().entrySet()) {
        collect(pointer + "/" + escape(entry.getKey()), entry.getValue().value(), values);
      }
    } else if (node instanceof Node.Items items) {
      for (int i = 0; i < items.items().size(); i++) {
        collect(pointer + "/" + i, items.items().get(i), values);
      }
    } else if (node instanceof Node.Scalar scalar) {
      values.put(pointer, scalar.text());
    }
  }

  /** The value at a pointer, or null. */
  public Node node(String pointer) {
    Place place = find(pointer);
    return place == null ? null : place.node();
  }

  /** The key that introduces the value at a pointer, or null. */
  public Node.Scalar key(String pointer) {
    Place place = find(pointer);
    return place == null || place.entry() == null ? null : place.entry().key();
  }

  private Span spanOf(Place place) {
    Node node = place.node();
    boolean block =
        node instanceof Node.Keys keys && keys.block()
            || node instanceof Node.Items items && items.block();
    if (place.entry() != null && (block || node.start() == node.end())) {
      Node.Scalar key = place.entry().key();
      return key.source().span(key.start(), key.end());
    }
    SourceText text = node.source();
    return block ? text.lineAt(node.start()) : text.span(node.start(), node.end());
  }

  private record Place(Node.Entry entry, Node node) {}

  private Place find(String pointer) {
    if (root == null || !pointer.isEmpty() && pointer.charAt(0) != '/') {
      return null;
    }
    Place place = new Place(null, root);
    for (int slash = 0; place != null && slash < pointer.length(); ) {
      int next = pointer.indexOf('/', slash + 1);
      int end = next < 0 ? pointer.length() : next;
      place = child(place.node(), unescape(pointer.substring(slash + 1, end)));
      slash = end;
    }
    return place;
  }

  private static Place child(Node node, String name) {
    if (node instanceof Node.Keys keys) {
      Node.Entry entry = keys.entries().get(name);
      return entry == null ? null : new Place(entry, entry.value());
    }
    if (node instanceof Node.Items items) {
      int index = index(name);
      return index >= 0 && index < items.items().size()
          ? new Place(null, items.items().get(index))
          : null;
    }
    return null;
  }

  private static int index(String name) {
    try {
      return Integer.parseInt(name);
    } catch (NumberFormatException notAnIndex) {
      return -1;
    }
  }

  /** A key as a part of a JSON pointer. */
  public static String escape(String key) {
    return key.indexOf('~') < 0 && key.indexOf('/') < 0
        ? key
        : key.replace("~", "~0").replace("/", "~1");
  }

  private static String unescape(String name) {
    return name.indexOf('~') < 0 ? name : name.replace("~1", "/").replace("~0", "~");
  }
}
