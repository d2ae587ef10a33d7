package org.distroc.recipe.schema;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Diagnostic;

/**
 * The size of the program that a regular expression compiles to. The library matches in linear
 * time, but expands counted repetitions: {@code ((a{99}){99}){99}} has a million states.
 */
public final class RegexSize {
  /** The most states that are accepted. */
  static final int MOST = 3000;

  private static final Pattern COUNT = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

  private RegexSize() {}

  /** What is wrong with a regular expression; empty if it can be used. */
  public static Optional<Diagnostic> mistake(String regex) {
    if (of(regex) > MOST) {
      return Optional.of(TestChecks.tooLarge());
    }
    try {
      com.google.re2j.Pattern.compile(regex);
      return Optional.empty();
    } catch (PatternSyntaxException wrong) {
      return Optional.of(TestChecks.invalidRegex(wrong));
    }
  }

  /** An estimate of the number of states, never far too low, also for an invalid expression. */
  static long of(String regex) {
    Deque<Long> outer = new ArrayDeque<>();
    Matcher count = COUNT.matcher(regex);
    long size = 0;
    long last = 0;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '(') {
        outer.push(size);
        size = 0;
      } else if (c == ')' && !outer.isEmpty()) {
        last = size + 2;
        size = capped(outer.pop() + last);
      } else if (c == '{' && count.region(i, regex.length()).lookingAt()) {
        size = capped(size + last * (times(count) - 1));
        last = capped(last * times(count));
        i = count.end() - 1;
      } else {
        i = c == '\\' ? i + 1 : c == '[' ? endOfClass(regex, i) : i;
        last = 1;
        size = capped(size + 1);
      }
    }
    return outer.stream().reduce(size, Long::sum);
  }

  private static long times(Matcher count) {
    String most =
        count.group(2) == null || count.group(2).isEmpty() ? count.group(1) : count.group(2);
    return most.length() > 6 ? 1_000_000 : Math.max(1, Long.parseLong(most));
  }

  private static long capped(long size) {
    return Math.min(size, 1_000_000_000);
  }

  private static int endOfClass(String regex, int start) {
    int i = regex.startsWith("[^", start) ? start + 2 : start + 1;
    for (i = i + 1; i < regex.length() && regex.charAt(i) != ']'; i++) {
      i += regex.charAt(i) == '\\' ? 1 : 0;
    }
    return Math.min(i, regex.length() - 1);
  }
}
