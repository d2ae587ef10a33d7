package org.distroc.host;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Locale;

/** Describes why I/O failed, in the system's words instead of Java's class names. */
public final class IoErrors {
  private IoErrors() {}

  /**
   * The reason as a line: {@code /path/file: permission denied}. Never empty, and never the name of
   * a Java class.
   */
  public static String reason(IOException e) {
    if (e instanceof FileSystemException at) {
      String what = ofFile(at);
      return at.getFile() == null ? what : at.getFile() + ": " + what;
    }
    if (e instanceof CharacterCodingException) {
      return "invalid UTF-8";
    }
    String message = e.getMessage();
    if (message != null && !message.isBlank()) {
      return e instanceof java.net.UnknownHostException ? "unknown host " + message : message;
    }
    if (e instanceof EOFException) {
      return "unexpected end of file";
    }
    if (e instanceof InterruptedIOException) {
      return "interrupted";
    }
    return words(e.getClass().getSimpleName());
  }

  /** As above, for an exception that wraps one. */
  public static String reason(UncheckedIOException e) {
    return reason(e.getCause());
  }

  private static String ofFile(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "file exists";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "directory not empty";
    }
    if (e instanceof NotDirectoryException) {
      return "not a directory";
    }
    if (e instanceof NotLinkException) {
      return "not a symbolic link";
    }
    if (e instanceof FileSystemLoopException) {
      return "too many levels of symbolic links";
    }
    if (e instanceof AtomicMoveNotSupportedException) {
      return "cannot be renamed across file systems";
    }
    // The system's own words, such as "No space left on device".
    String reason = e.getReason();
    return reason == null || reason.isBlank() ? "input/output error" : lowerFirst(reason);
  }

  private static String lowerFirst(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  /** {@code HttpConnectTimeoutException} becomes {@code http connect timeout}. */
  private static String words(String className) {
    String words =
        className
            .replaceFirst("(IO)?Exception$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT)
            .strip();
    return words.isEmpty() ? "input/output error" : words;
  }
}
