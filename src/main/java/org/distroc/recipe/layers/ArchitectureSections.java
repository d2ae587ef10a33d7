package org.distroc.recipe.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.recipe.schema.LanguageSchema;
import org.distroc.recipe.schema.SchemaRule;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.Wording;

/**
 * {@code architectures}: what a file sets for one architecture only. The section of the one that is
 * built comes on top of its file; the others are checked as far as that is possible without the
 * rest of the recipe.
 */
final class ArchitectureSections {
  private static final String ARCHITECTURE = "architecture";

  /** Keys that are decided before a section is chosen. */
  private static final Set<String> NOT_INSIDE =
      Set.of("distro", ARCHITECTURE, LayerKeys.EXTENDS, LayerKeys.ARCHITECTURES, Parameters.KEY);

  private final String built;
  private final FileDiagnostics findings;

  private ArchitectureSections(String built, FileDiagnostics findings) {
    this.built = built;
    this.findings = findings;
  }

  /**
   * The sections for the architecture that is built.
   *
   * @param on what is built for; what the topmost layer says if empty
   * @param layers the lowest first
   */
  static ArchitectureSections of(
      Optional<String> on, List<Layer> layers, FileDiagnostics findings) {
    String built = on.orElse("");
    for (int i = layers.size() - 1; i >= 0 && built.isEmpty(); i--) {
      Node written = layers.get(i).root().get(ARCHITECTURE);
      Node first =
          written instanceof Node.Items list && !list.items().isEmpty()
              ? list.items().get(0)
              : written;
      built = first instanceof Node.Scalar name ? name.text() : "";
    }
    String standard = SchemaRule.root().key(ARCHITECTURE).standard();
    return new ArchitectureSections(built.isEmpty() ? standard : built, findings);
  }

  /** A file and, on top, its section for the architecture that is built. */
  List<Node.Keys> parts(Layer layer) {
    Node.Keys own = LayerKeys.others(layer);
    Node.Keys chosen = null;
    if (layer.root().get(LayerKeys.ARCHITECTURES) instanceof Node.Keys sections) {
      for (Node.Entry section : sections.entries().values()) {
        if (isValid(section) && section.value() instanceof Node.Keys keys) {
          if (section.key().text().equals(built)) {
            chosen = keys;
          } else {
            check(keys);
          }
        }
      }
    }
    return chosen == null ? List.of(own) : List.of(own, chosen);
  }

  private boolean isValid(Node.Entry section) {
    SchemaRule rule = SchemaRule.root().key(ARCHITECTURE);
    String name = section.key().text();
    if (!rule.words().contains(name)) {
      findings.error(section.key(), () -> unknown(name, rule));
      return false;
    }
    boolean valid = true;
    if (section.value() instanceof Node.Keys keys) {
      for (Node.Entry entry : keys.entries().values()) {
        if (NOT_INSIDE.contains(entry.key().text())) {
          findings.error(entry.key(), () -> notInside(entry.key().text()));
          valid = false;
        }
      }
    }
    return valid;
  }

  private static Diagnostic unknown(String name, SchemaRule rule) {
    Diagnostic error =
        Diagnostic.error(Code.D1022, "there is no architecture `" + Wording.shown(name) + "`")
            .label("unknown value")
            .why("architectures: " + Wording.all(rule.words()));
    String meant = rule.meant(name.toLowerCase(Locale.ROOT));
    List<String> near = meant.isEmpty() ? NearestNames.nearest(name, rule.words()) : List.of(meant);
    return near.isEmpty()
        ? error.help("use one of these")
        : error.help("did you mean " + Wording.either(near) + "?");
  }

  private static Diagnostic notInside(String key) {
    return Diagnostic.error(Code.D1106, "`" + key + "` cannot be set for one architecture")
        .label("not in `architectures`")
        .why("it is needed before a section of `architectures` is chosen")
        .help("move it to the top of the recipe");
  }

  /** Checks a section that is not built: what it says, not what it lacks. */
  private void check(Node.Keys section) {
    Node.Keys said = said(section, SchemaRule.root());
    LanguageSchema.ofRecipes()
        .checkPart(new SourceLocations(section.source(), said), said, findings);
  }

  /** A section without what it removes, and with the items that it adds to lists. */
  private static Node.Keys said(Node.Keys keys, SchemaRule rule) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    keys.entries()
        .forEach(
            (key, entry) -> {
              Node value = said(entry.value(), rule.key(key));
              if (value != null) {
                entries.put(key, new Node.Entry(entry.key(), value));
              }
            });
    return new Node.Keys(
        entries, keys.block(), keys.complete(), keys.source(), keys.start(), keys.end());
  }

  private static Node said(Node value, SchemaRule rule) {
    if (value instanceof Node.Keys keys) {
      return ListChange.isOne(rule) ? ListChange.additions(keys) : said(keys, rule);
    }
    return value.kind() == Node.Kind.NULL ? null : value;
  }
}
