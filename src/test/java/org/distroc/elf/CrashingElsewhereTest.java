package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.TextRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** On other architectures too, each program that crashes is found out at its line. */
class CrashingElsewhereTest {
  static Stream<Arguments> crashes() {
    return CrashesElsewhere.all().stream();
  }

  @Test
  void thereAreTenOfEach() {
    for (String architecture : InitBuild.crashes("crash-on")) {
      assertTrue(InitBuild.crashes("crash-on/" + architecture).size() >= 10, architecture);
    }
  }

  /** As compilers make it with and without optimizing for size, with variables of every kind. */
  @ParameterizedTest
  @CsvSource({"arm64, -Os", "arm64, -O2", "arm64, -O0", "riscv64, -Os", "riscv64, -O3"})
  void ordinaryCodeHasNoFindings(String architecture, String flag, @TempDir Path folder)
      throws IOException {
    InitBuild build =
        InitBuild.in(
                folder,
                Architectures.of(architecture),
                Map.of("write", 64, "ppoll", 73, "_exit", 93),
                "none",
                List.of("source/init.c"),
                List.of("write", "ppoll", "_exit"))
            .file(
                "source/init.c",
                """
                #include "syscalls.h"
                static int count = 3;
                static long table[100];
                struct big { char bytes[5000]; } one, two;
                static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g"};
                static int recurse(int n) { return n < 2 ? 1 : n * recurse(n - 1) + recurse(n - 2); }
                __attribute__((noinline)) static void choose(int what)
                {
                	switch (what) {
                	case 0: write(1, names[0], 1); break;
                	case 1: write(2, names[1], 1); break;
                	case 2: count += recurse(what); break;
                	case 4: one = two; break;
                	case 5: table[count % 100] = what; break;
                	case 6: _exit(4);
                	}
                }
                static void (*const chosen)(int) = choose;
                __attribute__((weak)) void extra(void);
                static int sum(int *from, int n) { int s = 0; while (n--) s += *from++; return s; }
                int main(int argc, char **argv)
                {
                	struct big copy = two;
                	int some[7] = {1, argc, 3};
                	unsigned long long product = argc * 7ULL;
                	char *where = argc > 3 ? (char *)&count : argv[0];
                	*where = product / 7 + sum(some, argc);
                	if (extra)
                		extra();
                	__asm__ volatile("" : : "r"(&copy) : "memory");
                	for (;;) {
                		chosen(argc++);
                		ppoll(0, 0, 0, 0, 0);
                	}
                }
                """)
            .makefile("INIT_CFLAGS += " + flag);
    build.make();
    List<Diagnostic> findings =
        InitChecks.examine(
            build.files(build.sources), CrashesElsewhere.expectation(architecture), build::source);
    assertTrue(findings.isEmpty(), new TextRenderer(false).render(findings));
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void isFoundAtItsLine(String architecture, String name, @TempDir Path folder) throws IOException {
    Crash crash = CrashesElsewhere.build(architecture, name, folder);
    List<Diagnostic> findings =
        InitChecks.examine(
            crash.build.files(crash.sources),
            CrashesElsewhere.expectation(architecture),
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
