package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.TextRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings name the line that the author wrote, and help in the syntax of that file. */
class LearnersPlacesTest {
  private static final String NOTE = "\t.section .note.GNU-stack, \"\", @progbits\n";

  @TempDir Path folder;

  private Diagnostic only(String source, String text) throws IOException {
    String path = InitBuild.SOURCES + source;
    InitBuild build =
        InitBuild.in(folder, "none", List.of(path), List.of("write", "mmap", "pause"));
    build.file(path, text).make();
    List<Diagnostic> findings =
        InitChecks.examine(build.files(build.sources), InitBuild.expectation(false), build::source);
    assertEquals(1, findings.size(), new TextRenderer(false).render(findings));
    return findings.get(0);
  }

  /** gcc makes the call a jump to the stub, and the stub's return is that of the entry. */
  @Test
  void anEntryWhoseLastCallIsAJumpReturnsAtThatCall() throws IOException {
    Diagnostic finding =
        only(
            "init.c",
            "#include \"syscalls.h\"\n"
                + "void _start(void)\n{\n"
                + "\twrite(1, \"a\", 1);\n"
                + "\twrite(1, \"b\", 1);\n}\n");
    assertEquals(Code.D3009, finding.code());
    assertEquals("init.c:5:2", finding.at().orElseThrow().place());
    assertTrue(
        finding
            .reasons()
            .contains("the last call of a function is a jump: `write` returns in its place"),
        finding.toString());
  }

  @Test
  void aMainWhoseLastCallIsAJumpEndsAtThatCall() throws IOException {
    Diagnostic finding =
        only(
            "init.c",
            "#include \"syscalls.h\"\n"
                + "static __attribute__((noinline)) int say(const char *text)\n{\n"
                + "\treturn write(1, text, 1);\n}\n"
                + "int main(void)\n{\n"
                + "\tsay(\"a\");\n"
                + "\treturn say(\"b\");\n}\n");
    assertEquals(Code.D3017, finding.code());
    assertEquals("init.c:9:2", finding.at().orElseThrow().place());
  }

  @Test
  void aJumpInAssemblyToAStubIsTheEntrysEnd() throws IOException {
    Diagnostic finding =
        only("init.S", "\t.globl _start\n_start:\n\txor %edi, %edi\n\tjmp write\n" + NOTE);
    assertEquals(Code.D3009, finding.code());
    assertEquals("init.S:4:2", finding.at().orElseThrow().place());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'mov $9, %eax', 'put `mov %rcx, %r10` before the `syscall`'",
    "'.intel_syntax noprefix', 'mov eax, 9', 'put `mov r10, rcx` before the `syscall`'",
    "'.intel_syntax', 'mov %eax, 9', 'put `mov %r10, %rcx` before the `syscall`'",
    "'.intel_syntax noprefix\n"
        + ".att_syntax', 'mov $9, %eax', 'put `mov %rcx, %r10` before the `syscall`'"
  })
  void theFourthArgumentIsMovedInTheSyntaxOfTheFile(String directive, String load, String help)
      throws IOException {
    Diagnostic finding =
        only(
            "init.S",
            directive
                + "\n\t.globl _start\n_start:\n\t"
                + load
                + "\n\tsyscall\n1:\tjmp 1b\n"
                + ".att_syntax\n"
                + NOTE);
    assertEquals(Code.D3007, finding.code());
    assertEquals(List.of(help), finding.remedies());
  }

  @Test
  void aStackIsAlignedInTheSyntaxOfTheFile() throws IOException {
    Diagnostic finding =
        only(
            "init.c",
            "void play(void) { for (;;) ; }\n"
                + "void _start(void)\n{\n"
                + "\t__asm__(\".intel_syntax noprefix\\n push 1\\n call play\\n .att_syntax\");\n"
                + "\tfor (;;)\n\t\t;\n}\n");
    assertEquals(Code.D3010, finding.code());
    assertTrue(finding.remedies().get(0).contains("`and rsp, -16`"), finding.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'__attribute__((optimize(\"stack-protector-all\")))'",
    "'#pragma GCC optimize (\"stack-protector-all\")\n'"
  })
  void aGuardThatTheSourceAskedForIsRemovedThere(String asked) throws IOException {
    Diagnostic finding =
        only(
            "init.c",
            "void __stack_chk_fail(void);\n"
                + "/* no-stack-protector */\n"
                + asked
                + "\nint main(void)\n{\n\tvolatile char c[8];\n\n\tc[0] = 1;\n\tfor (;;)\n"
                + "\t\t;\n}\nvoid __stack_chk_fail(void)\n{\n\tfor (;;)\n\t\t;\n}\n");
    assertEquals(Code.D3005, finding.code());
    assertEquals(
        List.of("remove `stack-protector` at init.c:3: it turns the protector on"),
        finding.remedies());
  }
}
