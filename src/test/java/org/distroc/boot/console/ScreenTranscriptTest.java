package org.distroc.boot.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTranscriptTest {
  /** Writes and scrolls as the kernel's VGA console does (drivers/video/console/vgacon.c). */
  private static final class KernelConsole {
    final byte[] cells = new byte[VgaMemory.SIZE];
    int origin;
    int cursor;

    KernelConsole() {
      clear();
    }

    void clear() {
      for (int i = 0; i < 25 * 80; i++) {
        cell(origin + i, ' ');
      }
      cursor = origin;
    }

    private void cell(int at, char c) {
      cells[2 * at] = (byte) c;
      cells[2 * at + 1] = 7;
    }

    void write(String text) {
      for (char c : text.toCharArray()) {
        if (c == '\n') {
          lineFeed();
        } else {
          cell(cursor++, c);
          if ((cursor - origin) % 80 == 0) {
            cursor -= 80;
            lineFeed();
            cursor = cursor / 80 * 80;
          }
        }
      }
    }

    private void lineFeed() {
      cursor = (cursor / 80 + 1) * 80;
      if (cursor < origin + 25 * 80) {
        return;
      }
      int old = origin;
      if ((origin + 26 * 80) * 2 >= VgaMemory.SIZE) {
        System.arraycopy(cells, (origin + 80) * 2, cells, 0, 24 * 160);
        origin = 0;
        cursor = cursor - old - 80;
      } else {
        origin += 80;
      }
      for (int i = 0; i < 80; i++) {
        cell(origin + 24 * 80 + i, ' ');
      }
    }

    VgaMemory look() {
      return new VgaMemory(cells.clone(), origin, cursor);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20, 60, 75})
  void missesNoLineAtAnyPollingRate(int linesBetweenLooks) {
    Random random = new Random(linesBetweenLooks);
    KernelConsole console = new KernelConsole();
    ScreenTranscript transcript = new ScreenTranscript();
    StringBuilder read = new StringBuilder(transcript.settle(console.look()));
    StringBuilder said = new StringBuilder();
    for (int line = 0; line < 2000; ) {
      for (int i = random.nextInt(linesBetweenLooks) + 1; i > 0; i--) {
        String text = "line " + line++ + "x".repeat(random.nextInt(150)) + "\n";
        console.write(text);
        said.append(text);
      }
      read.append(transcript.settle(console.look()));
    }
    read.append(ScreenTranscript.live(console.look()));
    // A line of exactly 80 columns looks like one that continues.
    assertEquals(said.toString().replace("\n", ""), read.toString().replace("\n", ""));
  }

  @Test
  void reportsMissedLinesAndKeepsTheRest() {
    KernelConsole console = new KernelConsole();
    ScreenTranscript transcript = new ScreenTranscript();
    console.write("first\n");
    transcript.settle(console.look());
    for (int i = 0; i < 1000; i++) {
      console.write("line " + i + "\n");
    }
    String read = transcript.settle(console.look()) + ScreenTranscript.live(console.look());
    assertTrue(read.startsWith("first\n[lines scrolled by too fast to record]\nline 8"), read);
    assertTrue(read.endsWith("line 998\nline 999\n"), read);
    assertFalse(read.contains("line 500\n"), read);
    for (int i = 850; i < 1000; i++) {
      assertTrue(read.contains("line " + i + "\n"), "line " + i);
    }
  }

  @Test
  void startsANewPageWhenTheScreenIsCleared() {
    KernelConsole console = new KernelConsole();
    ScreenTranscript transcript = new ScreenTranscript();
    console.write("firmware\nloader\n");
    transcript.settle(console.look());
    console.clear();
    console.write("kernel\n# ");
    assertEquals("firmware\nloader\n", transcript.settle(console.look()));
    assertEquals("kernel\n# ", ScreenTranscript.live(console.look()));
  }

  @Test
  void followsFirmwareThatCopiesLinesUp() {
    VgaMemory before = screen(4 * 80, "a", "b", "c", "d");
    VgaMemory now = screen(4 * 80, "c", "d", "e", "f");
    ScreenTranscript transcript = new ScreenTranscript();
    transcript.settle(before);
    assertEquals("a\nb\n", transcript.settle(now));
  }

  @Test
  void keepsThePromptsBlankBeforeTheCursor() {
    assertEquals("ok\n# ", ScreenTranscript.live(screen(82, "ok", "#")));
    assertEquals("ok\n#", ScreenTranscript.live(screen(0, "ok", "#")));
  }

  @Test
  void joinsALineThatFillsAllColumns() {
    String wide = "x".repeat(80);
    assertEquals(wide + "y\nz", ScreenTranscript.live(screen(0, wide, "y", "z")));
  }

  @Test
  void readsCodePage437() {
    byte[] cells = new byte[VgaMemory.SIZE];
    cells[0] = (byte) 0x82;
    cells[2] = (byte) 0xdb;
    cells[4] = (byte) 0xff;
    cells[6] = 'A';
    VgaMemory memory = new VgaMemory(cells, 0, 0);
    assertEquals("é█\u00a0A", memory.row(0).stripTrailing());
    assertEquals(4, memory.width(0));
  }

  private static VgaMemory screen(int cursor, String... lines) {
    byte[] cells = new byte[VgaMemory.SIZE];
    Arrays.fill(cells, (byte) 0);
    for (int row = 0; row < lines.length; row++) {
      for (int i = 0; i < lines[row].length(); i++) {
        cells[2 * (row * 80 + i)] = (byte) lines[row].charAt(i);
      }
    }
    return new VgaMemory(cells, 0, cursor);
  }
}
