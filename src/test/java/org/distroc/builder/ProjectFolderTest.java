package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.CacheLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectFolderTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path temporary;

  private Path root() {
    return temporary.resolve("build/tiny");
  }

  private CacheLayout cache() {
    return new CacheLayout(temporary.resolve("cache"));
  }

  private ProjectFolder folder() {
    return new ProjectFolder(root(), cache());
  }

  private static GeneratedProject tree(String... pathsAndTexts) {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return GeneratedProject.of(files, "");
  }

  private List<Diagnostic> write(String... pathsAndTexts) {
    return folder().write(tree(pathsAndTexts));
  }

  private String text(String path) throws IOException {
    return Files.readString(root().resolve(path));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root().relativize(file).toString())
          .filter(name -> !name.startsWith(".distroc/"))
          .sorted()
          .toList();
    }
  }

  @Test
  void onlyWhatChangedIsTouched() throws IOException {
    assertEquals(List.of(), write("Makefile", "one", "source/a.c", "two"));
    for (String name : List.of("Makefile", "source/a.c", ".distroc/written")) {
      Files.setLastModifiedTime(root().resolve(name), LONG_AGO);
    }
    assertEquals(List.of(), write("Makefile", "one", "source/a.c", "two"));
    assertEquals(LONG_AGO, Files.getLastModifiedTime(root().resolve("Makefile")));
    assertEquals(LONG_AGO, Files.getLastModifiedTime(root().resolve(".distroc/written")));
    assertEquals(List.of(), write("Makefile", "one", "source/a.c", "three"));
    assertEquals(LONG_AGO, Files.getLastModifiedTime(root().resolve("Makefile")));
    assertTrue(Files.getLastModifiedTime(root().resolve("source/a.c")).compareTo(LONG_AGO) > 0);
    assertEquals("three", text("source/a.c"));
  }

  @Test
  void anEditIsKeptWithAWarning() throws IOException {
    write("Makefile", "one");
    Files.writeString(root().resolve("Makefile"), "mine");
    List<Diagnostic> warnings = write("Makefile", "two");
    assertEquals("two", text("Makefile"));
    assertEquals("mine", text("Makefile.edited-1"));
    assertEquals(1, warnings.size());
    assertEquals(Code.D8003, warnings.get(0).code());
    assertEquals(Severity.WARNING, warnings.get(0).severity());
    assertTrue(warnings.get(0).reasons().get(0).endsWith("Makefile.edited-1"), "" + warnings);
    assertEquals(List.of(), write("Makefile", "two"), "reported once");
    Files.writeString(root().resolve("Makefile"), "mine again");
    write("Makefile", "two");
    assertEquals("mine", text("Makefile.edited-1"), "an earlier edit is kept too");
    assertEquals("mine again", text("Makefile.edited-2"));
  }

  @Test
  void anUnknownFileIsKept() throws IOException {
    write("other", "x");
    Files.writeString(root().resolve("Makefile"), "of another project");
    assertEquals(1, write("Makefile", "one").size());
    assertEquals("of another project", text("Makefile.edited-1"));
  }

  @Test
  void aFolderOfSomeoneElseIsRefused() throws IOException {
    Files.createDirectories(root());
    Files.writeString(root().resolve("notes.txt"), "precious");
    Failure failure = assertThrows(Failure.class, () -> write("Makefile", "one"));
    Diagnostic said = failure.diagnostics().get(0);
    assertEquals(Code.D6040, said.code());
    assertTrue(said.reasons().get(0).contains("`notes.txt`"), "" + said);
    assertEquals(List.of("notes.txt"), names());
    assertFalse(Files.exists(root().resolve(".distroc")));
  }

  @Test
  void anEmptyFolderIsUsed() throws IOException {
    Files.createDirectories(root().resolve("lost+found"));
    Files.writeString(root().resolve(".gitignore"), "*\n");
    assertEquals(List.of(), write("Makefile", "one"));
  }

  /** A note in the cache is for one folder, not for what takes its place. */
  @Test
  void anotherFolderInTheSamePlaceIsRefused() throws IOException {
    write("Makefile", "one");
    Path other = Files.createDirectories(temporary.resolve("other"));
    Files.writeString(other.resolve("GNUmakefile"), "all:");
    Files.move(root(), temporary.resolve("moved"));
    Files.move(other, root());
    Failure failure = assertThrows(Failure.class, () -> write("Makefile", "one"));
    assertEquals(Code.D6040, failure.diagnostics().get(0).code());
  }

  @Test
  void aLinkToTheFolderIsFollowedIfTheUserNamedItOrOnceDistrocBuiltThere() throws IOException {
    Path disk = Files.createDirectories(temporary.resolve("disk"));
    Files.createSymbolicLink(temporary.resolve("build"), disk);
    ProjectFolder usual = ProjectFolder.below(temporary, Path.of("build/tiny"), cache());
    Failure failure = assertThrows(Failure.class, () -> usual.write(tree("Makefile", "one")));
    assertEquals(Code.D6044, failure.diagnostics().get(0).code());
    assertTrue(failure.diagnostics().get(0).remedies().get(0).contains("-o build/tiny"));
    assertFalse(Files.exists(disk.resolve("tiny")));
    assertEquals(List.of(), write("Makefile", "one"));
    assertEquals(List.of(), usual.write(tree("Makefile", "two")));
    assertEquals("two", Files.readString(disk.resolve("tiny/Makefile")));
  }

  @Test
  void aNewRecipeIsNoEdit() throws IOException {
    write("Makefile", "one");
    assertEquals(List.of(), write("Makefile", "two"));
    assertEquals(List.of("Makefile"), names());
  }

  @Test
  void staleFilesAreRemovedAndBuiltFilesStay() throws IOException {
    write("Makefile", "one", "isolinux.cfg", "x", "source/a.c", "a");
    Files.writeString(root().resolve("bzImage"), "built");
    assertEquals(List.of(), write("Makefile", "one"));
    assertEquals(List.of("Makefile", "bzImage"), names());
    write("Makefile", "one", "isolinux.cfg", "x");
    Files.writeString(root().resolve("isolinux.cfg"), "edited");
    assertEquals(1, write("Makefile", "one").size(), "an edited file is kept even then");
    assertEquals(List.of("Makefile", "bzImage", "isolinux.cfg.edited-1"), names());
  }

  /** Nothing outside the folder is written to, wherever a link leads. */
  @ParameterizedTest
  @ValueSource(strings = {"Makefile", "source", ".Makefile.new", ".distroc"})
  void aLinkInTheWayIsNotFollowed(String link) throws IOException {
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Path victim = Files.writeString(outside.resolve("a.c"), "precious");
    write("other", "x");
    KernelFolders.delete(root().resolve(link));
    boolean folder = link.equals("source") || link.equals(".distroc");
    Files.createSymbolicLink(root().resolve(link), folder ? outside : victim);
    try {
      write("Makefile", "one", "source/a.c", "two");
      assertEquals(".Makefile.new", link, "only a link that is in nobody's way is removed");
    } catch (Failure failure) {
      assertEquals(Code.D6004, failure.diagnostics().get(0).code());
      assertTrue(failure.diagnostics().get(0).reasons().get(0).contains("symbolic link"));
    }
    assertEquals("precious", Files.readString(victim));
    assertFalse(Files.exists(outside.resolve("written")));
  }

  @Test
  void aFolderInTheWayIsReportedAndNoPartialFileIsLeft() throws IOException {
    write("other", "x");
    Files.createDirectories(root().resolve("Makefile/sub"));
    Failure failure = assertThrows(Failure.class, () -> write("Makefile", "one"));
    assertEquals(Code.D6004, failure.diagnostics().get(0).code());
    assertEquals(5, failure.exit().number());
    assertEquals(List.of("other"), names());
  }

  @Test
  void anUnwritableDiskIsReported() {
    Failure failure =
        assertThrows(
            Failure.class,
            () -> new ProjectFolder(Path.of("/proc/none/build"), cache()).write(tree("a", "b")));
    assertEquals(Code.D6004, failure.diagnostics().get(0).code());
    assertTrue(failure.diagnostics().get(0).remedies().get(0).contains("-o DIR"));
  }

  @Test
  void pathsOutOfTheFolderAreRefused() throws IOException {
    assertThrows(Failure.class, () -> write("../escaped", "x"));
    assertFalse(Files.exists(temporary.resolve("build/escaped")));
  }

  @Test
  void aDamagedChecksumFileLosesNothing() throws IOException {
    write("Makefile", "one", "old", "x");
    Files.writeString(
        root().resolve(".distroc/written"), "not\nwhat it was\n" + "z".repeat(70) + "\n");
    assertEquals(1, write("Makefile", "two").size());
    assertEquals("one", text("Makefile.edited-1"));
    assertEquals("x", text("old"), "what nobody knows is left alone");
  }

  @Test
  void theChecksumFileWorksWithSha256sum() throws Exception {
    write("Makefile", "one", "source/a.c", "two");
    Process check =
        new ProcessBuilder("sha256sum", "-c", "--quiet", ".distroc/written")
            .directory(root().toFile())
            .start();
    assertEquals(0, check.waitFor());
  }

  @Test
  void twoWritersTakeTurns() throws Exception {
    Thread[] writers = new Thread[4];
    List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
    for (int i = 0; i < writers.length; i++) {
      String text = "writer " + i;
      writers[i] =
          new Thread(
              () -> {
                for (int n = 0; n < 20; n++) {
                  failures.addAll(
                      write("Makefile", text + n, "source/a.c", text).stream()
                          .map(warning -> new AssertionError(warning.toString()))
                          .toList());
                }
              });
      writers[i].setUncaughtExceptionHandler((thread, thrown) -> failures.add(thrown));
      writers[i].start();
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals(List.of(), failures, "no file looked edited, and none was missing");
    assertEquals(List.of("Makefile", "source/a.c"), names());
  }
}
