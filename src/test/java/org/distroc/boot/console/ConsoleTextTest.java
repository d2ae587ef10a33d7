package org.distroc.boot.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.distroc.spec.TextPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTextTest {
  @TempDir Path folder;

  @Test
  void keepsPlacesValidWhenOldTextIsDropped() {
    ConsoleText text = new ConsoleText(1000);
    for (int i = 0; i < 1000; i++) {
      text.append(String.format("%09d\n", i));
      assertTrue(text.held().length() <= 2000);
    }
    assertEquals(10_000, text.end());
    assertEquals(9_990 - 1, find(text, "000000998", 0));
    assertEquals(-1, find(text, "000000998", 9_985));
    assertEquals(-1, find(text, "000000001", 0));
    assertEquals(9_999, find(text, "999", 9_000));
  }

  @Test
  void aFloodWaitsForWhoLooks() throws Exception {
    ConsoleText text = new ConsoleText(1000);
    Thread flood =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 1000; i++) {
                  text.append(String.format("%09d\n", i), Duration.ofMinutes(1));
                }
              } catch (InterruptedException e) {
                return;
              }
            });
    flood.start();
    for (int i = 0; i < 1000; i++) {
      String next = String.format("%09d", i);
      while (find(text, next, 0) < 0) {
        assertTrue(text.end() <= 10L * i + 1000, next + " is " + text.end());
        text.lookedAt(10L * i);
        text.awaitChange(text.version(), Duration.ofMillis(1));
      }
    }
    flood.join();
    assertEquals(10_000, text.end());
  }

  @Test
  void aFloodWaitsNoLongerThanItMay() throws Exception {
    ConsoleText text = new ConsoleText(100);
    for (int i = 0; i < 30; i++) {
      text.append("0123456789", Duration.ofMillis(1));
    }
    assertEquals(300, text.end());
  }

  private static long find(ConsoleText text, String plain, long from) {
    return text.find(TextFinder.of(TextPattern.plain(plain), false), from)
        .map(TextFinder.Match::end)
        .orElse(-1L);
  }

  @Test
  void replacesItsLivePartOnly() {
    ConsoleText text = new ConsoleText(1000);
    text.update("one\n", "# l");
    text.update("", "# ls");
    text.update("# ls\n", "file");
    assertEquals("one\n# ls\nfile", text.held());
  }

  @Test
  void findsATextThatComesInPiecesAfterALongTalk() {
    ConsoleText text = new ConsoleText(1000);
    PatternWatcher lookout =
        new PatternWatcher(text, TextFinder.of(TextPattern.plain("prompt"), false), 0);
    for (int i = 0; i < 500; i++) {
      text.append("0123456789");
      assertTrue(lookout.find().isEmpty());
    }
    for (String piece : List.of("p", "rom", "p")) {
      text.append(piece);
      assertTrue(lookout.find().isEmpty());
    }
    text.update("", "t, and more");
    assertEquals(5006, lookout.find().orElseThrow().end());
    assertEquals(5006, lookout.find().orElseThrow().end(), "it stays found");
  }

  @Test
  void wakesWaitingThreads() throws InterruptedException {
    ConsoleText text = new ConsoleText(10);
    long seen = text.version();
    Thread writer = new Thread(() -> text.append("x"));
    long start = System.nanoTime();
    writer.start();
    text.awaitChange(seen, Duration.ofSeconds(20));
    assertTrue(System.nanoTime() - start < 10_000_000_000L);
    assertEquals("x", text.held());
    text.awaitChange(text.version(), Duration.ofMillis(5));
  }

  @Test
  void stripsEscapesWhereverTheOutputIsCut() {
    String raw =
        "a\033[1;31mred\033[0m\r\n"
            + "\033]0;title\007b\033(Bc\033P1;x\033\\d\b\0e\tf\033Mg\u009bh\033[?25li";
    String clean = "ared\nbcde\tfghi";
    assertEquals(clean, EscapeStripper.strip(raw));
    for (int cut = 0; cut <= raw.length(); cut++) {
      EscapeStripper stripper = new EscapeStripper();
      assertEquals(clean, stripper.next(raw.substring(0, cut)) + stripper.next(raw.substring(cut)));
    }
  }

  @Test
  void losesNoMoreThanALineToATornEscape() {
    assertEquals("\nnext", EscapeStripper.strip("\033[12\nnext"));
    assertEquals("\nnext", EscapeStripper.strip("\033]title\nnext"));
    String endless = "\033]" + "x".repeat(10_000);
    assertTrue(EscapeStripper.strip(endless).length() > 5_000);
  }

  @Test
  void neverLetsAnEscapeThrough() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      StringBuilder noise = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        noise.append((char) (random.nextInt(4) == 0 ? 0x1b : random.nextInt(256)));
      }
      EscapeStripper.strip(noise)
          .chars()
          .forEach(c -> assertFalse(c < 0x20 && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0));
    }
  }

  @Test
  void boundsTheLogOfAFlood() throws Exception {
    Path file = folder.resolve("new").resolve("console.log");
    byte[] piece = "0123456789".getBytes(StandardCharsets.UTF_8);
    try (ConsoleLog log = new ConsoleLog(file, 1005)) {
      for (int i = 0; i < 1000; i++) {
        log.write(piece, 0, piece.length);
      }
      log.flush();
      assertTrue(Files.size(file) < 1200);
    }
    String kept = Files.readString(file);
    assertTrue(kept.startsWith("0123456789".repeat(100) + "01234\n["), kept);
    assertTrue(kept.endsWith("at 1005 bytes]\n"), kept);
  }
}
