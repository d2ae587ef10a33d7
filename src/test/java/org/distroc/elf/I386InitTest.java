package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distroc.arch.i386.I386;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Severity;
import org.distroc.diag.TextRenderer;
import org.distroc.elf.InitExpectation.SystemCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Init on i386: as small as by hand, and examined like that of other architectures. */
class I386InitTest {
  /** The numbers of syscall_32.tbl. */
  private static final Map<String, Integer> NUMBERS =
      Map.of("read", 3, "write", 4, "fork", 2, "execve", 11, "wait4", 114, "_exit", 1, "mmap", 192);

  private static final List<String> CALLS =
      List.of("read", "write", "fork", "execve", "wait4", "_exit");

  private static final String MAIN = "int main(void) { for (;;) ; }\n";

  @TempDir Path folder;

  private InitBuild build(String source, String text) throws IOException {
    String path = InitBuild.SOURCES + source;
    return InitBuild.in(
            folder, I386.ARCHITECTURE, NUMBERS, "none", List.of(path, "source/main.c"), CALLS)
        .file("source/main.c", MAIN)
        .file(path, text);
  }

  private static List<Diagnostic> examine(InitBuild build) {
    Map<Integer, SystemCall> calls =
        Map.of(
            1, new SystemCall("_exit", 1, true),
            4, new SystemCall("write", 3, false),
            29, new SystemCall("pause", 0, false));
    return InitChecks.examine(
        build.files(build.sources),
        InitBuild.expectation(I386.ARCHITECTURE, false, calls),
        build::source);
  }

  private static void assertFound(InitBuild build, Severity severity, String... texts)
      throws IOException {
    build.make();
    List<Diagnostic> findings = examine(build);
    String all = new TextRenderer(false).render(findings);
    assertEquals(1, findings.size(), all);
    assertEquals(severity, findings.get(0).severity(), all);
    for (String text : texts) {
      assertTrue(all.contains(text), all);
    }
  }

  @Test
  void theShellIsAsSmallAsByHandAndNothingIsWrongWithIt() throws IOException {
    InitBuild build =
        InitBuild.in(folder, I386.ARCHITECTURE, NUMBERS, "none", List.of("shell.c"), CALLS);
    assertEquals("", build.make(), "compilers have nothing to say");
    long size = Files.size(folder.resolve("init"));
    assertTrue(size <= 468, "init has " + size + " bytes");
    List<Diagnostic> findings = examine(build);
    assertTrue(findings.isEmpty(), new TextRenderer(false).render(findings));
    assertEquals("32-bit x86", ProgramFacts.of(folder.resolve("init")).get("init.machine"));
  }

  @Test
  void stubsForManyParametersKeepTheRegistersOfTheirCaller() throws IOException {
    InitBuild build =
        InitBuild.in(
            folder, I386.ARCHITECTURE, NUMBERS, "none", List.of("source/main.c"), List.of("mmap"));
    build.file("source/main.c", MAIN).make();
    String stub = build.run("objdump", "-d", "--no-show-raw-insn", "syscalls.o");
    for (String line :
        List.of("mov    0x14(%esp),%esi", "mov    0x18(%esp),%edi", "mov    0x1c(%esp),%ebp")) {
      assertTrue(stub.contains(line), stub);
    }
    assertEquals(4, stub.split("push   %e", -1).length - 1, stub);
    assertEquals(4, stub.split("pop    %e", -1).length - 1, stub);
  }

  @Test
  void anEntryThatReturnsIsFound() throws IOException {
    assertFound(
        build("start.S", ".globl _start\n_start:\n nop\n ret\n" + note()),
        Severity.ERROR,
        "[D3009]",
        "start.S:4:2");
  }

  @Test
  void aGuardOnTheStackIsFound() throws IOException {
    InitBuild build =
        build(
            "guard.c",
            "__attribute__((optimize(\"stack-protector-all\"))) void f(void) {"
                + " volatile char c[8]; c[0] = 1; }\nvoid __stack_chk_fail(void) { for (;;) ; }\n");
    build.file("source/main.c", "void f(void); int main(void) { f(); for (;;) ; }\n");
    assertFound(build, Severity.ERROR, "[D3005]", "%gs:0x14", "stack protector");
  }

  @Test
  void aStackThatIsNotAlignedIsFound() throws IOException {
    assertFound(
        build("start.S", ".globl _start\n_start:\n push %ax\n call main\n ud2\n" + note()),
        Severity.WARNING,
        "[D3010]",
        "not aligned to 4 bytes",
        "2 bytes above a multiple of 4",
        "start.S:4:2");
  }

  @Test
  void aStubWithoutAReturnIsFound() throws IOException {
    InitBuild build =
        build(
            "stub.S",
            ".globl say, quit\nsay:\n mov $4, %eax\n int $0x80\nquit:\n mov $1, %eax\n int $0x80\n"
                + note());
    build.file("source/main.c", "void say(void); int main(void) { say(); for (;;) ; }\n");
    assertFound(build, Severity.ERROR, "[D3006]", "into `quit`", "put `ret` after the `int $0x80`");
  }

  @Test
  void aProgramFor64BitsIsRefused() throws IOException {
    InitBuild build = build("empty.S", note());
    build.make();
    Path other = folder.resolve("other");
    Files.createDirectory(other);
    InitBuild wide =
        InitBuild.in(other, "none", List.of("source/main.c"), CALLS).file("source/main.c", MAIN);
    wide.make();
    List<Diagnostic> findings = examine(wide);
    assertEquals(1, findings.size(), findings.toString());
    assertTrue(
        findings.get(0).message().contains("64-bit x86-64 program, the kernel is for 32-bit x86"),
        findings.toString());
  }

  private static String note() {
    return "\t.section .note.GNU-stack, \"\", @progbits\n";
  }
}
