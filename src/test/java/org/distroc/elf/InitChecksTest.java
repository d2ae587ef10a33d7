package org.distroc.elf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.distroc.arch.ElfTarget;
import org.distroc.arch.x86.X86;
import org.distroc.arch.x86_64.X8664;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.TextRenderer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that are right raise no finding, and no file whatever makes the checks fail. */
class InitChecksTest {
  private static final List<String> CALLS =
      List.of("read", "write", "fork", "execve", "wait4", "_exit", "newfstatat");

  @TempDir Path folder;

  private InitBuild build(String libc, String source, String text) throws IOException {
    String path = InitBuild.SOURCES + source;
    return InitBuild.in(folder, libc, List.of(path), CALLS).file(path, text);
  }

  private static List<Diagnostic> examine(InitBuild build, boolean libc) {
    return InitChecks.examine(
        build.files(build.sources), InitBuild.expectation(libc), build::source);
  }

  private static void assertClean(InitBuild build, boolean libc) {
    List<Diagnostic> findings = examine(build, libc);
    assertTrue(findings.isEmpty(), new TextRenderer(false).render(findings));
  }

  @ParameterizedTest
  @CsvSource({"shell, none", "shell, static", "hello, none", "hello, static"})
  void nothingIsWrongWithTheShippedPrograms(String program, String libc) throws IOException {
    InitBuild build = InitBuild.in(folder, libc, List.of(program + ".c"), CALLS);
    assertEquals("", build.make(), "compilers have nothing to say");
    assertClean(build, libc.equals("static"));
  }

  @Test
  void theShellIsSmall() throws IOException {
    InitBuild build =
        InitBuild.in(
            folder,
            "none",
            List.of("shell.c"),
            List.of("read", "write", "fork", "execve", "wait4", "_exit"));
    build.make();
    long size = Files.size(folder.resolve("init"));
    assertTrue(size <= 512, "init has " + size + " bytes");
    LinkedProgram program = LinkedProgram.read(folder.resolve("init.elf"));
    assertEquals(
        size - 64 - 56, program.sizes().values().stream().mapToLong(Long::longValue).sum());
    assertTrue(program.describe(program.entry()).orElseThrow().startsWith("_start (start.S:"));
  }

