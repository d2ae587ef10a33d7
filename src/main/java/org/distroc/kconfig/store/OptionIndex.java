package org.distroc.kconfig.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.distroc.host.AtomicFiles;
import org.distroc.host.BoundedFiles;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.SymbolType;

/**
 * The names and types of all options of a tree: what most questions about a recipe need, at a small
 * part of the cost of reading the tree. It can be kept in a file.
 */
public final class OptionIndex {
  /** The first line of the file; it differs between versions of the format. */
  private static final String HEADER = "distroc option index 1";

  private static final String FOOTER = "end";

  private final Optional<KconfigModel> tree;

  /** All of them; null until the names are needed. */
  private SortedMap<String, SymbolType> types;

  private OptionIndex(Optional<KconfigModel> tree, SortedMap<String, SymbolType> types) {
    this.tree = tree;
    this.types = types;
  }

  /** The index of a kernel's options. */
  public static OptionIndex of(KconfigModel tree) {
    return new OptionIndex(Optional.of(tree), null);
  }

  /** The type of an option, named without {@code CONFIG_}; empty if the tree does not define it. */
  public Optional<SymbolType> type(String name) {
    return tree.isPresent()
        ? tree.get().option(name).map(Symbol::type)
        : Optional.ofNullable(types.get(name));
  }

  /** All names, sorted. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(types().keySet()));
  }

  private synchronized SortedMap<String, SymbolType> types() {
    if (types == null) {
      types = new TreeMap<>();
      tree.orElseThrow().options().forEach(symbol -> types.put(symbol.name(), symbol.type()));
    }
    return types;
  }

  /** Writes the index so that a file of that name is always whole. */
  public void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    types()
        .forEach(
            (name, type) -> {
              String word = type.name().toLowerCase(Locale.ROOT);
              text.append(name).append(' ').append(word).append('\n');
            });
    text.append(FOOTER).append('\n');
    AtomicFiles.write(file, text.toString());
  }

  /** The index in a file; empty if there is none, or what is there is not whole. */
  public static Optional<OptionIndex> read(Path file) throws IOException {
    Optional<byte[]> bytes = BoundedFiles.entry(file, BoundedFiles.TEXT);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    String[] lines = new String(bytes.get(), StandardCharsets.UTF_8).split("\n");
    if (!lines[0].equals(HEADER) || !lines[lines.length - 1].equals(FOOTER)) {
      return Optional.empty();
    }
    SortedMap<String, SymbolType> types = new TreeMap<>();
    for (int i = 1; i < lines.length - 1; i++) {
      int space = lines[i].indexOf(' ');
      Optional<SymbolType> type =
          space < 1 ? Optional.empty() : named(lines[i].substring(space + 1));
      if (type.isEmpty()) {
        return Optional.empty();
      }
      types.put(lines[i].substring(0, space), type.get());
    }
    return Optional.of(new OptionIndex(Optional.empty(), types));
  }

  private static Optional<SymbolType> named(String word) {
    for (SymbolType type : SymbolType.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
