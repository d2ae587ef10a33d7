package org.distroc.recipe.layers;

import java.util.Collection;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.recipe.text.Language;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.Wording;

/** Mistakes in what a recipe removes from its bases. */
final class Removals {
  /** How many names a message lists. */
  private static final int MOST = 12;

  private Removals() {}

  /** A key that is to be removed, but that no base sets. */
  static Diagnostic nothing(String key, String pointer, Collection<String> there) {
    return named(
        "`" + Wording.shown(key) + "` cannot be removed: no base sets it",
        parent(pointer),
        key,
        there);
  }

  /** An item that is to be removed, but that the list does not have. */
  static Diagnostic noItem(String item, String pointer, Collection<String> there) {
    return named(
        "`" + Wording.shown(item) + "` cannot be removed: the list does not contain it",
        Wording.place(pointer, Language.RECIPE),
        item,
        there);
  }

  private static Diagnostic named(
      String message, String place, String name, Collection<String> there) {
    Diagnostic error = Diagnostic.error(Code.D1102, message).label("not there");
    List<String> shown = there.stream().limit(MOST).map(Wording::shown).toList();
    error =
        there.isEmpty()
            ? error.why("the bases set nothing in " + place)
            : error.why(
                "the bases set "
                    + Wording.all(shown)
                    + (there.size() > MOST ? " and more" : "")
                    + " in "
                    + place);
    List<String> near = NearestNames.nearest(name, there);
    return near.isEmpty()
        ? error.help("remove the line")
        : error.help("did you mean " + Wording.either(near) + "?");
  }

  private static String parent(String pointer) {
    return Wording.place(pointer.substring(0, pointer.lastIndexOf('/')), Language.RECIPE);
  }

  /** A key without a value, over one that a base sets. */
  static Diagnostic unclear(String key, Node.Scalar lower) {
    return Diagnostic.error(Code.D1104, "`" + Wording.shown(key) + "` has no value")
        .label("no value")
        .why("it is set at " + place(lower) + "; a missing value neither changes nor removes it")
        .help("write `" + Wording.shown(key) + ": null` to remove it, or remove the line");
  }

  /** FILE:LINE:COL of a value. */
  static String place(Node node) {
    return node.source().span(node.start(), node.end()).place();
  }
}
