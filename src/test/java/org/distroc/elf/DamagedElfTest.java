package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedElfTest {
  /** A whole ELF header, which speaks of program headers that are no longer there. */
  @Test
  void aProgramThatWasCutOffIsRefused(@TempDir Path folder) throws IOException {
    byte[] java =
        Files.readAllBytes(ProcessHandle.current().info().command().map(Path::of).orElseThrow());
    assertTrue(java.length > 1000 && java[1] == 'E' && java[2] == 'L' && java[3] == 'F');
    Path elf = Files.write(folder.resolve("init.elf"), Arrays.copyOf(java, 100));
    Path init = Files.copy(elf, folder.resolve("init"));
    List<Diagnostic> findings =
        InitChecks.examine(
            new InitChecks.Files(elf, init, Map.of()),
            InitBuild.expectation(false),
            path -> Optional.empty());
    assertEquals(List.of(Code.D3002), findings.stream().map(Diagnostic::code).toList());
  }
}
