package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.TextRenderer;
import org.distroc.elf.InitExpectation.SystemCall;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell, built for each architecture by the compiler for it. */
class ShellEverywhereTest {
  /**
   * By architecture: the bytes of the smallest shell that was written by hand; on arm it is this
   * one, with a header of 32 bytes without which its stack could be executed.
   */
  private static final Map<String, Integer> BY_HAND =
      Map.of(
          "x86_64", 624,
          "i386", 468,
          "arm64", 642,
          "arm", 434,
          "riscv64", 582,
          "ppc64le", 846,
          "s390x", 600,
          "mipsel", 740,
          "mips64el", 784);

  /** Numbers of the same size as in the kernel's tables. */
  private static final Map<String, Integer> NUMBERS =
      Map.of("read", 3, "write", 4, "fork", 2, "clone", 220, "execve", 11, "wait4", 114);

  @TempDir Path folder;

  /** The others need as many compilers: {@code -Ddistroc.architectures=all}. */
  static List<Architecture> architectures() {
    return System.getProperty("distroc.architectures", "").equals("all")
        ? Architectures.ALL
        : Architectures.everyday();
  }

  private InitBuild shell(Architecture architecture) throws IOException {
    boolean clone = List.of("arm64", "riscv64").contains(architecture.name());
    return InitBuild.in(
        folder,
        architecture,
        NUMBERS,
        "none",
        List.of("shell.c"),
        List.of("read", "write", clone ? "clone" : "fork", "execve", "wait4", "_exit"));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void isSmallerThanByHandAndNothingIsWrongWithIt(Architecture architecture) throws IOException {
    InitBuild build = shell(architecture);
    assertEquals("", build.make(), "compilers have nothing to say");
    long size = Files.size(folder.resolve("init"));
    System.out.println(architecture.name() + ": " + size + " bytes");
    List<Diagnostic> findings =
        InitChecks.examine(
            build.files(build.sources),
            InitBuild.expectation(
                architecture, false, Map.of(60, new SystemCall("_exit", 1, true))),
            build::source);
    assertTrue(findings.isEmpty(), new TextRenderer(false).render(findings));
    assertTrue(size <= BY_HAND.get(architecture.name()), "init has " + size + " bytes");
  }

  /** What compilers call on their own, and what the processor has no instruction for. */
  @ParameterizedTest
  @MethodSource("architectures")
  void linksWithoutACLibrary(Architecture architecture) throws IOException {
    InitBuild build =
        InitBuild.in(
            folder, architecture, Map.of(), "none", List.of("source/main.c"), List.of("_exit"));
    build.file(
        "source/main.c",
        """
        struct large { char bytes[5000]; } one, two;
        void *memmove(void *, const void *, __SIZE_TYPE__);
        int memcmp(const void *, const void *, __SIZE_TYPE__);
        long long quotient(long long a, long long b) { return a / b + a % b; }
        int main(int count, char **arguments)
        {
          one = two;
          memmove(one.bytes + count, one.bytes, 1000);
          return memcmp(&one, &two, sizeof one) + (int)quotient((long)arguments, count);
        }
        """);
    assertEquals("", build.make());
    assertEquals(
        architecture.programs().standard().description(),
        ProgramFacts.of(folder.resolve("init")).get("init.machine"));
  }
}
