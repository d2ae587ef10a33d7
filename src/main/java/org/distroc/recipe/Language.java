package org.distroc.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/**
 * A language of keys and values with a schema. Recipes are written in one; other files that people
 * write are read by the same rules, and their mistakes are told as well.
 *
 * @param noun what people call such a file
 * @param code the code of every mistake in such a file; each kind has its own if there is none
 * @param schema the resource with its JSON Schema
 */
public record Language(String noun, Optional<Code> code, String schema) {
  static final Language RECIPE =
      new Language("recipe", Optional.empty(), "/schemas/distro-v1.schema.json");

  /** A mistake, which is worded for recipes, in words for this language. */
  Diagnostic worded(Diagnostic mistake) {
    if (this.equals(RECIPE)) {
      return mistake;
    }
    return new Diagnostic(
        mistake.severity(),
        code.orElse(mistake.code()),
        renamed(mistake.message()),
        mistake.at(),
        renamed(mistake.label()),
        mistake.reasons().stream().map(this::renamed).toList(),
        mistake.remedies().stream()
            .filter(remedy -> !remedy.contains("`distroc new "))
            .map(this::renamed)
            .toList());
  }

  /** What stands in backquotes is the user's own. */
  private String renamed(String text) {
    UnaryOperator<String> rename = piece -> piece.replaceAll("\\brecipe(s?)\\b", noun + "$1");
    List<String> pieces = new ArrayList<>(List.of(text.split("`", -1)));
    for (int i = 0; i < pieces.size(); i += 2) {
      pieces.set(i, rename.apply(pieces.get(i)));
    }
    return String.join("`", pieces);
  }
}
