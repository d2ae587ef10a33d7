package org.distroc.recipe.text;

import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/**
 * A language of keys and values with a schema: that of recipes, and of other files that people
 * write, which are read and diagnosed in the same way.
 *
 * @param noun what such a file is called, with a consonant at its beginning: {@code recipe}
 * @param code the code of every mistake in such a file; empty if each kind of mistake has its own
 * @param schema the resource with its JSON Schema
 */
public record Language(String noun, Optional<Code> code, String schema) {
  /** The language of recipes, version 1. */
  public static final Language RECIPE =
      new Language("recipe", Optional.empty(), "/schemas/distro-v1.schema.json");

  /** A mistake with the code that mistakes of this language have. */
  Diagnostic coded(Diagnostic mistake) {
    return code.isEmpty()
        ? mistake
        : new Diagnostic(
            mistake.severity(),
            code.get(),
            mistake.message(),
            mistake.at(),
            mistake.label(),
            mistake.reasons(),
            mistake.remedies());
  }

  /** What to do about a missing or empty file; only recipes have a verb that creates one. */
  Diagnostic suggestNew(Diagnostic mistake, String remedy) {
    String create = "`distroc new NAME` creates a starter recipe";
    return equals(RECIPE) ? mistake.help(remedy + create) : mistake;
  }
}
