package org.distroc.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Writes files so that one of a given name is always whole. */
public final class AtomicFiles {
  private static final AtomicLong COUNT = new AtomicLong();

  private AtomicFiles() {}

  /**
   * Writes beside, then renames; a file of that name is replaced. Folders on the way are made.
   *
   * @throws IOException if it cannot be written; what was there is still there then
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    // Not createTempFile: its files are closed to everyone else for good.
    Path beside =
        folder.resolve(
            ".new-"
                + ProcessHandle.current().pid()
                + "-"
                + COUNT.incrementAndGet()
                + "-"
                + file.getFileName());
    try {
      Files.deleteIfExists(beside);
      Files.write(beside, content, StandardOpenOption.CREATE_NEW);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** The same with text, as UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
