package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** No reason that a user sees is the name of a Java class. */
class IoErrorsTest {
  @TempDir Path folder;

  private static String reason(Executable action) {
    return IoErrors.reason(assertThrows(IOException.class, action));
  }

  @Test
  void systemErrorsKeepTheirText() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path missing = folder.resolve("missing");
    assertEquals(
        missing + ": no such file or directory", reason(() -> Files.readAllBytes(missing)));
    assertEquals(file + ": file exists", reason(() -> Files.createDirectory(file)));
    assertEquals(folder + ": directory not empty", reason(() -> Files.delete(folder)));
    assertEquals(file + ": not a directory", reason(() -> Files.list(file).close()));
    assertEquals(file + ": not a symbolic link", reason(() -> Files.readSymbolicLink(file)));
    Path below = file.resolve("below");
    assertEquals(below + ": not a directory", reason(() -> Files.createFile(below)));
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    assertEquals(
        loop + ": too many levels of symbolic links",
        reason(() -> Files.newInputStream(loop).close())
            .toLowerCase(java.util.Locale.ROOT)
            .replaceFirst(" or unable to access attributes of symbolic link$", ""));
  }

  @Test
  void errorsThatTestsCannotProvoke() {
    assertEquals("f: permission denied", IoErrors.reason(new AccessDeniedException("f")));
    assertEquals("permission denied", IoErrors.reason(new AccessDeniedException(null)));
    assertEquals(
        "f: no space left on device",
        IoErrors.reason(new FileSystemException("f", null, "No space left on device")));
    assertEquals("f: input/output error", IoErrors.reason(new FileSystemException("f")));
    assertEquals(
        "f: too many levels of symbolic links", IoErrors.reason(new FileSystemLoopException("f")));
    assertEquals(
        "f: cannot be renamed across file systems",
        IoErrors.reason(new AtomicMoveNotSupportedException("f", "g", "Invalid cross-device")));
  }

  @Test
  void otherReasonsNeedNoClassNameEither() throws IOException {
    Path latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xe9, 'x'});
    assertEquals("invalid UTF-8", reason(() -> Files.readString(latin, StandardCharsets.UTF_8)));
    assertEquals("invalid UTF-8", IoErrors.reason(new MalformedInputException(1)));
    assertEquals(
        "it is larger than 8 MiB", IoErrors.reason(new IOException("it is larger than 8 MiB")));
    assertEquals("unknown host a.example", IoErrors.reason(new UnknownHostException("a.example")));
    assertEquals("unexpected end of file", IoErrors.reason(new EOFException()));
    assertEquals("interrupted", IoErrors.reason(new InterruptedIOException()));
    assertEquals("closed channel", IoErrors.reason(new ClosedChannelException()));
    assertEquals("zip", IoErrors.reason(new ZipException()));
    assertEquals("input/output error", IoErrors.reason(new IOException()));
  }
}
