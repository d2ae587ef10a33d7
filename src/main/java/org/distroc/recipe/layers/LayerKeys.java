package org.distroc.recipe.layers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.schema.ExclusiveKeys;
import org.distroc.recipe.schema.LanguageSchema;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.Wording;

/** The keys that say how recipes build on others; the merged recipe does not have them. */
final class LayerKeys {
  static final String EXTENDS = "extends";
  static final String ARCHITECTURES = "architectures";

  private static final Set<String> ALL = Set.of(EXTENDS, ARCHITECTURES, Parameters.KEY);
  private static final String LANGUAGE = "distro";
  private static final String NAME = "name";
  private static final String FILE = "file";
  private static final String GIT = "git";
  private static final List<String> KINDS = List.of(FILE, GIT, "oci");

  private LayerKeys() {}

  /** Whether a file needs merging at all. */
  static boolean in(Node.Keys root) {
    return ALL.stream().anyMatch(root.entries()::containsKey);
  }

  /** Whether a file says that it is a recipe. */
  static boolean isRecipe(Node.Keys root) {
    return root.entries().containsKey(LANGUAGE);
  }

  /** Checks how these keys are written; a value that is wrong is marked as bad. */
  static void check(SourceText text, Node.Keys root, FileDiagnostics findings) {
    if (in(root)) {
      Node.Keys keys = filtered(root, ALL::contains);
      LanguageSchema.ofRecipes().part(ALL).check(new SourceLocations(text, keys), keys, findings);
    }
  }

  /** What of a file is merged: the rest of its keys, of a base without its name. */
  static Node.Keys others(Layer layer) {
    boolean base = layer.text().base().isPresent();
    return filtered(layer.root(), key -> !ALL.contains(key) && !(base && key.equals(NAME)));
  }

  private static Node.Keys filtered(Node.Keys root, Predicate<String> kept) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    root.entries()
        .forEach(
            (key, entry) -> {
              if (kept.test(key)) {
                entries.put(key, entry);
              }
            });
    return new Node.Keys(
        entries, root.block(), root.complete(), root.source(), root.start(), root.end());
  }

  /**
   * A base as a recipe names it.
   *
   * @param name the path, or the address
   * @param remote what to fetch; empty for a file next to the recipe
   * @param with values of its parameters
   * @param allow what a fetched base may set
   */
  record Base(
      Node.Scalar name,
      Optional<BaseAddress> remote,
      Map<String, Node.Entry> with,
      Set<String> allow) {}

  /** What a recipe extends, in order, as far as it is written correctly. */
  static List<Base> bases(Node.Keys root, FileDiagnostics findings) {
    List<Base> bases = new ArrayList<>();
    Node value = root.get(EXTENDS);
    for (Node item : value instanceof Node.Items items ? items.items() : only(value)) {
      if (item instanceof Node.Keys keys) {
        Node with = keys.get("with");
        Map<String, Node.Entry> values = with instanceof Node.Keys map ? map.entries() : Map.of();
        base(keys, values, findings).ifPresent(bases::add);
      } else {
        file(item, Map.of(), findings).ifPresent(bases::add);
      }
    }
    return bases;
  }

  private static Optional<Base> base(
      Node.Keys item, Map<String, Node.Entry> with, FileDiagnostics findings) {
    List<String> kinds = KINDS.stream().filter(item.entries()::containsKey).toList();
    if (kinds.size() > 1) {
      String second = kinds.get(1);
      findings.error(
          item.entries().get(second).key(),
          () -> ExclusiveKeys.several(second, kinds.get(0), KINDS));
    } else if (kinds.isEmpty() && item.complete() && !findings.isBad(item)) {
      findings.error(item, LayerKeys::noBase);
    }
    if (kinds.size() != 1) {
      return Optional.empty();
    }
    if (kinds.get(0).equals(FILE)) {
      return file(item.get(FILE), with, findings);
    }
    boolean git = kinds.get(0).equals(GIT);
    if (!(item.get(kinds.get(0)) instanceof Node.Keys remote)) {
      return Optional.empty();
    }
    Node.Scalar url = text(remote, git ? "url" : "ref", findings);
    Node.Scalar pin = text(remote, git ? "commit" : "sha256", findings);
    Node.Scalar name = text(remote, git ? "ref" : "version", findings);
    Node.Scalar file = text(remote, FILE, findings);
    boolean whole = remote.entries().values().stream().noneMatch(e -> isBad(e, findings));
    if (!whole || url == null || (pin == null) == (name == null) || git && file == null) {
      return Optional.empty();
    }
    BaseAddress address =
        new BaseAddress(
            git ? BaseAddress.Protocol.GIT : BaseAddress.Protocol.OCI,
            url.text(),
            Optional.ofNullable(pin).map(Node.Scalar::text),
            Optional.ofNullable(name).map(Node.Scalar::text),
            file == null ? "" : file.text());
    Set<String> allow = new HashSet<>();
    if (item.get("allow") instanceof Node.Items words) {
      words.items().forEach(word -> allow.add(word instanceof Node.Scalar one ? one.text() : ""));
    }
    return Optional.of(new Base(url, Optional.of(address), with, allow));
  }

  private static boolean isBad(Node.Entry entry, FileDiagnostics findings) {
    return findings.isBad(entry.key()) || findings.isBad(entry.value());
  }

  private static Node.Scalar text(Node.Keys keys, String key, FileDiagnostics findings) {
    return keys.get(key) instanceof Node.Scalar one
            && one.kind() == Node.Kind.TEXT
            && !findings.isBad(one)
        ? one
        : null;
  }

  private static Optional<Base> file(
      Node file, Map<String, Node.Entry> with, FileDiagnostics findings) {
    return file instanceof Node.Scalar name
            && name.kind() == Node.Kind.TEXT
            && !findings.isBad(name)
        ? Optional.of(new Base(name, Optional.empty(), with, Set.of()))
        : Optional.empty();
  }

  private static Diagnostic noBase() {
    return Diagnostic.error(Code.D1025, "this names no base")
        .label("one key is missing")
        .why("it needs exactly one of " + Wording.all(KINDS))
        .help("for example `{file: base.yaml}`");
  }

  private static List<Node> only(Node node) {
    return node == null ? List.of() : List.of(node);
  }
}
