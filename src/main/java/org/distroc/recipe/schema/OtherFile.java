package org.distroc.recipe.schema;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceText;

/** Recognizes a file that is no recipe at all, whose mistakes as a recipe would say nothing. */
public final class OtherFile {
  private static final String FIRST = "distro";
  private static final String MARKDOWN = "Markdown";

  private static final Map<String, Pattern> KINDS =
      Map.of(
          MARKDOWN,
          Pattern.compile("(?m)^```|\\A# .+\n\n?\\w"),
          "a kernel configuration",
          Pattern.compile("(?m)^(# )?CONFIG_[A-Za-z0-9_]+(=| is not set)"),
          "a script",
          Pattern.compile("\\A#!"),
          "a C source",
          Pattern.compile("(?m)^(#include [<\"]|int main ?\\()"),
          "a Makefile",
          Pattern.compile("(?m)^[A-Za-z0-9_./-]+:(?!=)[^\n]*\n\t"),
          "a lock file",
          Pattern.compile("(?m)^lock: "));

  private static final List<String> ORDER =
      List.of(
          "a script",
          MARKDOWN,
          "a kernel configuration",
          "a C source",
          "a Makefile",
          "a lock file");

  private static final Pattern KEY =
      Pattern.compile("(?m)^(?:\\{\\s*)?[\"']?([A-Za-z0-9_-]+)[\"']?\\s*:");
  private static final String SHOWN = "`distro`, `name`, `kernel`, `init`, `image`";

  private OtherFile() {}

  /**
   * Says that a file is no recipe; empty if it could be one, however broken.
   *
   * @param root what it holds; null if that cannot be read
   * @param keys of a recipe
   */
  public static Optional<Diagnostic> check(SourceText source, Node root, Collection<String> keys) {
    String text = source.text();
    if (root instanceof Node.Keys || root != null && root.kind() == Node.Kind.NULL) {
      return Optional.empty();
    }
    Optional<String> kind =
        ORDER.stream().filter(name -> KINDS.get(name).matcher(text).find()).findFirst();
    if (mentions(text, keys) || kind.isEmpty() && (root != null || isEmpty(text))) {
      return Optional.empty();
    }
    Diagnostic error =
        Diagnostic.error(Code.D1017, "`" + source.file() + "` is not a recipe")
            .why("a recipe begins with keys: " + SHOWN + ", …");
    Diagnostic named = kind.map(name -> error.label("looks like " + name)).orElse(error);
    return Optional.of(
        named.help(remedy(kind.orElse(""), source.file())).at(source.span(0, source.lineEnd(0))));
  }

  private static String remedy(String kind, String file) {
    return switch (kind) {
      case "a kernel configuration" ->
          "`distroc new NAME --from " + file + "` makes a recipe of it";
      case "a C source" -> "name it in a recipe: `init: {source: " + file + "}`";
      case "a lock file" -> "name the recipe that it locks";
      default -> "name a recipe; `distroc new NAME` creates one to start with";
    };
  }

  private static boolean isEmpty(String text) {
    return text.lines().allMatch(line -> line.isBlank() || line.matches("(#|---|\\.\\.\\.).*"));
  }

  /**
   * Whether lines begin with the first key of recipes, or what could be meant, or several others.
   */
  private static boolean mentions(String text, Collection<String> keys) {
    Set<String> found = new HashSet<>();
    KEY.matcher(text).results().limit(1000).forEach(match -> found.add(match.group(1)));
    return found.stream().anyMatch(key -> Suggestions.closest(key, List.of(FIRST)).isPresent())
        || found.stream().filter(keys::contains).count() > 1;
  }
}
