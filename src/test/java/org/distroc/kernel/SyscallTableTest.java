package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.x86_64.X8664;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyscallTableTest {
  private static final Span PLACE = new Span("r.yaml", 9, 14, 4, "  syscalls: [raed]");

  @TempDir Path root;

  @BeforeEach
  void writeATree() throws IOException {
    write("Makefile", "VERSION = 9\nPATCHLEVEL = 8\n");
    write("Kconfig", "");
    write("Kbuild", "");
    write(
        "arch/x86/entry/syscalls/syscall_64.tbl",
        """
        # number abi name entry
        0\tcommon\tread\t\t\tsys_read
        1\tcommon\twrite\t\t\tsys_write
        2 64 stat sys_newstat   # a comment
        3 64 own sys_own
        56 common clone sys_clone
        57 common fork sys_fork
        60 common exit sys_exit - noreturn
        61 common wait4 sys_wait4
        62 common types sys_types
        63 common strange sys_strange
        64 common nowhere sys_nowhere
        156 64 _sysctl sys_ni_syscall
        174 64 create_module
        462 \tcommon  mseal\t\t\tsys_mseal
        512 x32 read compat_sys_read
        520 i386 vm86 sys_vm86
        """);
    write(
        "include/linux/syscalls.h",
        """
        #ifndef _SYSCALLS_H
        #define _SYSCALLS_H
        #define OTHER(x) \\
          asmlinkage long sys_read(void);
        #ifndef CONFIG_ARCH_HAS_SYSCALL_WRAPPER
        /* asmlinkage long sys_read(void); */
        asmlinkage long sys_read(unsigned int fd, char __user *buf,
                 size_t count); // the real one
        asmlinkage long sys_write(unsigned int fd, const char __user *buf,
                 size_t count);
        asmlinkage long sys_newstat(const char __user *filename,
                 struct stat __user *statbuf);
        #ifdef CONFIG_CLONE_BACKWARDS
        asmlinkage long sys_clone(unsigned long, unsigned long, int __user *, unsigned long,
                 int __user *);
        #elif defined(CONFIG_CLONE_BACKWARDS3) || 0
        asmlinkage long sys_clone(int);
        #else
        asmlinkage long sys_clone(unsigned long, unsigned long, int __user *,
                 int __user *, unsigned long);
        #endif
        asmlinkage long sys_fork(void);
        asmlinkage long sys_exit(int error_code);
        asmlinkage long sys_wait4(pid_t pid, int __user *stat_addr,
                 int options, struct rusage __user *ru);
        asmlinkage long sys_types(const sigset_t __user *set, fd_set __user *fds,
                 const char __user *const __user *argv, header_t h, enum kind k,
                 struct iocb __user * __user *list);
        asmlinkage long sys_strange(mystery_t x);
        asmlinkage long sys_mseal(unsigned long, size_t len, unsigned long);
        #endif
        #endif
        """);
    write(
        "include/linux/types.h",
        """
        typedef __kernel_size_t size_t;
        typedef __kernel_pid_t pid_t;
        typedef struct { unsigned long bits[16]; } fd_set;
        """);
    write(
        "include/uapi/asm-generic/posix_types.h",
        """
        typedef int __kernel_pid_t;
        #if __BITS_PER_LONG != 64
        typedef unsigned int __kernel_size_t;
        #else
        typedef unsigned long __kernel_size_t;
        #endif
        """);
    write(
        "arch/x86/include/asm/signal.h", "typedef struct {\n unsigned long sig[1];\n} sigset_t;\n");
    write(
        "include/uapi/linux/capability.h",
        "typedef struct head { int (*f); struct { int a; } b; } __user *header_t;\n");
    write(
        "arch/x86/kernel/own.c",
        "/* SYSCALL_DEFINE1(own, int, wrong) */\n\n"
            + "SYSCALL_DEFINE2(own, unsigned long, a,\n"
            + "\t\tchar __user *, name)\n"
            + "{\n"
            + "}\n");
    write(
        "kernel/fork.c",
        """
        #ifdef CONFIG_CLONE_BACKWARDS
        SYSCALL_DEFINE5(clone, unsigned long, a, unsigned long, b, int __user *, c,
          unsigned long, d, int __user *, e)
        #else
        SYSCALL_DEFINE5(clone, unsigned long, clone_flags, unsigned long, newsp,
          int __user *, parent_tidptr, int __user *, child_tidptr, unsigned long, tls)
        #endif
        COMPAT_SYSCALL_DEFINE1(own, int, wrong)
        """);
    write(
        "arch/x86/Kconfig",
        """
        config X86_32
        \tselect CLONE_BACKWARDS
        config X86_64
        \tselect ARCH_HAS_SYSCALL_WRAPPER
        \tselect CLONE_BACKWARDS3 if SOMETHING
        menu "m"
        \tselect CLONE_BACKWARDS
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "read|0|long read(unsigned int fd, char *buf, unsigned long count)",
        "write|1|long write(unsigned int fd, const char *buf, unsigned long count)",
        "stat|2|long stat(const char *filename, struct stat *statbuf)",
        "own|3|long own(unsigned long a, char *name)",
        "fork|57|long fork(void)",
        "wait4|61|long wait4(int pid, int *stat_addr, int options, struct rusage *ru)",
        "_exit|60|long _exit(int error_code)",
        "exit|60|long exit(int error_code)",
        "mseal|462|long mseal(unsigned long arg1, unsigned long len, unsigned long arg3)",
        "clone|56|long clone(unsigned long clone_flags, unsigned long newsp, int *parent_tidptr,"
            + " int *child_tidptr, unsigned long tls)",
        "types|62|long types(const void *arg1, void *arg2, const char *const *arg3,"
            + " struct head *arg4, int arg5, struct iocb **arg6)"
      })
  void readsNumbersAndPrototypes(String name, int number, String prototype) throws IOException {
    if (name.equals("types")) {
      String header = Files.readString(root.resolve("include/linux/syscalls.h"));
      write(
          "include/linux/syscalls.h",
          header.replaceFirst(
              "sys_types\\([^;]*;",
              "sys_types(const sigset_t __user *, fd_set __user *, const char __user *const __user"
                  + " *, header_t, enum kind, struct iocb __user * __user *);"));
    }
    Syscall call = table().find(name, Optional.empty());
    assertEquals(number, call.number());
    assertEquals(prototype, call.prototype());
  }

  @Test
  void reportsWhereAPrototypeIs() throws IOException {
    Syscall read = table().find("read", Optional.empty());
    assertEquals("include/linux/syscalls.h:7", read.file() + ":" + read.line());
    Syscall own = table().find("own", Optional.empty());
    assertEquals("arch/x86/kernel/own.c:3", own.file() + ":" + own.line());
    assertEquals(List.of("struct rusage"), table().find("wait4", Optional.empty()).tags());
  }

  @Test
  void knowsWhatNeverReturns() throws IOException {
    assertTrue(table().find("_exit", Optional.empty()).noreturn());
    assertEquals("exit", table().find("_exit", Optional.empty()).kernelName());
    assertFalse(table().find("read", Optional.empty()).noreturn());
    assertTrue(table().alias("_exit").orElseThrow().contains("atexit"));
    assertEquals(Optional.empty(), table().alias("exit"));
  }

  @Test
  void listsWhatIsImplemented() throws IOException {
    assertEquals(Set.of("_sysctl", "create_module"), table().namesNotImplemented());
    assertTrue(table().names().containsAll(List.of("read", "exit", "own")));
    assertFalse(table().names().contains("vm86"));
  }

  @ParameterizedTest
  @CsvSource({
    "raed,did you mean `read`?",
    "wirte,did you mean `write`?",
    "waitpid,use `wait4`",
    "printf,use `write`",
    "Read,did you mean `read`?",
    "frobnicate,`man 2 syscalls` lists the system calls with a sentence for each"
  })
  void suggestsForAnUnknownName(String name, String help) throws IOException {
    Diagnostic d = failure(name, Code.D2010);
    assertEquals(List.of(help), d.remedies());
    assertEquals(Optional.of(PLACE), d.at());
    assertTrue(d.message().contains("Linux 9.8.0"), d.message());
  }

  @Test
  void saysWhatIsNotImplemented() throws IOException {
    assertTrue(failure("create_module", Code.D2011).reasons().get(0).contains("174"));
    failure("_sysctl", Code.D2011);
  }

  @Test
  void reportsWhatItCannotParse() throws IOException {
    failure("strange", Code.D2012);
    failure("nowhere", Code.D2012);
    Files.delete(root.resolve("arch/x86/entry/syscalls/syscall_64.tbl"));
    Failure e = assertThrows(Failure.class, this::table);
    assertEquals(Code.D2012, e.diagnostics().get(0).code());
  }

  private Diagnostic failure(String name, Code code) throws IOException {
    SyscallTable table = table();
    Failure e = assertThrows(Failure.class, () -> table.find(name, Optional.of(PLACE)));
    assertEquals(code, e.diagnostics().get(0).code());
    return e.diagnostics().get(0);
  }

  private SyscallTable table() throws IOException {
    return SyscallTable.read(KernelTree.of(root, "a test", false, "a test"), X8664.SYSCALLS);
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