  @Test
  void twoFoldersGiveTheSameBytes(@TempDir Path elsewhere) throws IOException {
    Path deeper = Files.createDirectories(elsewhere.resolve("with a space/deeper"));
    InitBuild.in(folder, "none", List.of("shell.c"), CALLS).make();
    InitBuild.in(deeper, "none", List.of("shell.c"), CALLS).make();
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("init")), Files.readAllBytes(deeper.resolve("init")));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("init.elf")),
        Files.readAllBytes(deeper.resolve("init.elf")));
  }

  @Test
  void ordinaryCodeHasNoFindings() throws IOException {
    InitBuild build =
        build(
            "none",
            "init.c",
            """
            #include "syscalls.h"
            static int count = 3;
            static long table[100];
            static double third;
            struct big { char bytes[300]; } one, two;
            static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g"};
            static int recurse(int n) { return n < 2 ? 1 : n * recurse(n - 1) + recurse(n - 2); }
            __attribute__((noinline)) static void choose(int what)
            {
            	switch (what) {
            	case 0: write(1, names[0], 1); break;
            	case 1: write(2, names[1], 1); break;
            	case 2: count += recurse(what); break;
            	case 3: third = count / 3.0; break;
            	case 4: one = two; break;
            	case 5: table[count % 100] = what; break;
            	case 6: _exit(4);
            	}
            }
            static void (*const chosen)(int) = choose;
            __attribute__((weak)) void extra(void);
            static void (*volatile last)(void) __attribute__((noreturn));
            __attribute__((noreturn, noinline)) static void stop(int code) { _exit(code); }
            int main(int argc, char **argv)
            {
            	__int128 product = (__int128)argc * count;
            	if (argc > 5)
            		stop((int)(product / 7));
            	if (extra)
            		extra();
            	if (argc > 7)
            		last();
            	for (;;)
            		chosen(read(0, argv[0], 1));
            }
            """);
    build.make();
    assertClean(build, false);
  }

  @Test
  void ordinaryAssemblyHasNoFindings() throws IOException {
    InitBuild build =
        build(
            "none",
            "init.S",
            """
            	.globl	_start
            _start:
            	mov	$1, %eax
            	mov	$1, %edi
            	lea	greeting(%rip), %rsi
            	mov	$6, %edx
            	syscall
            again:
            	call	wait
            	call	openat
            	incl	count
            	jmp	again
            wait:
            	push	%rbx
            	xor	%ebx, %ebx
            	mov	$34, %eax
            	syscall
            done:
            	pop	%rbx
            	test	%rax, %rax
            	jne	fail
            	ret
            openat: # the fourth parameter only counts with O_CREAT
            	mov	$-100, %rdi
            	mov	$257, %eax
            	syscall
            fail:
            	mov	$60, %al
            	mov	$60, %eax
            	syscall
            greeting:
            	.ascii	"hello d\\n"
            	.data
            count:
            	.long	0
            	.section .note.GNU-stack, "", @progbits
            """);
    build.make();
    assertClean(build, false);
    InitExpectation unaware = InitBuild.expectation(X8664.ARCHITECTURE, false, Map.of());
    assertEquals(List.of(), InitChecks.examine(build.files(List.of()), unaware, build::source));
  }

  @Test
  void theCLibraryMayUseItsThreadPointer() throws IOException {
    InitBuild build =
        build(
                "static",
                "init.c",
                """
                #include <err.h>
                #include <errno.h>
                #include <stdio.h>
                #include <stdlib.h>
                #include <unistd.h>
                static void usage(void) { err(1, "not like this"); }
                int main(int argc, char **argv)
                {
                	if (argc > 3)
                		usage();
                	if (errno)
                		abort();
                	for (;;)
                		printf("%s\\n", argv[0]), pause();
                }
                """)
            .makefile("INIT_CFLAGS += -fstack-protector-all");
    build.make();
    assertClean(build, true);
  }

  @Test
  void memoryFunctionsWork() throws IOException {
    InitBuild build =
        build(
            "none",
            "init.c",
            """
            #include "syscalls.h"
            void *memcpy(void *, const void *, size_t);
            void *memmove(void *, const void *, size_t);
            void *memset(void *, int, size_t);
            int memcmp(const void *, const void *, size_t);
            static char a[64], b[64];
            static void fill(void) { for (int i = 0; i < 64; i++) a[i] = b[i] = (char)(i * 7); }
            static void check(int number, int ok) { if (!ok) _exit(number); }
            int main(void)
            {
            	fill();
            	check(1, memset(a, 0x1ff, 10) == a && a[9] == -1 && a[10] == 70 && a[0] == -1);
            	check(2, memcpy(a, b, 64) == a && memcmp(a, b, 64) == 0);
            	check(3, memmove(a + 3, a, 20) == a + 3 && memcmp(a + 3, b, 20) == 0 && a[2] == 14);
            	fill();
            	check(4, memmove(a, a + 3, 20) == a && memcmp(a, b + 3, 20) == 0 && a[20] == (char)140);
            	fill();
            	check(5, memmove(a + 40, a, 20) == a + 40 && memcmp(a + 40, b, 20) == 0);
            	a[5] = 1;
            	b[5] = (char)200;
            	check(6, memcmp(a, b, 64) < 0 && memcmp(b, a, 64) > 0 && memcmp(a, b, 5) == 0);
            	check(7, memcmp(a, b, 0) == 0 && memmove(a, b, 0) == a && a[5] == 1);
            	check(8, memmove(a, a, 64) == a && a[5] == 1 && a[63] == (char)(63 * 7 % 256) - 0);
            	check(9, newfstatat(-100, "/", 0, 0) == -14);
            	check(10, newfstatat(-100, "/", a, 0x7fff0000) == -22);
            	_exit(0);
            }
            """);
    build.makefile("INIT_CFLAGS += -fno-builtin").make();
    build.run("chmod", "755", "init");
    assertEquals("", build.run("./init"), "it ends with the number of what failed");
    assertEquals(List.of(), examine(build, false));
  }

  @Test
  void theFourthParameterCannotStayInRcx() throws IOException {
    InitBuild build =
        build(
            "none",
            "init.S",
            """
            	.globl	_start
            _start:
            	xor	%edi, %edi
            	mov	$4096, %esi
            	mov	$3, %edx
            	mov	$0x22, %ecx
            	push	$9
            	pop	%rax
            	syscall
            1:	jmp	1b
            	.section .note.GNU-stack, "", @progbits
            """);
    build.make();
    List<Diagnostic> findings = examine(build, false);
    assertEquals(List.of(Code.D3007), findings.stream().map(Diagnostic::code).toList());
    assertEquals("init.S:9:2", findings.get(0).at().orElseThrow().place());
  }

  @Test
  void jumpTargetsOfAssemblyAreSeen() throws IOException {
    InitBuild build =
        build(
            "none",
            "init.S",
            """
            	.globl	_start
            _start:
            	call	wait
            	jmp	behind
            wait:
            	ret
            behind:
            	hlt
            	.section .note.GNU-stack, "", @progbits
            """);
    build.make();
    List<Diagnostic> findings = examine(build, false);
    assertEquals(List.of(Code.D3016), findings.stream().map(Diagnostic::code).toList());
    assertEquals("init.S:8:2", findings.get(0).at().orElseThrow().place());
  }

  @Test
  void constructorsAreRejectedIfNothingCallsThem() throws IOException {
    InitBuild build =
        build(
            "none",
            "init.c",
            """
            static volatile int ready;
            __attribute__((constructor)) static void prepare(void) { ready = 1; }
            int main(void) { for (;;) ; }
            """);
    String said = assertThrows(IllegalStateException.class, build::make).getMessage();
    assertTrue(said.contains("constructors need a C library"), said);
  }

  @Test
  void anObjectWithoutTheStackNoteIsNamed() throws IOException {
    InitBuild build =
        InitBuild.in(folder, "static", List.of("shell.c", "source/twice.S"), CALLS)
            .file("source/twice.S", "\t.globl twice\ntwice:\n\tlea (%rdi,%rdi), %rax\n\tret\n");
    build.make();
    List<Diagnostic> findings =
        InitChecks.examine(
            build.files(List.of("shell.c", "source/twice.S")),
            InitBuild.expectation(true),
            build::source);
    assertEquals(List.of(Code.D3011), findings.stream().map(Diagnostic::code).toList());
    assertEquals("twice.S:1:2", findings.get(0).at().orElseThrow().place());
  }

  @Test
  void writableCodeIsWarnedAbout() throws IOException {
    InitBuild build = InitBuild.in(folder, "none", List.of("hello.c"), CALLS);
    build.make();
    build.run("ld", "-N", "-o", "init.elf", "hello.o", "libinit.a");
    build.run("cp", "init.elf", "init");
    List<Diagnostic> findings = examine(build, false);
    assertEquals(List.of(Code.D3012), findings.stream().map(Diagnostic::code).toList());
  }

  @Test
  void theKernelDecidesWhatFits() throws IOException {
    InitBuild build = InitBuild.in(folder, "none", List.of("hello.c"), CALLS);
    build.make();
    InitExpectation wide = InitBuild.expectation(false);
    InitExpectation narrow = with(wide, X86.ELF_32, false);
    List<Diagnostic> findings = InitChecks.examine(build.files(List.of()), narrow, build::source);
    assertEquals(List.of(Code.D3003), findings.stream().map(Diagnostic::code).toList());
    assertTrue(findings.get(0).remedies().get(0).contains("64BIT: y"));
    InitExpectation arm = with(wide, new ElfTarget(183, true, false), false);
    assertEquals(
        Code.D3003, InitChecks.examine(build.files(List.of()), arm, build::source).get(0).code());
    build.file("old.c", "void _start(void) { for (;;) ; }");
    build.run("gcc", "-m32", "-nostdlib", "-static", "-fno-pie", "-no-pie", "-o", "init", "old.c");
    InitExpectation both = with(wide, wide.target(), true);
    assertEquals(List.of(), InitChecks.examine(build.files(List.of()), both, build::source));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "static"})
  void damagedFilesNeverMakeTheChecksFail(String libc) throws IOException {
    InitBuild build = InitBuild.in(folder, libc, List.of("shell.c"), CALLS);
    build.make();
    byte[] whole = Files.readAllBytes(folder.resolve("init.elf"));
    Random random = new Random(2);
    int rounds = libc.equals("none") ? 800 : 40;
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      byte[] damaged = round % 4 == 0 ? cut(whole, random) : whole.clone();
      int headers = Math.min(damaged.length, round % 2 == 0 ? 200 : damaged.length);
      for (int i = 0; i < 1 + random.nextInt(8) && headers > 0; i++) {
        int at = random.nextInt(headers);
        damaged[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) 0xff;
      }
      Files.write(folder.resolve("init.elf"), damaged);
      Files.write(folder.resolve("init"), damaged);
      List<Diagnostic> findings =
          Assertions.assertTimeout(
              Duration.ofSeconds(5), () -> examine(build, libc.equals("static")));
      refused += findings.isEmpty() ? 0 : 1;
    }
    assertTrue(refused > rounds / 4, refused + " of " + rounds + " were found wanting");
  }

  private static byte[] cut(byte[] whole, Random random) {
    return Arrays.copyOf(whole, random.nextInt(whole.length));
  }

  private static InitExpectation with(InitExpectation other, ElfTarget target, boolean compat) {
    return new InitExpectation(
        other.architecture(), target, compat, true, other.libc(), other.loader(), other.calls());
  }
}
