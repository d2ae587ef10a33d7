package org.distroc.builder.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.host.Host;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gcc 12 and binutils 2.40 print; newer ones differ in words that no pattern names. */
class ToolMessagesTest {
  @TempDir Path temporary;

  @Test
  void anErrorInAHeaderOfTheMachineIsAtTheIncludeOfTheUsersFile() throws IOException {
    source("init.c", "#define stdin 3\n  #include <stdio.h>\nint main(void) {}\n");
    List<Diagnostic> found =
        read(
            "init: {source: init.c, libc: static}\n",
            "In file included from /usr/include/b.h:27,",
            "                 from source/init.c:2:",
            "/usr/include/bits/types.h:31:9: error: unknown type name 'foo'",
            "/usr/include/bits/types.h:32:9: error: unknown type name 'bar'");
    assertEquals(
        List.of(
            "D6002 init.c:2:3 gcc rejects /usr/include/bits/types.h:31: unknown type name 'foo'",
            "D6002 init.c:2:3 gcc rejects /usr/include/bits/types.h:32: unknown type name 'bar'"),
        lines(found));
  }

  @Test
  void anErrorInTheUsersHeaderIsThereAndNamesTheInclude() throws IOException {
    source("init.c", "#include \"a.h\"\nint main(void) {}\n");
    source("a.h", "int x = ;\n");
    List<Diagnostic> found =
        read(
            "init: {source: [init.c, a.h], libc: none}\n",
            "In file included from source/init.c:1:",
            "source/a.h:1:9: error: expected expression before ';' token");
    assertEquals(
        List.of("D6002 a.h:1:9 gcc rejects a.h: expected expression before ';' token"),
        lines(found));
    assertEquals(List.of("included at init.c:1"), found.get(0).reasons());
  }

  @Test
  void aNoteBelongsToTheErrorBefore() throws IOException {
    source("init.c", "#include \"syscalls.h\"\nint write(int a);\n");
    List<Diagnostic> found =
        read(
            "init: {source: init.c, libc: none}\n",
            "source/init.c:2:5: error: conflicting types for 'write'; have 'int(int)'",
            "./syscalls.h:18:6: note: previous declaration of 'write'");
    assertEquals(List.of("syscalls.h:18: previous declaration of 'write'"), found.get(0).reasons());
  }

  @Test
  void theAssemblersErrorIsAtTheInstructionAndNamesTheMacrosUse() throws IOException {
    source("start.S", ".macro bad\n\tmvo %eax, %ebx\n.endm\n\tbad\n");
    List<Diagnostic> found =
        read(
            "init: {source: start.S, libc: none}\n",
            "source/start.S: Assembler messages:",
            "source/start.S:2: Error: no such instruction: `mvo %eax,%ebx'",
            "source/start.S:4:  Info: macro invoked from here");
    assertEquals(
        List.of(
            "D6002 start.S:2:2 the assembler rejects start.S: no such instruction: `mvo"
                + " %eax,%ebx'"),
        lines(found));
    assertEquals(List.of("start.S:4: macro invoked from here"), found.get(0).reasons());
  }

  /** The file is the compiler's own, and only make says which source it was. */
  @Test
  void anErrorWithoutALineIsAtTheSourceInTheRecipe() throws IOException {
    source("a.c", "");
    source("b.c", "");
    List<Diagnostic> found =
        read(
            "init: {source: [a.c, b.c], libc: none}\n",
            "/tmp/ccqkU3gx.s: Error: open CFI at the end of file; missing .cfi_endproc directive",
            "make: *** [Makefile:141: source/b.o] Error 1");
    assertEquals(Code.D6002, found.get(0).code());
    assertEquals("b.c", marked(found.get(0)));
  }

  @Test
  void aCompilerThatCrashesOrGetsAWrongFlagIsReported() throws IOException {
    source("init.c", "");
    List<Diagnostic> found =
        read(
            "init: {source: init.c, libc: none}\n",
            "gcc: internal compiler error: Killed (program cc1)",
            "x86_64-linux-gnu-gcc-12: error: unrecognized command-line option '-fno-such'",
            "collect2: error: ld returned 1 exit status");
    assertEquals(
        List.of(
            "gcc crashed: Killed (program cc1)",
            "gcc: unrecognized command-line option '-fno-such'"),
        found.stream().map(Diagnostic::message).toList());
  }

