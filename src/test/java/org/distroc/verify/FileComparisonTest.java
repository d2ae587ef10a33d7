package org.distroc.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks into archives, programs and images that differ in one known place. */
class FileComparisonTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String line(byte[] one, byte[] other) {
    return FileComparison.first("file", one, other).orElseThrow().line();
  }

  /** An archive of {@code init} and {@code other}. */
  private static byte[] cpio(String init, int mode, long time, String second) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream out =
        new CpioArchiveOutputStream(bytes, CpioConstants.FORMAT_NEW, 512, "UTF-8")) {
      for (String[] file : new String[][] {{"init", init}, {second, "same"}}) {
        CpioArchiveEntry entry =
            new CpioArchiveEntry(CpioConstants.FORMAT_NEW, file[0], file[1].length());
        entry.setMode(CpioConstants.C_ISREG | mode);
        entry.setTime(time);
        entry.setInode(7);
        out.putArchiveEntry(entry);
        out.write(bytes(file[1]));
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content, long time) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    GzipParameters parameters = new GzipParameters();
    parameters.setModificationTime(time);
    try (OutputStream out = new GzipCompressorOutputStream(bytes, parameters)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] xz(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new XZCompressorOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void theSameIsNoDifference() throws IOException {
    byte[] archive = cpio("one", 0755, 0, "other");
    assertEquals(Optional.empty(), FileComparison.first("file", archive, archive.clone()));
    assertEquals(Optional.empty(), FileComparison.first("file", new byte[0], new byte[0]));
  }

  @Test
  void namesTheLineOfATextAndTheByteOfOtherFiles() {
    assertEquals(
        "file: line 2: `CONFIG_B=y` vs. `CONFIG_B=n`",
        line(bytes("CONFIG_A=y\nCONFIG_B=y\n"), bytes("CONFIG_A=y\nCONFIG_B=n\n")));
    assertEquals(
        "file: byte 0x2: 01 vs. ff; of 3 and 4 bytes",
        line(new byte[] {0, 0, 1}, new byte[] {0, 0, -1, 0}));
    assertEquals(
        "file: 3 vs. 2 bytes; equal up to there", line(new byte[] {0, 1, 2}, new byte[] {0, 1}));
  }

  @Test
  void looksIntoArchives() throws IOException {
    byte[] one = cpio("one", 0755, 0, "other");
    assertEquals("file > init: line 1: `one` vs. `two`", line(one, cpio("two", 0755, 0, "other")));
    assertTrue(
        line(one, cpio("one", 0700, 0, "other"))
            .startsWith("file > init: mode 100755, owner 0:0, time 0"));
    assertTrue(line(one, cpio("one", 0755, 9, "other")).contains("time 9"));
    assertEquals("file > other: only in the first", line(one, cpio("one", 0755, 0, "more")));
  }

  @Test
  void looksThroughCompression() throws IOException {
    byte[] one = cpio("one", 0755, 0, "other");
    byte[] two = cpio("two", 0755, 0, "other");
    assertEquals(
        "file > content > init: line 1: `one` vs. `two`", line(gzip(one, 0), gzip(two, 0)));
    assertEquals("file > content > init: line 1: `one` vs. `two`", line(xz(one), xz(two)));
    String times = line(gzip(one, 0), gzip(one, 5000));
    assertEquals("file > content: name null, time 0 vs. name null, time 5000", times);
  }

  @Test
  void namesTheSectionOfAProgram() throws Exception {
    byte[] one = program("int x = 1; int main(void) { return x; }");
    byte[] two = program("int x = 2; int main(void) { return x; }");
    assertEquals("file > .data: byte 0x10: 01 vs. 02; of 20 and 20 bytes", line(one, two));
  }

  private byte[] program(String text) throws Exception {
    Path source = Files.writeString(folder.resolve("x.c"), text);
    run("gcc", "-Wl,--build-id=none", "-o", "x", source.toString());
    return Files.readAllBytes(folder.resolve("x"));
  }

  private void run(String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  /** Compares kernels by content, although they are compressed. */
  @Test
  void looksIntoAKernel() throws IOException {
    byte[] one = kernel(xz(bytes("Linux version 6.1 (ann@home)\n")));
    byte[] two = kernel(xz(bytes("Linux version 6.1 (bob@home)\n")));
    assertEquals(
        "file > compressed kernel > content: line 1: `Linux version 6.1 (ann@home)`"
            + " vs. `Linux version 6.1 (bob@home)`",
        line(one, two));
    byte[] root = one.clone();
    root[0x1fc] = 1;
    assertTrue(line(one, root).startsWith("file > real-mode start: byte 0x1fc: 00 vs. 01"));
  }

  private static byte[] kernel(byte[] payload) {
    byte[] image = new byte[1024 + 64 + payload.length + 32];
    image[0x1f1] = 1;
    System.arraycopy(bytes("HdrS"), 0, image, 0x202, 4);
    image[0x248] = 64;
    image[0x24c] = (byte) payload.length;
    image[0x24d] = (byte) (payload.length >> 8);
    System.arraycopy(payload, 0, image, 1024 + 64, payload.length);
    return image;
  }

  @Test
  void looksIntoACd() throws Exception {
    byte[] one = cd("hello", "0644", "VOLUME", "1980010100000000");
    assertEquals(
        "file > docs/a long name.text: line 1: `hello` vs. `HELLO`",
        line(one, cd("HELLO", "0644", "VOLUME", "1980010100000000")));
    String mode = line(one, cd("hello", "0600", "VOLUME", "1980010100000000"));
    assertTrue(mode.contains("a long name.text: mode 100644, links 1, owner 0:0"), mode);
    assertTrue(mode.contains(" vs. mode 100600"), mode);
    String date = line(one, cd("hello", "0644", "VOLUME", "1990020304050600"));
    assertTrue(date.contains("date 1980-01-01 00:00:00"), date);
    String volume = line(one, cd("hello", "0644", "OTHER", "1980010100000000"));
    assertTrue(volume.startsWith("file > volume descriptor in sector 16: byte 0x28: "), volume);
  }

  private byte[] cd(String text, String mode, String volume, String date) throws Exception {
    Path docs = Files.createDirectories(folder.resolve("cd/docs"));
    Files.writeString(docs.resolve("a long name.text"), text);
    run(
        "sh",
        "-c",
        "export SOURCE_DATE_EPOCH=315532800; xorriso -as mkisofs -quiet -o cd.iso -V "
            + volume
            + " -r -file-mode "
            + mode
            + " --set_all_file_dates "
            + date
            + " cd");
    return Files.readAllBytes(folder.resolve("cd.iso"));
  }

  @Test
  void findsTheCounterpartByBytesThenByKind() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("init", program("int main(void) { return 0; }"));
    files.put("bzImage", kernel(bytes("x")));
    files.put("initramfs.cpio", cpio("one", 0755, 0, "other"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertEquals(
          Optional.of(file.getKey()), FileComparison.counterpart(file.getValue().clone(), files));
    }
    assertEquals(
        Optional.of("initramfs.cpio"), FileComparison.counterpart(gzip(bytes("x"), 0), files));
    assertEquals(Optional.empty(), FileComparison.counterpart(bytes("just text"), files));
  }

  /** A damaged file is compared byte by byte; it never causes an exception. */
  @Test
  void damagedFilesAreComparedToo() throws Exception {
    Random random = new Random(5);
    List<byte[]> files =
        List.of(
            cpio("one", 0755, 0, "other"),
            gzip(bytes("text"), 0),
            xz(bytes("text")),
            kernel(xz(bytes("text"))),
            cd("hello", "0644", "VOLUME", "1980010100000000"),
            program("int main(void) { return 0; }"));
    for (byte[] file : files) {
      for (int i = 0; i < 200; i++) {
        int length = i % 4 == 0 ? random.nextInt(file.length) : file.length;
        byte[] damaged = Arrays.copyOf(file, length);
        for (int k = 0; k < 20 && damaged.length > 0; k++) {
          int at = random.nextInt(damaged.length);
          // Headers are where the numbers are that lead elsewhere.
          int where = i % 2 == 0 ? at : Math.min(at, i % 3 == 0 ? 64 : 34_900);
          damaged[Math.min(where, damaged.length - 1)] = (byte) random.nextInt(256);
        }
        boolean same = Arrays.equals(file, damaged);
        assertEquals(same, FileComparison.first("file", file, damaged).isEmpty());
      }
    }
  }
}
