package org.distroc.builder.messages;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds the first error in the output of a step: make goes on with other jobs after it, so that the
 * last lines rarely show it.
 */
public final class FirstError {
  private static final Pattern ERROR =
      Pattern.compile(
          "(?i)\\berror\\b|\\bfatal\\b|undefined reference|no such file|not found|cannot |can't "
              + "|killed|segmentation fault|permission denied|no rule to make");

  /** Progress, commands that make prints, warnings, and what repeats an error. */
  private static final Pattern OTHER =
      Pattern.compile(
          "^\\s{2}[A-Z]|^make(?:\\[\\d+\\])?: (?!\\*\\*\\* No rule)|(?i)\\bwarning\\b"
              + "|-Werror|^\\S*(?:gcc|cc|ld|sh) .*-");

  private static final int FOLLOWING = 2;

  private FirstError() {}

  /** The first error, with the two lines after it, if there is one. */
  public static Optional<String> in(String output) {
    List<String> lines = output.lines().toList();
    return IntStream.range(0, lines.size())
        .filter(i -> ERROR.matcher(lines.get(i)).find() && !OTHER.matcher(lines.get(i)).find())
        .mapToObj(
            i -> String.join("\n", lines.subList(i, Math.min(lines.size(), i + 1 + FOLLOWING))))
        .findFirst();
  }
}
