package org.distroc.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of .debs, and what is refused. */
class DebReaderTest {
  @TempDir Path folder;

  private static Debs deb() {
    return new Debs("tool", "1.0-1");
  }

  @Test
  void readsFilesFoldersLinksOwnersAndModes() throws IOException {
    byte[] program = "program".getBytes(StandardCharsets.UTF_8);
    StoredPackage stored =
        deb()
            .folder("./usr/bin")
            .file("./usr/bin/tool", program, 04755, 0, 42)
            .link("./usr/bin/t", "tool")
            .special("./usr/bin/hard", TarConstants.LF_LINK, "./usr/bin/tool")
            .file("./etc/tool.conf", "x\n")
            .file("./usr/share/Főtanúsítvány.crt", "")
            .script("postinst", "#!/bin/sh\nuseradd tool\n")
            .stored(folder);
    List<DebEntry> entries = stored.tree().entries();
    assertEquals(
        List.of("/usr/bin", "/usr/bin/tool", "/usr/bin/t", "/usr/bin/hard"),
        entries.stream().map(DebEntry::path).limit(4).toList());
    DebEntry tool = entries.get(1);
    assertEquals(
        List.of(04755, 0, 42, Sha256.of(program)),
        List.of(tool.mode(), tool.uid(), tool.gid(), tool.sha256()));
    assertEquals("tool", entries.get(2).target());
    assertEquals("/usr/bin/tool", entries.get(3).target());
    assertEquals("/usr/share/Főtanúsítvány.crt", entries.get(5).path());
    assertEquals("#!/bin/sh\nuseradd tool\n", stored.tree().scripts().get("postinst"));
    assertEquals("programx\n", Files.readString(stored.files()));
    assertEquals(stored.tree(), DebTree.parse(stored.tree().text()));
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        hostile("leads out of the root", deb().file("./../../etc/passwd", "x")),
        hostile("leads out of the root", deb().file("./usr/../../x", "x")),
        hostile("leads out of the root", deb().link("./usr/bin/up", "../../../etc")),
        hostile("leads out of the root", deb().link("./x", "/../etc")),
        hostile("leads nowhere", deb().link("./x", "")),
        hostile("is a device", deb().special("./dev/mem", TarConstants.LF_CHR, "")),
        hostile("is a device", deb().special("./dev/sda", TarConstants.LF_BLK, "")),
        hostile("is a device", deb().special("./run/pipe", TarConstants.LF_FIFO, "")),
        hostile(
            "not a file of the package", deb().special("./x", TarConstants.LF_LINK, "/etc/shadow")),
        hostile("twice", deb().file("./x", "1").file("./x", "2")),
        hostile("twice", deb().file("./x", "1").file("././/x", "2")),
        hostile("twice", deb().file("./x/y", "1").file("./x", "2")),
        hostile("is not a folder", deb().link("./lib", "/etc").file("./lib/passwd", "x")),
        hostile("control character", deb().file("./new\nline", "x")),
        hostile("more than 255 bytes", deb().file("./" + "n".repeat(256), "x")),
        hostile("more than 1024 bytes", deb().file("./" + "folder/".repeat(600) + "x", "x")),
        hostile("of user or group", deb().file("./x", new byte[1], 0644, 1 << 20, 0)));
  }

  private static Arguments hostile(String words, Debs deb) {
    return Arguments.of(words, deb);
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("hostile")
  void rejects(String words, Debs deb) throws IOException {
    Failure failure = assertThrows(Failure.class, () -> deb.stored(folder));
    Diagnostic error = failure.diagnostics().get(0);
    assertEquals(Code.D4204, error.code());
    assertTrue(error.reasons().get(0).contains(words), error.toString());
    assertNothingKept();
  }

  private void assertNothingKept() throws IOException {
    Path cache = folder.resolve("cache");
    for (String kind : List.of("debs", "downloads")) {
      try (Stream<Path> files = Files.walk(cache.resolve(kind))) {
        assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
      }
    }
  }

  @Test
  void rejectsWhatIsNoPackage() throws IOException {
    rejectsBytes("not a Debian package", "PK".getBytes(StandardCharsets.US_ASCII));
    rejectsBytes("not a Debian package", Debs.ar("x", new byte[1]));
    byte[] version = "2.0\n".getBytes(StandardCharsets.US_ASCII);
    byte[] tar = new byte[10240];
    rejectsBytes("no control.tar", Debs.ar("debian-binary", version));
    rejectsBytes("no data.tar", Debs.ar("debian-binary", version, "control.tar", tar));
    rejectsBytes(
        "has no place", Debs.ar("debian-binary", version, "evil", tar, "control.tar", tar));
    rejectsBytes(
        "another format", Debs.ar("debian-binary", "3.0\n".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void rejectsATruncatedPackage() throws IOException {
    byte[] whole = deb().file("./x", "text".repeat(10_000)).xz().bytes();
    for (int length = 0; length < whole.length; length += whole.length / 9) {
      byte[] part = Arrays.copyOf(whole, length);
      Failure failure = assertThrows(Failure.class, () -> store(deb().pin(part), part));
      assertEquals(Code.D4204, failure.diagnostics().get(0).code());
    }
  }

  @Test
  void rejectsAPackageThatUnpacksToFarMoreThanItsSize() throws IOException {
    byte[] zeros = new byte[65 << 20];
    Failure failure =
        assertThrows(Failure.class, () -> deb().file("./x", zeros, 0644, 0, 0).xz().stored(folder));
    assertTrue(failure.diagnostics().get(0).reasons().get(0).contains("far more than its size"));
  }

  private void rejectsBytes(String words, byte[] bytes) throws IOException {
    Failure failure = assertThrows(Failure.class, () -> store(deb().pin(bytes), bytes));
    Diagnostic error = failure.diagnostics().get(0);
    assertEquals(Code.D4204, error.code());
    assertTrue(words.startsWith("not") || error.reasons().get(0).contains(words), error.toString());
  }

  private StoredPackage store(PinnedDeb deb, byte[] bytes) throws IOException {
    Path file = folder.resolve("some.deb");
    Files.write(file, bytes);
    return Debs.store(folder).add(deb, file);
  }

  @Test
  void rejectsAnotherDigestSizeNameOrVersion() throws IOException {
    byte[] bytes = deb().file("./x", "x").bytes();
    PinnedDeb right = deb().pin(bytes);
    PinnedDeb digest = with(right, right.name(), right.version(), right.size(), "0".repeat(64));
    PinnedDeb size = with(right, right.name(), right.version(), 1, right.sha256());
    for (PinnedDeb lie : List.of(digest, size)) {
      Failure failure = assertThrows(Failure.class, () -> store(lie, bytes));
      assertEquals(Code.D4205, failure.diagnostics().get(0).code());
    }
    PinnedDeb name = with(right, "other", right.version(), right.size(), right.sha256());
    PinnedDeb version = with(right, right.name(), "2", right.size(), right.sha256());
    for (PinnedDeb lie : List.of(name, version)) {
      Failure failure = assertThrows(Failure.class, () -> store(lie, bytes));
      assertEquals(List.of("it is `tool 1.0-1` itself"), failure.diagnostics().get(0).reasons());
    }
    assertTrue(Debs.store(folder).find(right).isEmpty());
  }

  private static PinnedDeb with(
      PinnedDeb deb, String name, String version, long size, String sha256) {
    return new PinnedDeb(name, version, deb.suite(), deb.archive(), deb.path(), size, sha256);
  }

  @Test
  void makesADamagedEntryOfTheCacheAgain() throws IOException {
    StoredPackage stored = deb().file("./x", "text").stored(folder);
    DebStore store = Debs.store(folder);
    assertTrue(store.find(stored.deb()).isPresent());
    Files.writeString(stored.files(), "tex");
    assertFalse(store.find(stored.deb()).isPresent());
    deb().file("./x", "text").stored(folder);
    Path index = stored.files().resolveSibling("index");
    Files.writeString(index, Files.readString(index).replace("end\n", ""));
    assertFalse(store.find(stored.deb()).isPresent());
  }

  @Test
  void contentThatChangedInTheCacheIsAnError() throws IOException {
    StoredPackage stored = deb().file("./a", "first").file("./x", "text").stored(folder);
    DebEntry e = stored.tree().entries().get(1);
    StoredContent content = new StoredContent(stored.files(), e.offset(), e.size(), e.sha256());
    assertEquals("text", new String(content.open().readAllBytes(), StandardCharsets.UTF_8));
    Files.writeString(stored.files(), "firsttExt");
    assertThrows(IOException.class, () -> content.open().readAllBytes());
  }
}
