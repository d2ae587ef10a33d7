package org.distroc.boot.test;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.spec.TextPattern;

/** What a test's regular expressions have captured so far, by name. */
public final class Captures {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)\\}");

  private final Map<String, String> values = new HashMap<>();

  public void add(Map<String, String> captured) {
    values.putAll(captured);
  }

  /**
   * A text with what was captured in the place of {@code ${name}}; other names stay as they are.
   */
  public String filled(String text) {
    return filled(text, false);
  }

  /** A pattern with what was captured, which matches itself only. */
  public TextPattern filled(TextPattern pattern) {
    return new TextPattern(filled(pattern.text(), pattern.regex()), pattern.regex());
  }

  private String filled(String text, boolean quoted) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            reference -> {
              String value = values.get(reference.group(1));
              String shown = value == null ? reference.group() : quoted(value, quoted);
              return Matcher.quoteReplacement(shown);
            });
  }

  private static String quoted(String value, boolean quoted) {
    return quoted ? com.google.re2j.Pattern.quote(value) : value;
  }
}
