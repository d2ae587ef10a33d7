package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.arch.SyscallAbi;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers of system calls from headers, and from the table that newer architectures share. */
class SyscallHeaderTest {
  private static final String SHARED =
      """
      #include <asm/bitsperlong.h>
      #ifndef __SYSCALL
      #define __SYSCALL(x, y)
      #endif
      #define __NR_io_setup 0
      __SC_COMP(__NR_io_setup, sys_io_setup, compat_sys_io_setup)
      #if defined(__ARCH_WANT_TIME32_SYSCALLS) || __BITS_PER_LONG != 32
      #define __NR_io_getevents 4
      __SC_3264(__NR_io_getevents, sys_io_getevents_time32, sys_io_getevents)
      #endif
      #define __NR3264_fcntl 25
      __SC_COMP_3264(__NR3264_fcntl, sys_fcntl64, \\
                     sys_fcntl, compat_sys_fcntl64)
      #ifdef __ARCH_WANT_RENAMEAT
      #define __NR_renameat 38
      __SYSCALL(__NR_renameat, sys_renameat)
      #endif /* __ARCH_WANT_RENAMEAT */
      #define __NR_nfsservctl 42 /* __SYSCALL(__NR_hidden, sys_hidden) */
      __SYSCALL(__NR_nfsservctl, sys_ni_syscall)
      #define __NR_openat 56
      __SYSCALL(__NR_openat, sys_openat)
      #define __NR_clone 220
      __SYSCALL(__NR_clone, sys_clone)
      #define __NR_arch_specific_syscall 244
      #if __BITS_PER_LONG == 64 && !defined(__SYSCALL_COMPAT)
      #define __NR_fcntl __NR3264_fcntl
      #else
      #define __NR_fcntl64 __NR3264_fcntl
      #endif
      """;

  private static final String OWN =
      """
      #if defined(__LP64__) && !defined(__SYSCALL_COMPAT)
      #define __ARCH_WANT_RENAMEAT
      #endif /* __LP64__ */
      #include <asm-generic/unistd.h>
      #ifndef __NR_toy_flush
      #define __NR_toy_flush (__NR_arch_specific_syscall + 15)
      #endif
      __SYSCALL(__NR_toy_flush, sys_toy_flush)
      """;

  private static final String TABLE =
      """
      # numbers
      3	common	setxattr	sys_setxattr
      4	time32	io_getevents	sys_io_getevents_time32
      4	64	io_getevents	sys_io_getevents
      38	renameat	renameat	sys_renameat
      56	common	openat	sys_openat
      259	toy	toy_flush	sys_toy_flush
      260	other	other_flush	sys_other_flush
      """;

  private static final String CALLS =
      """
      asmlinkage long sys_openat(int dfd, const char __user *filename, int flags, umode_t mode);
      """;

  @TempDir Path root;

  private static Map<String, Integer> numbers(String size) {
    return SyscallHeader.read(OWN, SHARED, size).values().stream()
        .filter(SyscallEntries.Entry::implemented)
        .collect(Collectors.toMap(SyscallEntries.Entry::name, SyscallEntries.Entry::number));
  }

  @Test
  void aWideArchitectureHasItsNames() {
    assertEquals(
        Map.of(
            "io_setup", 0,
            "io_getevents", 4,
            "fcntl", 25,
            "renameat", 38,
            "openat", 56,
            "clone", 220,
            "toy_flush", 259),
        numbers("64"));
    assertEquals(
        "sys_fcntl", SyscallHeader.read(OWN, SHARED, "64").get("fcntl").entryPoint().orElseThrow());
  }

  @Test
  void aNarrowOneHasOthers() {
    Map<String, Integer> numbers = numbers("32");
    assertEquals(25, numbers.get("fcntl64"));
    assertFalse(numbers.containsKey("io_getevents"), numbers.toString());
    assertFalse(numbers.containsKey("renameat"), numbers.toString());
    assertEquals(
        "sys_fcntl64",
        SyscallHeader.read(OWN, SHARED, "32").get("fcntl64").entryPoint().orElseThrow());
  }

  @Test
  void definitionsThatNeverEndAreNoNumbers() {
    String circle =
        "#define __NR_a __NR_b\n#define __NR_b __NR_a\n__SYSCALL(__NR_a, sys_a)\n#endif\n#else\n";
    assertTrue(SyscallHeader.read(circle, "", "64").isEmpty());
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }

  private static final SyscallAbi TOY =
      new SyscallAbi(
          "toy",
          "arch/toy",
          List.of(
              new SyscallAbi.SharedTable("arch/toy/kernel/Makefile.syscalls"),
              new SyscallAbi.Header("arch/toy/include/uapi/asm/unistd.h")),
          Set.of("TOY", "64BIT"));

  private KernelTree tree() throws IOException {
    write("Makefile", "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n");
    write("Kbuild", "");
    write("Kconfig", "");
    write("include/linux/syscalls.h", CALLS);
    write("include/linux/types.h", "typedef unsigned short umode_t;\n");
    write("include/uapi/asm-generic/unistd.h", SHARED);
    write("arch/toy/include/uapi/asm/unistd.h", OWN);
    return new KernelTree(
        root,
        KernelRelease.parse("VERSION = 6\nPATCHLEVEL = 1\n").orElseThrow(),
        "toy",
        true,
        "toy");
  }

  @Test
  void theSharedTableCountsWhereThereIsOne() throws IOException {
    KernelTree tree = tree();
    assertEquals(220, SyscallEntries.read(tree, TOY).get("clone").number());
    write("scripts/syscall.tbl", TABLE);
    write(
        "arch/toy/kernel/Makefile.syscalls",
        "syscall_abis_32 += other\nsyscall_abis_64 += toy renameat\n");
    assertEquals(
        Set.of("setxattr", "io_getevents", "renameat", "openat", "toy_flush"),
        SyscallEntries.read(tree, TOY).keySet());
    assertEquals(
        Optional.of("sys_io_getevents"),
        SyscallEntries.read(tree, TOY).get("io_getevents").entryPoint());
  }

  @Test
  void aCallThatTheArchitectureLacks() throws IOException {
    SyscallTable table = SyscallTable.read(tree(), TOY);
    assertEquals(56, table.find("openat", Optional.empty()).number());
    Diagnostic open = refused(table, "open");
    assertEquals(Code.D2200, open.code());
    assertTrue(open.message().contains("no `open` for toy"), open.message());
    assertTrue(open.remedies().toString().contains("openat(AT_FDCWD, path, flags, mode)"));
    assertTrue(refused(table, "fork").remedies().toString().contains("clone(SIGCHLD, 0, 0, 0, 0)"));
    assertEquals(Code.D2010, refused(table, "pipe").code(), "this one has no pipe2");
    assertEquals(Code.D2011, refused(table, "nfsservctl").code());
  }

  private static Diagnostic refused(SyscallTable table, String name) {
    return assertThrows(Failure.class, () -> table.find(name, Optional.empty()))
        .diagnostics()
        .get(0);
  }

  @Test
  void numbersOfATableAreCountedFromItsBase() {
    assertEquals(
        4003, SyscallEntries.table(TABLE, Set.of("common"), 4000).get("setxattr").number());
  }
}
