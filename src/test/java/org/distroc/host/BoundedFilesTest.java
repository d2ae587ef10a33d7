package org.distroc.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class BoundedFilesTest {
  private static final long MOST = 16 << 20;

  @TempDir Path folder;

  private Path fifo() throws IOException, InterruptedException {
    Path fifo = folder.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    return fifo;
  }

  private Path sparse(long bytes) throws IOException {
    Path file = folder.resolve("sparse");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(bytes);
    }
    return file;
  }

  private static String refusal(Path file) {
    RefusedFile refused =
        assertThrows(RefusedFile.class, () -> BoundedFiles.bytes(file, MOST), file.toString());
    assertThrows(RefusedFile.class, () -> BoundedFiles.stream(file, MOST));
    return refused.getReason();
  }

  @Test
  void whatIsNoRegularFileIsNotOpened() throws Exception {
    assertEquals("is a FIFO, not a regular file", refusal(fifo()));
    assertEquals("is a folder, not a regular file", refusal(folder));
    assertEquals("is a device, not a regular file", refusal(Path.of("/dev/zero")));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"));
    assertEquals("is a device, not a regular file", refusal(link));
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThrows(IOException.class, () -> BoundedFiles.bytes(loop, MOST));
    assertEquals(Optional.empty(), BoundedFiles.entry(loop, MOST));
    assertEquals(Optional.empty(), BoundedFiles.entry(link, MOST));
    assertThrows(NoSuchFileException.class, () -> BoundedFiles.bytes(folder.resolve("none"), MOST));
  }

  @Test
  void aLargeFileIsRefusedByItsSizeAndNotRead() throws IOException {
    assertEquals("is 3.0 GiB; at most 16 MiB", refusal(sparse(3L << 30)));
    assertEquals("is 390 MiB; at most 16 MiB", refusal(sparse(390L << 20)));
    assertEquals(MOST, BoundedFiles.bytes(sparse(MOST), MOST).length);
    assertEquals("is 16.0 MiB; at most 16 MiB", refusal(sparse(MOST + 1)));
  }

  /** Files of /proc have the size 0. */
  @Test
  void aFileThatHasMoreThanItsSizeIsReadUpToTheLimit() throws IOException {
    Path status = Path.of("/proc/self/status");
    assertTrue(BoundedFiles.text(status, MOST).contains("VmRSS"));
    RefusedFile refused = assertThrows(RefusedFile.class, () -> BoundedFiles.bytes(status, 100));
    assertEquals("grows while it is read; at most 100 bytes", refused.getReason());
    try (InputStream in = BoundedFiles.stream(status, 100)) {
      assertThrows(RefusedFile.class, in::readAllBytes);
    }
  }

  @Test
  void contentArrivesUnchanged() throws IOException {
    byte[] bytes = new byte[3_000_000];
    new java.util.Random(7).nextBytes(bytes);
    Path file = Files.write(folder.resolve("random"), bytes);
    assertArrayEquals(bytes, BoundedFiles.bytes(file, MOST));
    assertEquals(Sha256.of(bytes), BoundedFiles.digest(file));
    try (InputStream in = BoundedFiles.stream(file, bytes.length)) {
      assertArrayEquals(bytes, in.readAllBytes());
    }
    assertThrows(CharacterCodingException.class, () -> BoundedFiles.text(file, MOST));
    Path text = Files.writeString(folder.resolve("text"), "ä\uFFFD\r\nß\n");
    assertEquals("ä\uFFFD\r\nß\n", BoundedFiles.text(text, MOST));
    assertEquals(java.util.List.of("ä\uFFFD", "ß"), BoundedFiles.lines(text, MOST));
    assertEquals(0, BoundedFiles.bytes(Files.createFile(folder.resolve("e")), 0).length);
  }

  @Test
  void aLockOrALogReplacesAFifoOfItsName() throws Exception {
    Path fifo = fifo();
    FileLock.take(fifo, () -> {}).close();
    assertTrue(Files.isRegularFile(fifo));
    Files.delete(fifo);
    fifo();
    UsageLease.unlessMarked(fifo, () -> {});
    assertTrue(Files.isRegularFile(fifo));
    Files.delete(fifo);
    fifo();
    Host host = new Host(System.getenv(), folder);
    assertTrue(new ProcessRunner(host).run(Command.of("echo", "a").log(fifo)).succeeded());
    assertEquals("a\n", Files.readString(fifo));
    Path zero = Files.createSymbolicLink(folder.resolve("zero"), Path.of("/dev/zero"));
    FileLock.take(zero, () -> {}).close();
    assertFalse(Files.isSymbolicLink(zero));
  }
}
