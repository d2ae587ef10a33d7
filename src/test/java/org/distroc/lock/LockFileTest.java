package org.distroc.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Severity;
import org.distroc.host.Sha256;
import org.distroc.kernel.KernelSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How builds are checked against a lock file. */
class LockFileTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final byte[] CONFIG = "CONFIG_64BIT=y\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Path recipe;

  @BeforeEach
  void name() {
    recipe = folder.resolve("tiny.yaml");
  }

  private static SortedMap<String, String> map(String... pairs) {
    SortedMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static Inputs inputs() {
    return new Inputs(
        "0.1.0",
        "v1",
        A,
        map("kernel", A, "name", A, "qemu.display", A),
        map("src/main.c", A),
        new Inputs.Kernel(
            "6.1.192",
            "sha256:" + A,
            Optional.of(new Inputs.DebianVersion("linux-source-6.1", "6.1.192-1"))));
  }

  private static BuildRecord record() {
    return new BuildRecord(
        inputs(),
        Sha256.of(CONFIG),
        map("gcc", "12.2.0", "static C library", "2.36-9"),
        map("bzImage", A, "tiny.iso", B));
  }

  private Lock lock() throws IOException {
    Lock.write(recipe, record());
    return Lock.nextTo(recipe, "tiny.yaml").orElseThrow();
  }

  private static Inputs with(UnaryOperator<SortedMap<String, String>> recipe, String templates) {
    Inputs old = inputs();
    return new Inputs(
        "0.2.0",
        old.language(),
        templates,
        recipe.apply(new TreeMap<>(old.recipe())),
        old.files(),
        old.kernel());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertEquals(record(), lock().record());
    assertEquals(folder.resolve("tiny.lock.yaml"), Lock.fileOf(recipe));
    assertEquals(folder.resolve("tiny.lock.yaml"), Lock.fileOf(folder.resolve("tiny.yml")));
    String first = Files.readString(Lock.fileOf(recipe));
    Lock.write(recipe, record());
    assertEquals(first, Files.readString(Lock.fileOf(recipe)), "the same record, the same text");
    assertEquals(List.of("tiny.lock.yaml"), List.of(folder.toFile().list()));
  }

  @Test
  void namesThatYamlCouldMistakeAreQuoted() throws IOException {
    Inputs old = inputs();
    SortedMap<String, String> files =
        map("true", A, "no: key", A, "a/b~c", A, "- x", A, "# y", A, "\"q\"", A, "1", A);
    Inputs odd =
        new Inputs(
            old.distroc(), old.language(), old.templates(), old.recipe(), files, old.kernel());
    BuildRecord record = new BuildRecord(odd, A, map("gcc", "12"), map("out", A));
    Lock.write(recipe, record);
    assertEquals(files, Lock.nextTo(recipe, "tiny.yaml").orElseThrow().record().inputs().files());
  }

  @Test
  void withoutAFileThereIsNoLock() {
    assertEquals(Optional.empty(), Lock.nextTo(recipe, "tiny.yaml"));
  }

  @Test
  void aDamagedFileIsAnError() throws IOException {
    Lock.write(recipe, record());
    String good = Files.readString(Lock.fileOf(recipe));
    for (String bad :
        List.of("", "lock: v2\n", good.replace(A, "none"), good + "more: 1\n", good + "lock: v1")) {
      Files.writeString(Lock.fileOf(recipe), bad);
      Failure failure = assertThrows(Failure.class, () -> Lock.nextTo(recipe, "tiny.yaml"), bad);
      assertEquals("tiny.lock.yaml", failure.diagnostics().get(0).at().orElseThrow().file());
    }
  }

  @Test
  void theSameInputsPass() throws IOException {
    assertEquals(List.of(), lock().check(inputs()));
    assertEquals(List.of(), lock().check(with(UnaryOperator.identity(), A)), "another version");
  }

  private static String line(Diagnostic diagnostic) {
    assertEquals(Severity.ERROR, diagnostic.severity());
    return diagnostic.code() + " " + diagnostic.message();
  }

  @Test
  void eachInputThatDiffersIsAnErrorAtItsLine() throws IOException {
    Lock lock = lock();
    List<Diagnostic> found =
        lock.check(
            with(
                parts -> {
                  parts.put("kernel", B);
                  parts.put("image", B);
                  parts.remove("qemu.display");
                  return parts;
                },
                B));
    assertEquals(
        List.of(
            "D1085 the digest of distroc's templates differs from the lock file",
            "D1082 `image` of tiny.yaml is not in the lock file",
            "D1082 `kernel` of tiny.yaml differs from the lock file",
            "D1082 `qemu.display` of tiny.yaml is in the lock file but no longer exists"),
        found.stream().map(LockFileTest::line).toList());
    Diagnostic kernel = found.get(2);
    assertTrue(kernel.at().orElseThrow().text().contains("kernel: "), "" + kernel.at());
    assertEquals(List.of("it is now " + B), kernel.reasons());
    assertTrue(kernel.remedies().contains("or accept it: distroc lock --update tiny.yaml"));
    assertTrue(found.get(0).remedies().get(0).contains("0.1.0"), "the version that wrote it");
  }

  @Test
  void filesAndTheKernelHaveCodesOfTheirOwn() throws IOException {
    Inputs old = inputs();
    Inputs now =
        new Inputs(
            old.distroc(),
            old.language(),
            old.templates(),
            old.recipe(),
            map("src/main.c", B),
            new Inputs.Kernel("6.1.193", "sha256:" + B, Optional.empty()));
    assertEquals(
        List.of(
            "D1083 `src/main.c` differs from the lock file",
            "D1084 the kernel source differs from the lock file"),
        lock().check(now).stream().map(LockFileTest::line).toList());
  }

  @Test
  void otherToolsAreAWarning() throws IOException {
    Lock lock = lock();
    assertEquals(List.of(), lock.checkTools(record().tools()));
    Diagnostic warning = lock.checkTools(map("gcc", "13.1.0", "xz", "5.4.1")).get(0);
    assertEquals(Severity.WARNING, warning.severity());
    assertEquals(Code.D1087, warning.code());
    assertEquals(
        List.of(
            "`gcc`: 12.2.0 -> 13.1.0", "`static C library`: 2.36-9 -> none", "`xz`: none -> 5.4.1"),
        warning.reasons());
  }

  /** Kconfig queries the compiler, so another one may result in another configuration. */
  @Test
  void anotherConfigurationIsAnErrorWithTheSameToolsOnly() throws IOException {
    Lock lock = lock();
    byte[] other = "CONFIG_64BIT=n\n".getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of(), lock.checkConfig(CONFIG, record().tools()));
    assertEquals(Code.D1084, lock.checkConfig(other, record().tools()).get(0).code());
    assertEquals(List.of(), lock.checkConfig(other, map("gcc", "13.1.0")));
  }

  @Test
  void otherOutputsAreAWarningThatNamesTheTools() throws IOException {
    Lock lock = lock();
    assertEquals(List.of(), lock.checkOutputs(record()));
    BuildRecord sameTools =
        new BuildRecord(inputs(), A, record().tools(), map("bzImage", B, "tiny.iso", B));
    Diagnostic warning = lock.checkOutputs(sameTools).get(0);
    assertEquals(Code.D6030, warning.code());
    assertEquals(Severity.WARNING, warning.severity());
    assertEquals(List.of("`bzImage`: aaaaaaaaaaaa… -> bbbbbbbbbbbb…"), warning.reasons());
    assertTrue(warning.remedies().get(0).contains("distroc verify tiny.yaml"), "" + warning);
    BuildRecord otherTools =
        new BuildRecord(inputs(), A, map("gcc", "13.1.0"), map("bzImage", B, "tiny.iso", B));
    assertTrue(
        lock.checkOutputs(otherTools).get(0).reasons().stream()
            .anyMatch(reason -> reason.contains("`gcc`: 12.2.0 -> 13.1.0")));
  }

  @Test
  void theLockedVersionOfADebianPackageIsAskedFor() throws IOException {
    Lock lock = lock();
    KernelSource pinned =
        lock.pinned(new KernelSource.Debian("linux-source-6.1", Optional.empty()));
    assertEquals(
        new KernelSource.Debian(
            "linux-source-6.1", Optional.of(new KernelSource.Pin("6.1.192-1", A))),
        pinned);
    KernelSource other = new KernelSource.Debian("linux-source-6.12", Optional.empty());
    assertSame(other, lock.pinned(other));
    assertTrue(lock.kernelAt().orElseThrow().text().contains("6.1.192-1"));
  }

  @Test
  void aRecordListsWhatDiffersInputsFirst() {
    BuildRecord after =
        new BuildRecord(with(parts -> map("kernel", B), A), B, map("gcc", "13"), map("bzImage", B));
    assertEquals(
        List.of(
            "/recipe/kernel",
            "/recipe/name",
            "/recipe/qemu.display",
            "/kernel/config",
            "/tools/gcc",
            "/tools/static C library",
            "/outputs/bzImage",
            "/outputs/tiny.iso"),
        record().changes(after).stream().map(InputChange::pointer).toList());
    assertEquals(List.of(), record().changes(record()));
  }

  @Test
  void digestsAreThoseOfTheFiles() throws IOException {
    Files.write(folder.resolve("kernel.config"), CONFIG);
    Files.writeString(folder.resolve("init"), "x");
    BuildRecord record =
        BuildRecord.of(inputs(), map(), List.of("init"), BuildRecord.FileDigest.in(folder));
    assertEquals(Sha256.of(CONFIG), record.config());
    assertEquals(Map.of("init", Sha256.of("x")), record.outputs());
    assertThrows(
        IOException.class,
        () ->
            BuildRecord.of(inputs(), map(), List.of("missing"), BuildRecord.FileDigest.in(folder)));
    assertFalse(Files.exists(folder.resolve("missing")));
  }

  @Test
  void aLinkOutOfTheFolderIsNotRead() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("recipes"));
    Path outside = Files.writeString(folder.resolve("secret"), "secret: 4711\n");
    Path lock = inside.resolve("tiny.lock.yaml");
    Files.createSymbolicLink(lock, outside);
    Failure failure =
        assertThrows(Failure.class, () -> Lock.nextTo(inside.resolve("tiny.yaml"), "tiny.yaml"));
    assertSame(Code.D1040, failure.diagnostics().get(0).code());
    Files.delete(lock);
    Files.createSymbolicLink(lock, Path.of("nothing.yaml"));
    assertEquals(Optional.empty(), Lock.nextTo(inside.resolve("tiny.yaml"), "tiny.yaml"));
  }
}
