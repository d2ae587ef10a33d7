package org.distroc.recipe.schema;

import java.util.List;
import java.util.Map;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.spec.Variants;
import tools.jackson.databind.node.MissingNode;

/** Checks the variants of a machine. */
public final class VariantChecks {
  /** The most combinations: each test boots each of them. */
  private static final int MOST = 64;

  private final SourceLocations recipe;
  private final FileDiagnostics findings;

  private VariantChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
  }

  /** Checks the variants of a recipe. */
  static void check(SourceLocations recipe, FileDiagnostics findings) {
    new VariantChecks(recipe, findings).check();
  }

  private void check() {
    if (!(recipe.node("/qemu/variants") instanceof Node.Keys variants)) {
      BootChecks.check(recipe, List.of(Map.of()), findings);
      return;
    }
    product(variants);
    if (variants.get("exclude") instanceof Node.Items excluded) {
      excluded.items().forEach(item -> effect(variants, item));
    }
    if (!findings.hasErrors()) {
      Section section = new Section(variants, MissingNode.getInstance());
      List<Map<String, String>> combinations = section.variants().combinations();
      noneLeft(combinations);
      BootChecks.check(recipe, combinations, findings);
    }
  }

  private void noneLeft(List<Map<String, String>> combinations) {
    if (combinations.isEmpty()) {
      findings.error(
          recipe.key("/qemu/variants/exclude"),
          () ->
              Diagnostic.error(Code.D1070, "`exclude` leaves no variant")
                  .label("excludes all of them")
                  .why("every combination of the variants is excluded")
                  .help("remove an item, or list one more value"));
    }
  }

  private void product(Node.Keys variants) {
    long product = 1;
    for (Map.Entry<String, Node.Entry> entry : variants.entries().entrySet()) {
      if (entry.getValue().value() instanceof Node.Items items
          && !entry.getKey().equals("exclude")) {
        product = Math.min(Integer.MAX_VALUE, product * Math.max(1, items.items().size()));
      }
    }
    if (product > MOST) {
      long many = product;
      findings.error(
          recipe.key("/qemu/variants"),
          () ->
              Diagnostic.error(Code.D1067, "there are " + many + " combinations of variants")
                  .label("at most " + MOST)
                  .why("every test boots on each combination")
                  .help("list fewer values, or split the recipe"));
    }
  }

  /** An item with a key or a value that no variant has excludes nothing. */
  private void effect(Node.Keys variants, Node item) {
    if (!(item instanceof Node.Keys excluded) || findings.hasErrors()) {
      return;
    }
    for (Map.Entry<String, Node.Entry> entry : excluded.entries().entrySet()) {
      boolean there =
          variants.get(entry.getKey()) instanceof Node.Items items
              && items.items().stream()
                  .anyMatch(v -> same(entry.getKey(), v, entry.getValue().value()));
      if (!there) {
        findings.warning(
            entry.getValue().key(),
            Diagnostic.warning(Code.D1069, "this excludes nothing")
                .label("not among the variants")
                .why("no variant has this value")
                .help(
                    "remove the item, or list the value under `variants." + entry.getKey() + "`"));
        return;
      }
    }
  }

  private static boolean same(String key, Node one, Node other) {
    List<Node> both = List.of(one, other);
    return both.stream().allMatch(Node.Scalar.class::isInstance)
        && Variants.same(key, ((Node.Scalar) one).text(), ((Node.Scalar) other).text());
  }
}
