package org.distroc.host;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A stream that keeps the first or the last bytes written to it, and passes each line to a
 * listener. Memory use is bounded however much a tool prints.
 */
final class BoundedText extends OutputStream {
  /** A longer line is shown to the listener in pieces. */
  private static final int LONGEST_LINE = 8192;

  private final byte[] ring;
  private final boolean keepEnd;
  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long written;

  private BoundedText(int bound, boolean keepEnd, Consumer<String> lines) {
    this.ring = new byte[bound];
    this.keepEnd = keepEnd;
    this.lines = lines;
  }

  static BoundedText head(int bound, Consumer<String> lines) {
    return new BoundedText(bound, false, lines);
  }

  static BoundedText tail(int bound, Consumer<String> lines) {
    return new BoundedText(bound, true, lines);
  }

  @Override
  public synchronized void write(int b) {
    if (keepEnd || written < ring.length) {
      ring[(int) (written % ring.length)] = (byte) b;
    }
    written++;
    if (b == '\n' || line.size() >= LONGEST_LINE) {
      endLine();
    }
    if (b != '\n') {
      line.write(b);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      write(bytes[i]);
    }
  }

  /** Shows what follows the last line break. */
  @Override
  public synchronized void close() {
    if (line.size() > 0) {
      endLine();
    }
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  @Override
  public synchronized String toString() {
    int kept = (int) Math.min(written, ring.length);
    if (!keepEnd || written <= ring.length) {
      return new String(ring, 0, kept, StandardCharsets.UTF_8);
    }
    int start = (int) (written % ring.length);
    byte[] unrolled = new byte[kept];
    System.arraycopy(ring, start, unrolled, 0, kept - start);
    System.arraycopy(ring, 0, unrolled, kept - start, start);
    return new String(unrolled, StandardCharsets.UTF_8);
  }
}
