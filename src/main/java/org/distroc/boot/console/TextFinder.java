package org.distroc.boot.console;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.spec.TextPattern;

/**
 * Searches for one text. Regular expressions of recipes are matched by a library whose time is
 * linear in the text, and line by line: a hostile one cannot hang, and one that begins to match at
 * power-on cannot make distroc keep everything after it.
 */
public final class TextFinder {
  private static final Pattern INNER_BLANK = Pattern.compile("(?<=\\S) (?=\\S)");

  /** Longer lines are searched only in part. */
  static final int LONGEST_LINE = 8192;

  private final Pattern plain;
  private final com.google.re2j.Pattern regex;
  private final int reach;

  private TextFinder(Pattern plain, com.google.re2j.Pattern regex, int reach) {
    this.plain = plain;
    this.regex = regex;
    this.reach = reach;
  }

  /**
   * Where a text was found.
   *
   * @param end the position after it
   * @param captured what the named groups of a regular expression captured
   */
  public record Match(long end, Map<String, String> captured) {}

  /** For a pattern of ours, with the most characters that a match can have. */
  public static TextFinder of(Pattern pattern, int longest) {
    return new TextFinder(pattern, null, longest);
  }

  /**
   * For a pattern of a test.
   *
   * @param wraps whether a blank inside a plain text may be where a line was broken
   */
  public static TextFinder of(TextPattern wanted, boolean wraps) {
    if (wanted.regex()) {
      return new TextFinder(null, com.google.re2j.Pattern.compile(wanted.text()), LONGEST_LINE);
    }
    String text = wanted.text();
    return of(wraps ? wrapping(text) : Pattern.compile(Pattern.quote(text)), text.length());
  }

  private static Pattern wrapping(String text) {
    Matcher inner = INNER_BLANK.matcher(text);
    StringBuilder out = new StringBuilder();
    int done = 0;
    while (inner.find()) {
      out.append(Pattern.quote(text.substring(done, inner.start()))).append("[ \n]");
      done = inner.end();
    }
    return Pattern.compile(out + Pattern.quote(text.substring(done)));
  }

  /** How far before the end of a text a match could begin that continues past it. */
  public int reach() {
    return reach;
  }

  /** The first match that starts at or after a place; its end is a place in the text. */
  public Optional<Match> find(String text, int from) {
    if (regex != null) {
      return findInLines(text, from);
    }
    Matcher matcher = plain.matcher(text);
    return matcher.find(from) ? Optional.of(new Match(matcher.end(), Map.of())) : Optional.empty();
  }

  private Optional<Match> findInLines(String text, int from) {
    for (int start = from; start <= text.length(); ) {
      int line = start == 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed;
      com.google.re2j.Matcher matcher = regex.matcher(text.substring(line, end));
      if (matcher.find(start - line)) {
        return Optional.of(new Match(line + matcher.end(), captured(matcher)));
      }
      start = end + 1;
    }
    return Optional.empty();
  }

  private Map<String, String> captured(com.google.re2j.Matcher matcher) {
    Map<String, String> captured = new TreeMap<>();
    for (String name : regex.namedGroups().keySet()) {
      captured.put(name, matcher.group(name) == null ? "" : matcher.group(name));
    }
    return captured;
  }
}
