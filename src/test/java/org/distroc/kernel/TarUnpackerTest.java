package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.distroc.host.Trees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TarUnpackerTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("inside"));
  }

  @Test
  void keepsTextModesTimesAndLinks() throws IOException {
    Archives archive =
        Archives.kernel()
            .program("linux-9.8/scripts/run.sh")
            .file("linux-9.8/ä ö", "text")
            .link("linux-9.8/scripts/up", "../Makefile")
            .link("linux-9.8/down", "././scripts/run.sh")
            .file("./linux-9.8//dotted/./name", "x");
    TarUnpacker.Unpacked unpacked = unpack(archive.plain(), TarUnpacker.Limits.KERNEL);
    Path linux = folder.resolve("linux-9.8");
    assertEquals("r-xr-xr-x", mode(linux.resolve("scripts/run.sh")));
    assertEquals("r--r--r--", mode(linux.resolve("Makefile")));
    assertEquals("text", Files.readString(linux.resolve("ä ö")));
    assertEquals(
        Archives.DATE.getTime(), Files.getLastModifiedTime(linux.resolve("Makefile")).toMillis());
    assertTrue(Files.readString(linux.resolve("scripts/up")).startsWith("VERSION"));
    assertTrue(Files.isRegularFile(linux.resolve("down")));
    assertEquals("x", Files.readString(linux.resolve("dotted/name")));
    assertEquals(11, unpacked.entries());
    assertEquals(bytesIn(folder), unpacked.bytes());
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        hostile("escapes its folder", Archives.kernel().file("linux-9.8/../../evil", "x")),
        hostile("escapes its folder", Archives.kernel().file("..", "x")),
        hostile("escapes its folder", Archives.kernel().folder("linux-9.8/../../evil/")),
        hostile("/evil", Archives.kernel().file("/evil", "x")),
        hostile("points outside, to", Archives.kernel().link("linux-9.8/evil", "/etc")),
        hostile("points outside, to", Archives.kernel().link("linux-9.8/evil", "../../evil")),
        hostile("points outside, to", Archives.kernel().link("evil", "..")),
        hostile("points outside, to", Archives.kernel().link("linux-9.8/evil", "")),
        // Each link stays inside by its text alone; together they would climb out.
        hostile(
            "points outside, to",
            Archives.kernel()
                .link("linux-9.8/arch/up", "../..")
                .link("linux-9.8/arch/evil", "up/..")),
        hostile(
            "as something else",
            Archives.kernel().link("linux-9.8/l", "arch").file("linux-9.8/l/evil", "x")),
        hostile("twice", Archives.kernel().file("linux-9.8/Makefile", "x")),
        hostile("twice", Archives.kernel().link("linux-9.8/arch", "Makefile")),
        hostile("a name of 300 bytes", Archives.kernel().file("linux-9.8/" + "x".repeat(300), "")),
        hostile("a name of 300 bytes", Archives.kernel().file("linux-9.8/" + "ä".repeat(150), "")),
        hostile("a name of 300 bytes", Archives.kernel().folder("x".repeat(300) + "/")),
        hostile(
            "a path of 20009 bytes", Archives.kernel().folder("linux-9.8" + "/x".repeat(10_000))),
        hostile("a name of 300 bytes", Archives.kernel().link("linux-9.8/l", "x".repeat(300))),
        hostile("neither", Archives.kernel().special("linux-9.8/evil", TarConstants.LF_LINK)),
        hostile("neither", Archives.kernel().special("linux-9.8/evil", TarConstants.LF_CHR)),
        hostile("neither", Archives.kernel().special("linux-9.8/evil", TarConstants.LF_BLK)),
        hostile("neither", Archives.kernel().special("linux-9.8/evil", TarConstants.LF_FIFO)));
  }

  private static Arguments hostile(String words, Archives archive) {
    return Arguments.of(words, archive.plain());
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void rejectsPathsOutsideAndSpecialFiles(String words, byte[] archive) throws IOException {
    IOException e =
        assertThrows(ArchiveException.class, () -> unpack(archive, TarUnpacker.Limits.KERNEL));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    try (Stream<Path> outside = Files.list(temporary)) {
      assertEquals(1, outside.count(), "something was written outside");
    }
    try (Stream<Path> all = Files.walk(folder)) {
      assertFalse(all.anyMatch(p -> p.getFileName().toString().equals("evil")));
    }
  }

  @Test
  void stopsAtTheLimits() {
    byte[] archive = Archives.kernel().file("linux-9.8/big", "x".repeat(10_000)).plain();
    IOException bytes =
        assertThrows(
            ArchiveException.class, () -> unpack(archive, new TarUnpacker.Limits(100, 10_000)));
    assertTrue(bytes.getMessage().contains("contains more than"), bytes.getMessage());
    assertFalse(Files.exists(folder.resolve("linux-9.8/big")));
  }

  /** A terabyte of zeros would follow; the archive is as a compressor's stream gives it. */
  @Test
  void stopsAfterTheEndOfTheArchive() {
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream(Archives.kernel().plain()),
            new InputStream() {
              @Override
              public int read() {
                return 0;
              }

              @Override
              public int read(byte[] bytes, int from, int length) {
                return length;
              }
            });
    IOException e =
        assertThrows(
            ArchiveException.class,
            () -> TarUnpacker.unpack(endless, folder, TarUnpacker.Limits.KERNEL, Progress.NONE));
    assertEquals("it contains more than 1 MiB of headers and padding", e.getMessage());
  }

  @Test
  void stopsAtTheRatio() throws IOException {
    byte[] archive = Archives.kernel().file("linux-9.8/big", "x".repeat(70 << 20)).plain();
    UnpackedStream small = UnpackedStream.of(new ByteArrayInputStream(archive), 1 << 20);
    IOException e =
        assertThrows(
            ArchiveException.class,
            () -> TarUnpacker.unpack(small, folder, TarUnpacker.Limits.KERNEL, Progress.NONE));
    assertTrue(e.getMessage().contains("more than 64 MiB, far more than its size"), e.getMessage());
    Trees.delete(folder);
    Files.createDirectory(folder);
    UnpackedStream fair = UnpackedStream.of(new ByteArrayInputStream(archive), 8 << 20);
    TarUnpacker.unpack(fair, folder, TarUnpacker.Limits.KERNEL, Progress.NONE);
  }

  @Test
  void stopsAtTheNumberOfFiles() {
    byte[] archive = Archives.kernel().plain();
    IOException e =
        assertThrows(
            ArchiveException.class, () -> unpack(archive, new TarUnpacker.Limits(3, 1 << 20)));
    assertEquals("it contains more than 3 files", e.getMessage());
  }

  @Test
  void noticesATruncatedFile() {
    byte[] archive = Archives.kernel().file("linux-9.8/big", "x".repeat(10_000)).plain();
    byte[] half = Arrays.copyOf(archive, archive.length - 5_000);
    assertThrows(IOException.class, () -> unpack(half, TarUnpacker.Limits.KERNEL));
  }

  private TarUnpacker.Unpacked unpack(byte[] archive, TarUnpacker.Limits limits)
      throws IOException {
    return TarUnpacker.unpack(new ByteArrayInputStream(archive), folder, limits, Progress.NONE);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(p -> Files.isRegularFile(p) && !Files.isSymbolicLink(p))
          .mapToLong(p -> p.toFile().length())
          .sum();
    }
  }
}
