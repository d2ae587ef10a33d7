package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.arch.x86_64.X8664;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** System calls that were found once are kept, and nothing else is ever believed. */
class SyscallTablesTest {
  private static final Path TABLE = Path.of("arch/x86/entry/syscalls/syscall_64.tbl");

  @TempDir Path folder;

  @Test
  void aSecondRunReadsNothingOfTheKernel() throws IOException {
    KernelTree tree = toy(true);
    List<Syscall> found = tables().of(tree, X8664.SYSCALLS).all();
    assertEquals(SyscallTable.read(tree, X8664.SYSCALLS).all(), found);
    Files.writeString(tree.root().resolve(TABLE), "");
    SyscallTable kept = tables().of(tree, X8664.SYSCALLS);
    assertEquals(found, kept.all());
    assertEquals(found.get(0), kept.find(found.get(0).name(), Optional.empty()));
    assertEquals("_exit", kept.find("_exit", Optional.empty()).name());
    Failure unknown = assertThrows(Failure.class, () -> kept.find("nosuch", Optional.empty()));
    assertEquals(Code.D2010, unknown.diagnostics().get(0).code());
  }

  @Test
  void aDamagedFileCountsAsMissing() throws IOException {
    KernelTree tree = toy(true);
    List<Syscall> found = tables().of(tree, X8664.SYSCALLS).all();
    String whole = Files.readString(kept().get(0));
    for (String damaged :
        List.of(
            "",
            whole.substring(0, whole.length() - 1),
            whole.replaceFirst("\t", " "),
            whole.replaceFirst("1", "2"))) {
      Files.writeString(kept().get(0), damaged);
      assertEquals(found, tables().of(tree, X8664.SYSCALLS).all());
      assertEquals(whole, Files.readString(kept().get(0)));
    }
  }

  @Test
  void nothingIsCachedForAFolderThatMayChange() throws IOException {
    KernelTree tree = toy(false);
    SyscallTables tables = tables();
    assertFalse(tables.of(tree, X8664.SYSCALLS).all().isEmpty());
    Files.writeString(tree.root().resolve(TABLE), "");
    assertTrue(tables.of(tree, X8664.SYSCALLS).all().isEmpty());
    assertTrue(kept().isEmpty());
  }

  private SyscallTables tables() {
    return new SyscallTables(new Host(Map.of("XDG_CACHE_HOME", folder + "/cache"), folder));
  }

  private List<Path> kept() throws IOException {
    Path options = folder.resolve("cache/distroc/options");
    if (!Files.isDirectory(options)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(options)) {
      return files.toList();
    }
  }

  private KernelTree toy(boolean pinned) throws IOException {
    Path toy = Path.of("cds-training/toy-kernel");
    Path root = Files.createDirectory(folder.toRealPath().resolve("linux"));
    try (Stream<Path> files = Files.walk(toy)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = root.resolve(toy.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return KernelTree.of(root, "sha256:" + "1".repeat(64), pinned, "a test");
  }
}
