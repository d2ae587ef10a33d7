package org.distroc.boot.console;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The log of a guest's console, byte for byte, up to a limit: a guest that floods its console
 * cannot fill the disk. Safe for use by several threads.
 */
public final class ConsoleLog implements AutoCloseable {
  /** The most that is kept, in bytes. */
  public static final long LIMIT = 16L << 20;

  private final OutputStream out;
  private final long limit;
  private long written;

  /** Replaces the file. */
  public ConsoleLog(Path file, long limit) throws IOException {
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    Files.deleteIfExists(file);
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    this.limit = limit;
  }

  /** Writes bytes; those beyond the limit are dropped, as the last line of the file notes. */
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    if (written >= limit) {
      return;
    }
    int fits = (int) Math.min(length, limit - written);
    out.write(bytes, from, fits);
    written += fits;
    if (written == limit) {
      String note = "\n[log truncated at " + limit + " bytes]\n";
      out.write(note.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Keeps text as UTF-8. */
  public void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  /** Whether nothing more will be kept. */
  synchronized boolean isFull() {
    return written >= limit;
  }

  /** Makes what was kept visible to a reader of the file. */
  public synchronized void flush() throws IOException {
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
