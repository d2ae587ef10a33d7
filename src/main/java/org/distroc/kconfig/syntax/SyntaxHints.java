package org.distroc.kconfig.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.NearestNames;

/** Hints for words that this kernel's Kconfig language does not have. */
final class SyntaxHints {
  private static final String OTHER_SOURCE =
      "the kernel's own language has only `source`, with a path from the top of the kernel source";

  /** Words of other programs, of older and newer kernels, and of other languages. */
  private static final Map<String, String> STATEMENTS = new HashMap<>();

  static {
    STATEMENTS.put("---help---", "write `help`");
    STATEMENTS.put("boolean", "write `bool`");
    STATEMENTS.put("def_boolean", "write `def_bool`");
    for (String type : List.of("int", "hex", "string")) {
      STATEMENTS.put("def_" + type, "write `" + type + "` and `default` on two lines");
    }
    for (String source : List.of("rsource", "osource", "orsource", "gsource", "include")) {
      STATEMENTS.put(source, OTHER_SOURCE);
    }
    STATEMENTS.put(
        "option",
        "write `modules` for `option modules`, and `$(NAME)` where an option with"
            + " `option env=\"NAME\"` is used; this kernel has no other options of that kind");
    STATEMENTS.put("else", "write a second `if` with the opposite condition");
    STATEMENTS.put("elif", STATEMENTS.get("else"));
    STATEMENTS.put("elsif", STATEMENTS.get("else"));
    STATEMENTS.put("requires", "write `depends on`");
    STATEMENTS.put("require", "write `depends on`");
    STATEMENTS.put("enable", "write `select`");
    STATEMENTS.put("endconfig", "remove it: an option ends where the next entry begins");
    STATEMENTS.put("transitional", "remove it: only newer kernels have it");
    STATEMENTS.put("optional", "remove it: in this kernel one option of a choice is always taken");
  }

  private static final Map<String, String> OPERATORS =
      Map.of("and", "&&", "or", "||", "not", "!", "is", "=", "eq", "=", "ne", "!=");

  private static final Map<String, String> CHARACTERS =
      Map.of("&", "write `&&`", "|", "write `||`", "{", "write `$(NAME)`, with parentheses");

  private SyntaxHints() {}

  /** For a word that begins no line. */
  static Optional<String> statement(String word, Iterable<String> keywords) {
    String known = STATEMENTS.get(word.toLowerCase(Locale.ROOT));
    if (known != null) {
      return Optional.of(known);
    }
    List<String> all = new ArrayList<>();
    keywords.forEach(all::add);
    List<String> near = NearestNames.to(word, all);
    return near.isEmpty()
        ? Optional.empty()
        : Optional.of("did you mean `" + String.join("` or `", near) + "`?");
  }

  /** For a word in the middle of a line. */
  static Optional<String> operator(String word) {
    return Optional.ofNullable(OPERATORS.get(word.toLowerCase(Locale.ROOT)))
        .map(o -> "write `" + o + "`");
  }

  /** For characters that the language skips. */
  static Optional<String> characters(String skipped) {
    boolean quotes = skipped.chars().anyMatch(c -> "“”„‘’«»".indexOf(c) >= 0);
    return quotes
        ? Optional.of("write the plain quotes \" or '")
        : Optional.ofNullable(CHARACTERS.get(skipped.substring(0, 1)));
  }

  /** For a file that {@code source} does not find. */
  static String missingFile(String name) {
    return name.matches(".*[*?\\[].*")
        ? "write one `source` line for each file: the kernel's own language has no wildcards"
        : "check the path: it is relative to the top of the kernel source";
  }
}