  @Test
  void aMissingSystemCallIsToBeAddedToTheRecipe() throws IOException {
    source("init.c", "int main(void)\n{\n\tread(0, 0, 0);\n}\n");
    List<Diagnostic> found =
        read(
            "init: {source: init.c, libc: none, syscalls: [write]}\n",
            "source/init.c:3:9: warning: implicit declaration of function 'read'"
                + " [-Wimplicit-function-declaration]",
            "/usr/bin/ld: init.o: in function `main':",
            "./source/init.c:3: undefined reference to `read'",
            "/usr/bin/ld: ./source/init.c:3: undefined reference to `read'");
    assertEquals(List.of("D6020 init.c:3:2 undefined reference to `read`"), lines(found));
    String help = found.get(0).remedies().get(0);
    assertTrue(help.matches("add `read` to `syscalls`, at .*:\\d+"), help);
  }

  @Test
  void aMisspelledCallIsCorrected() throws IOException {
    source("init.c", "int main(void)\n{\n\twriet();\n\texit(0);\n\tprintf();\n\tsign();\n}\n");
    String helps =
        read(
                "init: {source: init.c, libc: none, syscalls: [write]}\n",
                "/usr/bin/ld: ./source/init.c:3: undefined reference to `writ'",
                "/usr/bin/ld: ./source/init.c:4: undefined reference to `exit'",
                "/usr/bin/ld: ./source/init.c:5: undefined reference to `printf'",
                "/usr/bin/ld: ./source/init.c:6: undefined reference to `zzzzzz'")
            .stream()
            .map(one -> one.remedies().get(0).replaceAll("at \\S+:\\d+", "at"))
            .collect(Collectors.joining("\n"));
    assertEquals(
        "did you mean `write`?\n"
            + "call `_exit` instead, and add `_exit` to `syscalls`, at\n"
            + "call `write` instead\n"
            + "if a file of yours defines it, list that under `init.source`; it is none of the"
            + " kernel's system calls, and functions of a C library need `libc: static`",
        helps);
  }

  @Test
  void aFileThatDoesNotIncludeTheHeaderIsToldTo() throws IOException {
    source("init.c", "int main(void)\n{\n\twrite(1, \"\", 0);\n}\n");
    String warning = "source/init.c:3:9: warning: implicit declaration of function 'write'";
    assertEquals(
        List.of("add `#include \"syscalls.h\"`"),
        read("init: {source: init.c, libc: none, syscalls: [write]}\n", warning).get(0).remedies());
    assertEquals(
        List.of("add `#include <nolibc.h>`"),
        read("init: {source: init.c, libc: nolibc}\n", warning).get(0).remedies());
    source("init.c", "#include \"syscalls.h\"\nint main(void)\n{\n\twriet(1, \"\", 0);\n}\n");
    assertEquals(
        List.of(),
        read(
                "init: {source: init.c, libc: none, syscalls: [write]}\n",
                "source/init.c:4:9: warning: implicit declaration of function 'wriet'; did you"
                    + " mean 'write'?")
            .get(0)
            .remedies());
  }

  @Test
  void aNameThatALibraryMissesIsAtItsMentionOrTheRecipe() throws IOException {
    source("init.c", "int main(void)\n{\n\treturn helper();\n}\n");
    List<Diagnostic> found =
        read(
            "init: {source: init.c, libc: static}\n",
            "/usr/bin/ld: /usr/lib/libx.a(x.o): in function `x':",
            "(.text+0x17): undefined reference to `helper'",
            "/usr/bin/ld: x.c:(.text+0x27): undefined reference to `other'");
    assertEquals("helper", marked(found.get(0)));
    assertEquals("init.c", marked(found.get(1)));
    assertTrue(found.get(1).reasons().get(0).contains("x.c:(.text+0x27)"), "" + found);
  }

