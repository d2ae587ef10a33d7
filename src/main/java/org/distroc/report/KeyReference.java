package org.distroc.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.NearestNames;

/** What the reference says about each key of a recipe and of the settings. */
public final class KeyReference {
  private static final List<String> PAGES = List.of("reference.md", "settings.md");
  private static final String HEADING = "## `";

  private final Map<String, String> texts;

  private KeyReference(Map<String, String> texts) {
    this.texts = texts;
  }

  /** Reads the pages. Where both have a key, it is the recipe's. */
  public static KeyReference read() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String page : PAGES) {
      try (InputStream in = KeyReference.class.getResourceAsStream("/reference/" + page)) {
        add(new String(in.readAllBytes(), StandardCharsets.UTF_8), texts);
      }
    }
    return new KeyReference(texts);
  }

  private static void add(String page, Map<String, String> texts) {
    String[] sections = page.split("(?m)^(?=## )");
    for (String section : sections) {
      if (section.startsWith(HEADING)) {
        String key = section.substring(HEADING.length(), section.indexOf('`', HEADING.length()));
        texts.putIfAbsent(spelling(key), section.strip());
      }
    }
  }

  /** As a user types it: without the brackets of a list and quotes. */
  private static String spelling(String key) {
    return key.replace("[]", "").replace("\"", "");
  }

  /**
   * The section of a key such as {@code init.libc}; of a list's items, with or without brackets.
   */
  public Optional<String> of(String key) {
    return Optional.ofNullable(texts.get(spelling(key)));
  }

  /** Keys that a mistyped one may mean, and those that end with it. */
  public List<String> like(String key) {
    List<String> ends =
        texts.keySet().stream().filter(known -> known.endsWith("." + spelling(key))).toList();
    return ends.isEmpty() ? NearestNames.to(spelling(key), texts.keySet()) : ends;
  }
}
