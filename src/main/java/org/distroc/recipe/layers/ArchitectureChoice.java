package org.distroc.recipe.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.recipe.schema.LanguageSchema;
import org.distroc.recipe.schema.SchemaRule;
import org.distroc.recipe.text.Characters;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.Wording;

/**
 * Puts the architecture that is built in place of the list that a recipe has, so that no later
 * phase knows of lists.
 *
 * @param root the recipe for one architecture
 * @param chosenFromList that architecture, if the recipe has a list of several
 */
record ArchitectureChoice(Node.Keys root, Optional<String> chosenFromList) {
  private static final String KEY = "architecture";

  /** Whether a recipe has a list. */
  static boolean isDue(Node.Keys root) {
    return root.get(KEY) instanceof Node.Items;
  }

  /**
   * The choice of the command line in the merged recipe.
   *
   * @throws SeveralArchitectures if there is a list of several, and no choice
   */
  static ArchitectureChoice of(
      SourceText text, Node.Keys root, Overrides overrides, FileDiagnostics findings) {
    Optional<String> asked = overrides.architecture();
    if (!(root.get(KEY) instanceof Node.Items list)) {
      return new ArchitectureChoice(
          asked.isEmpty() ? root : replaced(root, asked.get(), findings), Optional.empty());
    }
    if (!isValid(text, list, findings)) {
      return new ArchitectureChoice(
          with(root, root.entries().get(KEY).key(), broken(list)), Optional.empty());
    }
    List<String> names = list.items().stream().map(item -> ((Node.Scalar) item).text()).toList();
    if (asked.isEmpty() && names.size() > 1) {
      throw new SeveralArchitectures(
          noChoice(names).at(list.source().span(list.start(), list.end())), names);
    }
    String name = asked.orElse(names.get(0));
    int index = names.indexOf(name);
    if (index < 0) {
      findings.error(list, () -> notListed(name, names));
    }
    Node chosen = index < 0 ? broken(list) : list.items().get(index);
    return new ArchitectureChoice(
        with(root, root.entries().get(KEY).key(), chosen),
        index < 0 || names.size() == 1 ? Optional.empty() : Optional.of(name));
  }

  /** Without a list, the command line has the last word, as with any other key. */
  private static Node.Keys replaced(Node.Keys root, String name, FileDiagnostics findings) {
    SourceText option = new SourceText("--arch", name);
    Node.Kind kind = Characters.check(option, findings) ? Node.Kind.BROKEN : Node.Kind.TEXT;
    return with(
        root,
        new Node.Scalar(Node.Kind.TEXT, KEY, true, option, 0, name.length()),
        new Node.Scalar(kind, name, true, option, 0, name.length()));
  }

  private static boolean isValid(SourceText text, Node.Items list, FileDiagnostics findings) {
    FileDiagnostics own = new FileDiagnostics(text);
    Node.Scalar key =
        new Node.Scalar(Node.Kind.TEXT, KEY, true, list.source(), list.start(), list.start());
    Node.Keys alone =
        new Node.Keys(
            Map.of(KEY, new Node.Entry(key, list)),
            true,
            true,
            list.source(),
            list.start(),
            list.end());
    boolean broken = list.items().stream().anyMatch(item -> item.kind() == Node.Kind.BROKEN);
    LanguageSchema.ofRecipes()
        .part(Set.of(KEY))
        .check(new SourceLocations(text, alone), alone, own);
    findings.addAll(own);
    return !broken && !own.hasErrors();
  }

  private static Node.Scalar broken(Node.Items list) {
    return new Node.Scalar(Node.Kind.BROKEN, "", true, list.source(), list.start(), list.end());
  }

  private static Node.Keys with(Node.Keys root, Node.Scalar key, Node value) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(root.entries());
    entries.put(KEY, new Node.Entry(key, value));
    return new Node.Keys(
        entries, root.block(), root.complete(), root.source(), root.start(), root.end());
  }

  private static Diagnostic noChoice(List<String> names) {
    return Diagnostic.error(Code.D2202, "the recipe is for several architectures: choose one")
        .label(names.size() + " architectures")
        .why(
            "this works on one of them at a time; `check`, `expand`, `build`, `lock` and `test`"
                + " take all")
        .help("for example `--arch " + names.get(0) + "`");
  }

  private static Diagnostic notListed(String name, List<String> names) {
    Diagnostic error =
        Diagnostic.error(
                Code.D2203, "the recipe is not for the architecture `" + Wording.shown(name) + "`")
            .label("not in this list");
    List<String> near = NearestNames.nearest(name, names);
    if (!near.isEmpty()) {
      return error.help("did you mean " + Wording.either(near) + "?");
    }
    return error.help(
        SchemaRule.root().key(KEY).words().contains(name)
            ? "add it to the list, or choose one of it"
            : "choose one of the list");
  }
}
