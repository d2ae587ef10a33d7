package org.distroc.recipe.schema;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
  private static final String NEW = "name a recipe; `distroc new NAME` creates one to start with";

  /**
   * A kind of file.
   *
   * @param name with its article
   * @param sign what only such a file has
   * @param remedy with FILE for its name
   */
  private record Kind(String name, Pattern sign, String remedy) {
    Kind(String name, String sign, String remedy) {
      this(name, Pattern.compile(sign), remedy);
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind("a script", "\\A#!", NEW),
          new Kind("Markdown", "(?m)^```|\\A# .+\n\n?\\w", NEW),
          new Kind(
              "a kernel configuration",
              "(?m)^(# )?CONFIG_[A-Za-z0-9_]+(=| is not set)",
              "`distroc new NAME --from FILE` makes a recipe of it"),
          new Kind(
              "a C source",
              "(?m)^(#include [<\"]|int main ?\\()",
              "name it in a recipe: `init: {source: FILE}`"),
          new Kind("a Makefile", "(?m)^[A-Za-z0-9_./-]+:(?!=)[^\n]*\n\t", NEW),
          new Kind("a lock file", "(?m)^lock: ", "name the recipe that it locks"));

  private static final Pattern KEY =
      Pattern.compile("(?m)^(?:\\{\\s*)?[\"']?([A-Za-z0-9_-]+)[\"']?\\s*:");
  private static final String SHOWN = "`distro`, `name`, `kernel`, `init`, `image`";

  private OtherFile() {}

  /**
   * Says that a file is no recipe; empty if it could be one, however broken.
   *
   * @param root what it holds instead of keys; null if that cannot be read
   * @param keys of a recipe
   */
  public static Optional<Diagnostic> check(SourceText source, Node root, Collection<String> keys) {
    String text = source.text();
    if (root != null && root.kind() == Node.Kind.NULL) {
      return Optional.empty();
    }
    Optional<Kind> kind = KINDS.stream().filter(one -> one.sign.matcher(text).find()).findFirst();
    if (mentions(text, keys) || kind.isEmpty() && (root != null || isEmpty(text))) {
      return Optional.empty();
    }
    Diagnostic error =
        Diagnostic.error(Code.D1017, "`" + source.file() + "` is not a recipe")
            .at(source.span(0, source.lineEnd(0)))
            .why("a recipe begins with keys: " + SHOWN + ", …");
    return Optional.of(
        kind.map(one -> error.label("looks like " + one.name))
            .orElse(error)
            .help(kind.map(Kind::remedy).orElse(NEW).replace("FILE", source.file())));
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
