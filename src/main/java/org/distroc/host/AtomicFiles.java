package org.distroc.host;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Writes files so that a file with its final name is always complete. */
public final class AtomicFiles {
  private static final int BUFFER = 1 << 16;
  private static final AtomicLong COUNT = new AtomicLong();

  private AtomicFiles() {}

  /**
   * Writes a temporary file in the same folder and renames it over whatever has the name, a link
   * for example. Missing folders are created.
   *
   * @throws IOException if the file cannot be written; the old one is unchanged then
   */
  public static void write(Path file, byte[] content) throws IOException {
    try {
      writeOnce(file, content);
    } catch (NoSuchFileException e) {
      // `distroc cache prune` has just removed the folder.
      writeOnce(file, content);
    }
  }

  private static void writeOnce(Path file, byte[] content) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    // Not createTempFile: its files are unreadable for everyone else, and stay so.
    Path temporary = folder.resolve(temporaryName(file));
    try {
      Files.deleteIfExists(temporary);
      Files.write(temporary, content, StandardOpenOption.CREATE_NEW);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes the content of a file into a stream. */
  public interface Body {
    /** Writes all of it; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** As above, for a content that is not held in memory. */
  public static void write(Path file, Body body) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path temporary = folder.resolve(temporaryName(file));
    try {
      Files.deleteIfExists(temporary);
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(
                  temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              BUFFER)) {
        body.writeTo(out);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String temporaryName(Path file) {
    long pid = ProcessHandle.current().pid();
    return ".new-" + pid + "-" + COUNT.incrementAndGet() + "-" + file.getFileName();
  }

  /** Writes a text in UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text of a note; empty if there is none, or it is of no kind that {@link #write} makes. */
  public static Optional<String> read(Path file) throws IOException {
    return BoundedFiles.entry(file, BoundedFiles.NOTE)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
