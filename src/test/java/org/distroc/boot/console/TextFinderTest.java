package org.distroc.boot.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.distroc.boot.console.TextFinder.Match;
import org.distroc.boot.test.Captures;
import org.distroc.spec.TextPattern;
import org.junit.jupiter.api.Test;

class TextFinderTest {
  private static Optional<Match> find(ConsoleText text, String regex, long from) {
    return text.find(TextFinder.of(new TextPattern(regex, true), false), from);
  }

  private static ConsoleText text(String... pieces) {
    ConsoleText text = new ConsoleText(1 << 20);
    for (String piece : pieces) {
      text.append(piece);
    }
    return text;
  }

  @Test
  void capturesByName() {
    Match match = find(text("up\ninet 10.0.2.15/24 x"), "inet (?<ip>[0-9.]+)/(?<n>\\d+)", 0).get();
    assertEquals(Map.of("ip", "10.0.2.15", "n", "24"), match.captured());
    assertEquals("up\ninet 10.0.2.15/24".length(), match.end());
  }

  @Test
  void aMatchIsWithinOneCompleteLine() {
    ConsoleText text = text("one two\nthree\n");
    assertTrue(find(text, "two[^x]three", 0).isEmpty());
    assertTrue(find(text, "(?s)two.*three", 0).isEmpty());
    assertTrue(find(text, "^two", 0).isEmpty());
    assertTrue(find(text, "^two", 4).isEmpty(), "a line does not begin where a search does");
    assertEquals(7, find(text, "two$", 4).get().end());
    assertEquals(13, find(text, "^three$", 2).get().end());
  }

  @Test
  void looksAtTheLiveLine() {
    ConsoleText text = text("one\n");
    text.update("", "login: ");
    assertEquals(11, find(text, "^login: $", 4).get().end());
  }

  @Test
  void theStartOfALineIsThatOfTheLineEvenInAFlood() {
    ConsoleText text = text("x".repeat(3 * TextFinder.LONGEST_LINE));
    PatternWatcher lookout =
        new PatternWatcher(text, TextFinder.of(new TextPattern("prompt$", true), false), 0);
    assertTrue(lookout.find().isEmpty());
    text.append("pro");
    assertTrue(lookout.find().isEmpty());
    text.append("mpt");
    assertEquals(text.end(), lookout.find().orElseThrow().end());
  }

  /** Each of these takes a backtracking library longer than the universe has been there. */
  @Test
  void hostileExpressionsTakeTheirTimeOnly() {
    ConsoleText text = text("a".repeat(200_000), "!\n");
    for (String regex : new String[] {"(a+)+b", "(a|aa)*c", "(.*)*d$", "(a*)*(a*)*(a*)*e"}) {
      assertTimeout(
          Duration.ofSeconds(10), () -> assertTrue(find(text, regex, 0).isEmpty(), regex));
    }
  }

  @Test
  void whatWasCapturedMatchesItselfOnly() {
    Captures captures = new Captures();
    captures.add(Map.of("ip", "10.0.*"));
    assertEquals("ping 10.0.*; ${HOME}", captures.filled("ping ${ip}; ${HOME}"));
    TextPattern pattern = captures.filled(new TextPattern("from ${ip}:", true));
    assertTrue(find(text("from 10.0.2.15:"), pattern.text(), 0).isEmpty());
    assertTrue(find(text("from 10.0.*:"), pattern.text(), 0).isPresent());
  }
}
