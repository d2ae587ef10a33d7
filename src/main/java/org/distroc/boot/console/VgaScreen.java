package org.distroc.boot.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.boot.qmp.Qmp;
import org.distroc.boot.qmp.Qmp.Request;
import org.distroc.host.BoundedFiles;

/**
 * Looks at a guest's VGA text screen. A look costs one command when nothing changed. When something
 * did, the guest is stopped for about a millisecond, on a busy host for much longer: the CRT
 * controller's registers are read through an index register, which the guest may be using as well.
 * So it waits for a moment in which the guest does not write, though not for long. A guest that a
 * debugger holds is not looked at: it would have to be let go afterwards, and that is the
 * debugger's to do.
 */
public final class VgaScreen {
  private static final Pattern PORT_VALUE = Pattern.compile("= 0x([0-9a-f]+)");
  private static final int INDEX_PORT = 0x3d4;
  private static final int DATA_PORT = 0x3d5;
  private static final int START_HIGH = 0x0c;
  private static final int CURSOR_HIGH = 0x0e;

  /** What QEMU says of a guest that a debugger has stopped, not yet started, or just let go. */
  private static final Set<String> HELD = Set.of("debug", "prelaunch", "running");

  /** After this many unchanged screens the cursor is queried anyway. */
  private static final int CURSOR_EVERY = 8;

  /** How long a guest that never ceases to write is not stopped: a screen holds 200 lines. */
  private static final long MOST_BUSY = 50_000_000;

  /** While it writes, it runs at least this many times as long as it was stopped. */
  private static final int RUN = 3;

  private final Qmp qmp;
  private final Path file;
  private final ScreenTranscript transcript = new ScreenTranscript();
  private VgaMemory last;
  private byte[] glimpse = {};
  private boolean writing = true;
  private long lookedAt;
  private long lookTook;
  private boolean settled;
  private int quietLooks;
  private String text = "";

  /** Reads the memory by way of that file. */
  public VgaScreen(Qmp qmp, Path file) {
    this.qmp = qmp;
    this.file = file;
  }

  /**
   * Looks once.
   *
   * @param running whether the guest is to go on afterwards
   * @return the text that scrolled off since the last look; often empty
   */
  public String look(boolean running) throws IOException {
    if (running && last != null && !isDue()) {
      return "";
    }
    long began = System.nanoTime();
    if (isHeld()) {
      return "";
    }
    VgaMemory now = consistent(running);
    lookedAt = System.nanoTime();
    lookTook = lookedAt - began;
    // The cursor follows what was written, so one more look is due unless that is a while ago.
    settled = !writing || now.equals(last);
    last = now;
    text = ScreenTranscript.live(now);
    return transcript.settle(now);
  }

  /** Glimpses at the text, which does not stop the guest. */
  private boolean isDue() throws IOException {
    if (settled && ++quietLooks % CURSOR_EVERY == 0) {
      return true;
    }
    qmp.execute(List.of(save()));
    byte[] cells = saved();
    writing = !Arrays.equals(cells, glimpse);
    glimpse = cells;
    if (writing) {
      return System.nanoTime() - lookedAt > Math.max(MOST_BUSY, RUN * lookTook);
    }
    return !settled || !Arrays.equals(cells, last.cells());
  }

  /** Whether the guest was writing when it was looked at last; then the next look is due soon. */
  public boolean isBusy() {
    return writing;
  }

  /** The screen at the last look. */
  public String text() {
    return text;
  }

  /** Stops the guest, unless a debugger did before. */
  private boolean isHeld() throws IOException {
    List<Object> answers =
        qmp.execute(List.of(new Request("stop", Map.of()), new Request("query-status", Map.of())));
    return answers.get(1) instanceof Map<?, ?> status
        && HELD.contains(String.valueOf(status.get("status")));
  }

  private VgaMemory consistent(boolean running) throws IOException {
    List<Request> requests = new ArrayList<>();
    requests.add(in(INDEX_PORT));
    for (int register : List.of(START_HIGH, START_HIGH + 1, CURSOR_HIGH, CURSOR_HIGH + 1)) {
      requests.add(out(INDEX_PORT, register));
      requests.add(in(DATA_PORT));
    }
    requests.add(save());
    List<Object> answers = qmp.execute(requests);
    goOn(out(INDEX_PORT, portValue(answers.get(0))), running);
    int start = portValue(answers.get(2)) << 8 | portValue(answers.get(4));
    int cursor = portValue(answers.get(6)) << 8 | portValue(answers.get(8));
    return new VgaMemory(saved(), start, cursor);
  }

  /** Resumes the guest, unless it ended just before it was stopped, which an event reports. */
  private void goOn(Request first, boolean running) throws IOException {
    if (!running) {
      qmp.execute(List.of(first));
      return;
    }
    try {
      qmp.execute(List.of(first, new Request("cont", Map.of())));
    } catch (Qmp.Refused ended) {
      return;
    }
  }

  private Request save() {
    return new Request(
        "pmemsave",
        Map.of("val", VgaMemory.ADDRESS, "size", VgaMemory.SIZE, "filename", file.toString()));
  }

  private byte[] saved() throws IOException {
    byte[] cells = BoundedFiles.bytes(file, BoundedFiles.NOTE);
    if (cells.length != VgaMemory.SIZE) {
      throw new IOException("QEMU saved " + cells.length + " bytes of the text memory");
    }
    return cells;
  }

  private static Request in(int port) {
    return Request.monitor("i /1b 0x" + Integer.toHexString(port));
  }

  private static Request out(int port, int value) {
    return Request.monitor("o /1b 0x" + Integer.toHexString(port) + " " + value);
  }

  /** The value in what the human monitor prints: {@code portb[0x03d5] = 0x0c}. */
  static int portValue(Object printed) throws IOException {
    Matcher matcher = PORT_VALUE.matcher(String.valueOf(printed));
    if (!matcher.find()) {
      throw new IOException("not a port value from QEMU's monitor: " + printed);
    }
    return Integer.parseInt(matcher.group(1), 16);
  }
}
