package org.distroc.kconfig.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Severity;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.SmallTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarningsTest {
  @Test
  void oddLinesAreWarnedAbout(@TempDir Path folder) {
    KconfigTree tree = new SmallTree(folder).file("Kconfig", "config ODD\n\tdefault y\n").load();
    List<Diagnostic> warnings = tree.warnings();
    assertEquals(List.of(Code.D2108), warnings.stream().map(Diagnostic::code).toList());
    assertEquals(Severity.WARNING, warnings.get(0).severity());
    assertEquals("Kconfig:1:1", warnings.get(0).at().orElseThrow().place());
  }
}
