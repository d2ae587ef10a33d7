package org.distroc.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a guest's VGA text screen. A look costs one command when nothing changed. When something
 * did, the guest is stopped for about a millisecond: the CRT controller's registers are read through
 * an index register, which the guest may be using as well.
 */
final class VgaScreen {
  private static final Pattern PORT_VALUE = Pattern.compile("= 0x([0-9a-f]+)");
  private static final int INDEX_PORT = 0x3d4;
  private static final int DATA_PORT = 0x3d5;
  private static final int START_HIGH = 0x0c;
  private static final int CURSOR_HIGH = 0x0e;

  /** Looks without a change after which the cursor is asked for all the same. */
  private static final int CURSOR_EVERY = 8;

  private final Qmp qmp;
  private final Path file;
  private final ScreenTranscript transcript = new ScreenTranscript();
  private VgaMemory last;
  private boolean settled;
  private int quietLooks;
  private String text = "";

  /** Reads the memory by way of that file. */
  VgaScreen(Qmp qmp, Path file) {
    this.qmp = qmp;
    this.file = file;
  }

  /**
   * Looks once.
   *
   * @param running whether the guest is to go on afterwards
   * @return the text that scrolled off since the last look; often empty
   */
  String look(boolean running) throws IOException {
    boolean same = last != null && Arrays.equals(cells(), last.cells());
    if (same && settled && ++quietLooks % CURSOR_EVERY != 0) {
      return "";
    }
    VgaMemory now = consistent(running);
    // The cursor follows what was written, so one more look is due until nothing moves any more.
    settled = now.equals(last);
    last = now;
    text = ScreenTranscript.live(now);
    return transcript.settle(now);
  }

  /** The screen at the last look. */
  String text() {
    return text;
  }

  private VgaMemory consistent(boolean running) throws IOException {
    qmp.execute("stop", Map.of());
    try {
      int index = in(INDEX_PORT);
      int start = register(START_HIGH) << 8 | register(START_HIGH + 1);
      int cursor = register(CURSOR_HIGH) << 8 | register(CURSOR_HIGH + 1);
      out(INDEX_PORT, index);
      return new VgaMemory(cells(), start, cursor);
    } finally {
      if (running) {
        qmp.execute("cont", Map.of());
      }
    }
  }

  private byte[] cells() throws IOException {
    qmp.execute(
        "pmemsave",
        Map.of(
            "val", VgaMemory.ADDRESS, "size", VgaMemory.SIZE, "filename", file.toString()));
    byte[] cells = Files.readAllBytes(file);
    if (cells.length != VgaMemory.SIZE) {
      throw new IOException("QEMU saved " + cells.length + " bytes of the text memory");
    }
    return cells;
  }

  private int register(int number) throws IOException {
    out(INDEX_PORT, number);
    return in(DATA_PORT);
  }

  private int in(int port) throws IOException {
    return portValue(qmp.monitor("i /1b 0x" + Integer.toHexString(port)));
  }

  private void out(int port, int value) throws IOException {
    qmp.monitor("o /1b 0x" + Integer.toHexString(port) + " " + value);
  }

  /** The value in what the human monitor prints: {@code portb[0x03d5] = 0x0c}. */
  static int portValue(String printed) throws IOException {
    Matcher matcher = PORT_VALUE.matcher(printed);
    if (!matcher.find()) {
      throw new IOException("QEMU's monitor gave no port's value: " + printed.strip());
    }
    return Integer.parseInt(matcher.group(1), 16);
  }
}
