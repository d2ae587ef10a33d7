package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelSourcesTest {
  private static final Span PLACE = new Span("r.yaml", 7, 3, 4, "  source: x");

  @TempDir Path temporary;
  private final List<String> doings = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "xz,/usr/bin:/bin",
    "gz,/usr/bin:/bin",
    "bzip2,/usr/bin:/bin",
    "xz,/none",
    "gz,/none",
    "bzip2,/none"
  })
  void unpacksATarballWithTheHostsToolsAndWithout(String how, String path) throws IOException {
    byte[] archive = Archives.kernel().compressed(how);
    Path file = Archives.write(temporary.resolve("linux.tar"), archive);
    KernelTree tree = sources(path).obtain(tarball(file, archive), at(), online());
    assertEquals("9.8.7-rc6", tree.release().toString());
    assertEquals("sha256:" + Archives.sha256(archive), tree.identity());
    assertTrue(tree.pinned());
    assertTrue(tree.read("Makefile").contains("PATCHLEVEL"));
    assertTrue(tree.root().startsWith(temporary.resolve("cache").toRealPath()), "" + tree.root());
  }

  @Test
  void unpacksOnceAndNeedsNothingTheSecondTime() throws IOException {
    byte[] archive = Archives.kernel().plain();
    Path file = Archives.write(temporary.resolve("linux.tar"), archive);
    KernelTree first = obtain(tarball(file, archive));
    Files.setLastModifiedTime(first.root(), FileTime.fromMillis(1000));
    assertEquals(first, obtain(tarball(file, archive)));
    String digest = Archives.sha256(archive);
    KernelSource byUrl = new KernelSource.TarballUrl("http://nowhere.invalid/linux.tar", digest);
    KernelTree offline = sources("/none").obtain(byUrl, at(), KernelSources.Options.OFFLINE);
    assertEquals(first.root(), offline.root());
    assertEquals(1000, Files.getLastModifiedTime(first.root()).toMillis(), "unpacked again");
  }

  @Test
  void theIndexOfXzGivesTheLengthOfTheArchive() throws IOException {
    byte[] packed = Archives.kernel().compressed("xz");
    Path xz = Archives.write(temporary.resolve("linux.tar.xz"), packed);
    assertEquals(Archives.kernel().plain().length, Tarball.length(xz));
    packed = Archives.kernel().compressed("gz");
    Path gz = Archives.write(temporary.resolve("linux.tar.gz"), packed);
    assertEquals(0, Tarball.length(gz));
    assertEquals(0, Tarball.length(temporary.resolve("gone")));
  }

  @Test
  void showsBothDigestsAndUnpacksNothing() throws IOException {
    byte[] archive = Archives.kernel().plain();
    Path file = Archives.write(temporary.resolve("linux.tar"), archive);
    String wrong = "0".repeat(64);
    Diagnostic d = failure(new KernelSource.TarballFile(file, wrong), Code.D2001);
    String reasons = String.join("\n", d.reasons());
    assertTrue(reasons.contains(wrong) && reasons.contains(Archives.sha256(archive)), reasons);
    assertFalse(Files.exists(temporary.resolve("cache/distroc/sources")));
  }

  @Test
  void rereadsOnlyChangedFiles() throws IOException {
    byte[] archive = Archives.kernel().plain();
    Path file = Archives.write(temporary.resolve("linux.tar"), archive);
    DigestCache digests =
        new DigestCache(temporary.resolve("digests"), (doing, done, total) -> doings.add(doing));
    assertEquals(Archives.sha256(archive), digests.of(file));
    int once = doings.size();
    assertTrue(once > 0);
    digests.of(file);
    assertTrue(doings.size() > once, "a file changed just now was trusted");
    sleepUntilSettled(file);
    digests.of(file);
    int before = doings.size();
    assertEquals(Archives.sha256(archive), digests.of(file));
    assertEquals(before, doings.size(), "read again");
    byte[] other = archive.clone();
    other[0]++;
    Archives.write(file, other);
    assertEquals(Archives.sha256(other), digests.of(file));
  }

  private static void sleepUntilSettled(Path file) {
    try {
      Thread.sleep(2100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  @Test
  void refusesAMalformedDigest() throws IOException {
    Path file = Archives.write(temporary.resolve("linux.tar"), Archives.kernel().plain());
    failure(new KernelSource.TarballFile(file, "12ab"), Code.D2001);
    failure(new KernelSource.TarballUrl("http://localhost/", "12ab"), Code.D2001);
  }

  @Test
  void reportsAMissingTarball() throws IOException {
    failure(new KernelSource.TarballFile(Path.of("none.tar"), "0".repeat(64)), Code.D2002);
    failure(new KernelSource.TarballFile(temporary, "0".repeat(64)), Code.D2002);
  }

  @Test
  void reportsATarballWithoutKernel() throws IOException {
    byte[] archive = new Archives().file("readme", "x").plain();
    Path file = Archives.write(temporary.resolve("a.tar"), archive);
    failure(tarball(file, archive), Code.D2005);
    assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({
    "xz,/usr/bin:/bin",
    "gz,/usr/bin:/bin",
    "bzip2,/usr/bin:/bin",
    "xz,/none",
    "gz,/none",
    "bzip2,/none"
  })
  void keepsNothingOfADamagedTarball(String how, String path) throws IOException {
    byte[] whole = Archives.kernel().file("linux-9.8/big", noise(200_000)).compressed(how);
    byte[] half = Arrays.copyOf(whole, whole.length - 5000);
    Path file = Archives.write(temporary.resolve("a.tar"), half);
    Failure e =
        assertThrows(
            Failure.class, () -> sources(path).obtain(tarball(file, half), at(), online()));
    assertEquals(Code.D2004, e.diagnostics().get(0).code());
    assertNothingLeft();
  }

  @Test
  void keepsNothingOfAHostileTarball() throws IOException {
    byte[] archive = Archives.kernel().link("linux-9.8/evil", "/etc").compressed("gz");
    Path file = Archives.write(temporary.resolve("a.tar"), archive);
    Diagnostic d = failure(tarball(file, archive), Code.D2004);
    assertTrue(d.reasons().get(0).contains("evil"), d.reasons().toString());
    assertNothingLeft();
  }

  @Test
  void clearsWhatAKilledRunLeftAndATreeThatWasBuiltIn() throws IOException {
    byte[] archive = Archives.kernel().plain();
    Path file = Archives.write(temporary.resolve("linux.tar"), archive);
    Path leftover =
        Files.createDirectories(
            temporary.resolve(
                "cache/distroc/sources/." + Archives.sha256(archive) + "-x/unpacked"));
    KernelTree tree = obtain(tarball(file, archive));
    assertFalse(Files.exists(leftover));
    Files.writeString(tree.root().resolve(".config"), "");
    KernelTree again = obtain(tarball(file, archive));
    assertEquals(tree, again);
    assertFalse(Files.exists(tree.root().resolve(".config")));
  }

  @Test
  void countsTheBytesOnceAfterARestart() throws IOException {
    byte[] archive = Archives.kernel().plain();
    Path file = Archives.write(temporary.resolve("linux.tar"), archive);
    KernelTree tree = obtain(tarball(file, archive));
    Path note = tree.root().resolveSibling("complete");
    String bytes = Files.readString(note).split(" ")[0];
    Files.writeString(note, bytes + " another-boot\n");
    Path makefile = tree.root().resolve("Makefile");
    Files.setLastModifiedTime(tree.root(), FileTime.fromMillis(1000));
    obtain(tarball(file, archive));
    assertEquals(1000, Files.getLastModifiedTime(tree.root()).toMillis(), "it was whole");
    assertEquals(bytes + " counted", Files.readString(note).strip());
    Files.writeString(note, bytes + " another-boot\n");
    String text = Files.readString(makefile);
    Files.delete(makefile);
    Files.writeString(makefile, "");
    obtain(tarball(file, archive));
    assertEquals(text, Files.readString(makefile));
  }

  @Test
  void usesAFolderUnchanged() throws IOException {
    Path folder = unpackedKernel();
    KernelTree tree = obtain(new KernelSource.Folder(folder));
    assertEquals(folder.toRealPath(), tree.root());
    assertFalse(tree.pinned());
    assertFalse(Files.exists(temporary.resolve("cache")));
  }

  @Test
  void reportsAFolderWithoutKernel() throws IOException {
    Diagnostic none = failure(new KernelSource.Folder(temporary.resolve("none")), Code.D2005);
    assertEquals(List.of("there is no such folder"), none.reasons());
    Diagnostic empty = failure(new KernelSource.Folder(temporary), Code.D2005);
    assertEquals(List.of("it has no `Makefile`"), empty.reasons());
    Path folder = unpackedKernel();
    Files.delete(folder.resolve("Makefile"));
    Files.writeString(folder.resolve("Makefile"), "all:\n");
    Diagnostic other = failure(new KernelSource.Folder(folder), Code.D2005);
    assertTrue(other.reasons().get(0).contains("VERSION"), other.reasons().toString());
  }

  @ParameterizedTest
  @CsvSource({".config", "include/config"})
  void reportsAFolderBuiltInPlace(String name) throws IOException {
    Path folder = unpackedKernel();
    Files.createDirectories(folder.resolve(name));
    Diagnostic d = failure(new KernelSource.Folder(folder), Code.D2006);
    assertTrue(d.remedies().get(0).contains("mrproper"), d.remedies().toString());
  }

  @Test
  void treesReadNothingOutsideThemselves() throws IOException {
    Path folder = unpackedKernel();
    Path outside = Files.writeString(temporary.resolve("secret"), "x");
    Files.createSymbolicLink(folder.resolve("out"), outside);
    KernelTree tree = obtain(new KernelSource.Folder(folder));
    assertThrows(Failure.class, () -> tree.read("out"));
    assertThrows(Failure.class, () -> tree.read("../../secret"));
    assertThrows(Failure.class, () -> tree.read("arch"));
  }

  @Test
  void reportsAnUnwritableCache() throws IOException {
    Files.writeString(temporary.resolve("cache"), "a file where the folder should be");
    byte[] archive = Archives.kernel().plain();
    Path file = Archives.write(temporary.resolve("linux.tar"), archive);
    failure(tarball(file, archive), Code.D5024);
  }

  @Test
  void offlineNeedsNothingButTheCache() {
    KernelSource url = new KernelSource.TarballUrl("http://localhost/x", "0".repeat(64));
    KernelSource git = new KernelSource.Git("https://localhost/x", "0".repeat(40));
    for (KernelSource source : List.of(url, git, new KernelSource.Debian("linux-source-0.1"))) {
      Failure e =
          assertThrows(
              Failure.class,
              () -> sources("/usr/bin:/bin").obtain(source, at(), KernelSources.Options.OFFLINE));
      assertEquals(Code.D5022, e.diagnostics().get(0).code());
    }
  }

  private void assertNothingLeft() throws IOException {
    for (String folder : List.of("sources", "downloads")) {
      Path path = temporary.resolve("cache/distroc").resolve(folder);
      if (Files.exists(path)) {
        try (Stream<Path> files = Files.list(path)) {
          assertEquals(List.of(), files.toList());
        }
      }
    }
  }

  private Path unpackedKernel() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("mine"));
    TarUnpacker.unpack(
        new ByteArrayInputStream(Archives.kernel().plain()),
        folder,
        TarUnpacker.Limits.KERNEL,
        Progress.NONE);
    return folder.resolve("linux-9.8");
  }

  private Diagnostic failure(KernelSource source, Code code) {
    Failure e = assertThrows(Failure.class, () -> obtain(source));
    assertEquals(1, e.diagnostics().size());
    assertEquals(code, e.diagnostics().get(0).code());
    assertEquals(Optional.of(PLACE), e.diagnostics().get(0).at());
    assertFalse(e.diagnostics().get(0).remedies().isEmpty());
    return e.diagnostics().get(0);
  }

  private KernelTree obtain(KernelSource source) {
    return sources("/usr/bin:/bin").obtain(source, at(), online());
  }

  private KernelSources sources(String path) {
    Map<String, String> variables =
        Map.of("PATH", path, "XDG_CACHE_HOME", temporary.resolve("cache").toString());
    return new KernelSources(
        new Host(variables, temporary), Progress.NONE, temporary, Download.Limits.KERNEL);
  }

  private static KernelSource tarball(Path file, byte[] content) {
    return new KernelSource.TarballFile(file, Archives.sha256(content));
  }

  private static Optional<Span> at() {
    return Optional.of(PLACE);
  }

  private static KernelSources.Options online() {
    return KernelSources.Options.ONLINE;
  }

  private static String noise(int length) {
    StringBuilder text = new StringBuilder();
    new Random(1).ints(length, 32, 127).forEach(c -> text.append((char) c));
    return text.toString();
  }
}
