package org.distroc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps phrases out of messages, pages and templates that a kernel developer would not write. In
 * sources only string literals and text blocks count; in other files every line does.
 */
class WordsTest {
  /** What each phrase stands for is in parentheses. */
  private static final List<String> PHRASES =
      List.of(
          "told", // reported, printed
          "tells? (?:of|which|whether|what|that|why|how)", // shows, says
          "anew", // again, regenerate
          "nobody", // no one; mostly passive
          "somebody", // someone, another process
          "whoever",
          "whatsoever",
          "comes? to (?:another|other|the same)", // differs
          "came of", // result
          "of which",
          "as it is(?! (?:now|today))", // unchanged
          "as they are",
          "is to be",
          "are to be",
          "was to be",
          "which is to",
          "on (?:its|their) way",
          "has it not",
          "all the same",
          "taken apart",
          "(?<!there )(?:is|are) no"
              + " (?:file|folder|name|number|text|program|option|instruction)", // not a
          "ran out of time", // timed out
          "left out of it",
          "distcc does without", // skips
          "known to take",
          "will not take", // will not take effect
          "is asked meanwhile",
          "bring(?:s)? about",
          "to be had",
          "stands? (?:beside|behind|before|there|in)",
          "lies? (?:beside|behind|before|in|there)");

  private static final Pattern TELLS =
      Pattern.compile("\\b(?:" + String.join("|", PHRASES) + ")\\b", Pattern.CASE_INSENSITIVE);

  /** Lines with a phrase that is right: a part of the line. */
  private static final Set<String> ALLOWED =
      Set.of("Back to whoever called me."); // part of a program whose bytes must not change

  private static final Pattern LITERAL =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"|//[^\n]*|/\\*.*?\\*/");

  @Test
  void messagesAreInPlainEnglish() throws IOException {
    List<Path> sources = files("src/main/java", ".java");
    assertTrue(sources.size() > 300, "the sources are seen");
    List<String> found = new ArrayList<>();
    for (Path source : sources) {
      String text = Files.readString(source);
      Matcher literal = LITERAL.matcher(text);
      while (literal.find()) {
        if (literal.group().startsWith("\"")) {
          int line = (int) text.substring(0, literal.start()).lines().count();
          search(source, literal.group(), Math.max(1, line), found);
        }
      }
    }
    assertEquals("", String.join("\n", found));
  }

  @Test
  void pagesAndTemplatesAreInPlainEnglish() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md")));
    pages.add(Path.of("CONTRIBUTING.md"));
    for (String folder : List.of("docs", "schemas", "templates", "recipes", "bench", "libexec")) {
      pages.addAll(files(folder, ""));
    }
    pages.addAll(files("src/main/resources", ".txt"));
    assertTrue(pages.size() > 200, "the pages are seen");
    List<String> found = new ArrayList<>();
    for (Path page : pages) {
      search(page, Files.readString(page), 1, found);
    }
    assertEquals("", String.join("\n", found));
  }

  @Test
  void aPhraseIsFound() {
    List<String> found = new ArrayList<>();
    search(Path.of("a"), "fine\nhe was told\n", 3, found);
    assertEquals(List.of("a:4: `told` in: he was told"), found);
  }

  private static void search(Path file, String text, int firstLine, List<String> found) {
    int number = firstLine;
    for (String line : text.split("\n", -1)) {
      Matcher tell = TELLS.matcher(line);
      while (tell.find()) {
        if (ALLOWED.stream().noneMatch(line::contains)) {
          found.add(file + ":" + number + ": `" + tell.group() + "` in: " + line.strip());
        }
      }
      number++;
    }
  }

  private static List<Path> files(String folder, String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(folder))) {
      return all.filter(Files::isRegularFile)
          .filter(f -> f.toString().endsWith(suffix))
          .filter(f -> !f.toString().contains("/build/"))
          .sorted()
          .toList();
    }
  }
}
