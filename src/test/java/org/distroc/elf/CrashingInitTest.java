package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.TextRenderer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program that crashes as init is found out before, at the line that is at fault. */
class CrashingInitTest {
  static List<String> crashes() {
    return InitBuild.crashes();
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void isFoundAtItsLine(String name, @TempDir Path folder) throws IOException {
    Crash crash = new Crash(name, folder);
    List<Diagnostic> findings =
        InitChecks.examine(
            crash.build.files(crash.sources),
            InitBuild.expectation(crash.libc()),
            crash.build::source);
    String shown = new TextRenderer(false).render(findings);
    System.out.println(shown);
    List<Diagnostic> wanted =
        findings.stream().filter(d -> d.code().name().equals(crash.get("code"))).toList();
    assertEquals(1, wanted.size(), shown);
    Diagnostic finding = wanted.get(0);
    String at = finding.at().map(s -> s.file() + ":" + s.line()).orElse("");
    assertEquals(crash.get("at"), at, shown);
    assertFalse(finding.reasons().isEmpty(), shown);
    assertFalse(finding.remedies().isEmpty(), shown);
    assertTrue(findings.size() <= 2, "more findings than mistakes:\n" + shown);
  }
}