  @Test
  void aProgramWithoutMainSaysWhatIsNearlyOne() throws IOException {
    Map<String, String> helps =
        Map.of(
            "int mian(void)\n{\n}\n", "did you mean `main`?",
            "static int main(void)\n{\n}\n", "remove `static`",
            "\n  \n", "write the program into init.c",
            "int other(void) { if (1); }\n",
                "write `int main(void)`, or an assembly file with `_start`, and list its file"
                    + " under `init.source`");
    for (Map.Entry<String, String> one : helps.entrySet()) {
      source("init.c", one.getKey());
      for (String said :
          List.of(
              "././start.S:20: undefined reference to `main'",
              "(.text+0x17): undefined reference to `main'")) {
        List<Diagnostic> found = read("init: {source: init.c, libc: none}\n", said);
        assertEquals(Code.D3041, found.get(0).code());
        assertEquals(List.of(one.getValue()), found.get(0).remedies());
      }
    }
  }

  @Test
  void theLinkersWarningsAndErrorsAreAtTheirLines() throws IOException {
    source("init.c", "int main(void)\n{\n\tgetaddrinfo();\n}\n");
    List<Diagnostic> found =
        read(
            "init: {source: init.c, libc: static}\n",
            "/usr/bin/ld: source/init.o: in function `main':",
            "./source/init.c:3: warning: Using 'getaddrinfo' in statically linked applications"
                + " requires at runtime the shared libraries from the glibc version used for"
                + " linking",
            "/usr/bin/ld: warning: s.o: missing .note.GNU-stack section implies executable stack",
            "/usr/bin/ld: NOTE: This behaviour is deprecated",
            "./source/init.c:3:(.text+0x1): relocation truncated to fit: R_X86_64_8 against `x'",
            "/usr/bin/ld: cannot find -lfoo: No such file or directory");
    assertEquals(
        List.of(Code.D3040, Code.D3042, Code.D3042), found.stream().map(Diagnostic::code).toList());
    assertEquals("init.c:3:2", found.get(1).at().orElseThrow().place().replaceFirst(".*/", ""));
    assertEquals("init.c", marked(found.get(2)));
  }

  @Test
  void linesOfOthersAreNoMessages() throws IOException {
    source("init.c", "");
    assertEquals(
        List.of(),
        read(
            "init: {source: init.c, libc: none}\n",
            "In file included from source/init.c:1:",
            "source/init.c: In function 'main':",
            "    5 | return: error;",
            "compilation terminated.",
            "make: *** [Makefile:1: source/init.o] Error 1",
            "mkdir: cannot create directory 'x'"));
  }

  @Test
  void theFirstErrorIsFoundAmongWarnings() {
    String output =
        "  CC      fs/error.o\n"
            + "gcc -Werror=date-time -c error.c\n"
            + "x.c:1:2: warning: no error\n"
            + "y.c:3:4: error: this one\nline\nmore\nlast\n"
            + "z.c:5:6: error: a later one\n"
            + "make[1]: *** [Makefile:3: y.o] Error 1\n";
    assertEquals("y.c:3:4: error: this one\nline\nmore", FirstError.in(output).orElseThrow());
    assertTrue(FirstError.in("make: *** [a] Error 1\n").isEmpty());
  }

  private List<Diagnostic> read(String init, String... output) throws IOException {
    BuildPlan plan = Plans.of(temporary, Plans.recipe("", init));
    SyscallTables tables =
        new SyscallTables(new Host(Map.of("XDG_CACHE_HOME", "/dev/null"), Path.of("/")));
    return new ToolMessages(
            plan, () -> tables.of(plan.kernel().tree(), plan.architecture().syscalls()))
        .in(String.join("\n", output));
  }

  private void source(String name, String text) throws IOException {
    Files.writeString(temporary.resolve(name), text);
  }

  /** The marked text of the diagnostic's line. */
  private static String marked(Diagnostic one) {
    var at = one.at().orElseThrow();
    return at.text().substring(at.column() - 1, at.column() - 1 + at.width());
  }

  private static List<String> lines(List<Diagnostic> found) {
    return found.stream()
        .map(
            one ->
                one.code()
                    + " "
                    + one.at().orElseThrow().place().replaceFirst(".*/", "")
                    + " "
                    + one.message())
        .toList();
  }
}
