package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.distroc.arch.x86_64.X8664;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On real kernels, held against the compiler and against the numbers the kernel's own script makes.
 */
@Tag("kernel")
class RealSyscallTableTest {
  private static final Map<Path, SyscallTable> TABLES = new HashMap<>();

  @TempDir Path folder;

  static List<KernelTree> trees() throws IOException {
    return RealTrees.all();
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everyCallOfTheTableCompilesAsPlainC(KernelTree tree) throws Exception {
    SyscallTable table = table(tree);
    StringBuilder prototypes = new StringBuilder();
    Set<String> tags = new TreeSet<>();
    for (String name : table.names()) {
      Syscall call = table.find(name, Optional.empty());
      tags.addAll(call.tags());
      prototypes.append(call.prototype()).append(";\n");
      assertTrue(call.parameters().size() <= 6, call.prototype());
      assertTrue(tree.read(call.file()).lines().skip(call.line() - 1).findFirst().isPresent());
    }
    StringBuilder header = new StringBuilder();
    tags.forEach(tag -> header.append(tag).append(";\n"));
    Path file = Files.writeString(folder.resolve("calls.h"), header.append(prototypes));
    run(
        List.of(
            "gcc",
            "-std=c11",
            "-ffreestanding",
            "-nostdinc",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-fsyntax-only",
            "-xc",
            file.toString()));
    assertTrue(table.names().size() > 340, "only " + table.names().size());
  }

  /** This script generates the header that C programs include from the same table. */
  @ParameterizedTest
  @MethodSource("trees")
  void numbersAreThoseOfTheKernelsOwnHeader(KernelTree tree) throws Exception {
    Path header = folder.resolve("unistd_64.h");
    run(
        List.of(
            "sh",
            tree.root().resolve("scripts/syscallhdr.sh").toString(),
            "--abis",
            "common,64",
            tree.root().resolve(X8664.SYSCALLS.sources().get(0).file()).toString(),
            header.toString()));
    SyscallTable table = table(tree);
    Set<String> expected = new TreeSet<>();
    for (String line : Files.readAllLines(header)) {
      if (line.startsWith("#define __NR_") && !line.contains("__NR_syscalls")) {
        expected.add(line.substring("#define __NR_".length()));
      }
    }
    Set<String> found = new TreeSet<>();
    for (String name : table.names()) {
      found.add(name + " " + table.find(name, Optional.empty()).number());
    }
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(found);
    Set<String> names = new TreeSet<>();
    missing.forEach(line -> names.add(line.split(" ")[0]));
    assertEquals(table.namesNotImplemented(), names);
    assertTrue(expected.containsAll(found));
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everyOtherNameOfTheTableIsKnownAsNotImplemented(KernelTree tree) {
    SyscallTable table = table(tree);
    Set<String> none = table.namesNotImplemented();
    assertTrue(none.containsAll(List.of("create_module", "_sysctl", "tuxcall")), none.toString());
    for (String name : none) {
      Failure e = assertThrows(Failure.class, () -> table.find(name, Optional.empty()));
      assertEquals(Code.D2011, e.diagnostics().get(0).code());
    }
  }

  /** Known from the manual of each option. */
  @ParameterizedTest
  @MethodSource("trees")
  void optionsOfCallsAreThoseOfTheKernelsMakefiles(KernelTree tree) {
    Map<String, List<List<String>>> found = new HashMap<>();
    new SyscallConditions(tree, X8664.SYSCALLS, Optional.empty())
        .all()
        .forEach(condition -> found.put(condition.call(), condition.when().ways()));
    Map<String, String> expected = new HashMap<>();
    for (String line :
        List.of(
            "FUTEX futex set_robust_list futex_waitv",
            "EPOLL epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait2",
            "EVENTFD eventfd eventfd2",
            "SIGNALFD signalfd signalfd4",
            "TIMERFD timerfd_create timerfd_settime timerfd_gettime",
            "NET socket bind listen accept connect sendto recvfrom shutdown socketpair",
            "AIO io_setup io_submit io_pgetevents",
            "IO_URING io_uring_setup io_uring_enter",
            "SYSVIPC msgget semget shmget",
            "POSIX_MQUEUE mq_open mq_notify",
            "POSIX_TIMERS timer_create setitimer alarm",
            "MULTIUSER setuid setgroups capset",
            "INOTIFY_USER inotify_init1",
            "FILE_LOCKING flock",
            "MEMFD_CREATE memfd_create",
            "PRINTK syslog",
            "SWAP swapon swapoff")) {
      List<String> words = List.of(line.split(" "));
      words.stream().skip(1).forEach(call -> expected.put(call, words.get(0)));
    }
    expected.forEach(
        (call, option) -> {
          boolean one =
              found.containsKey(call)
                  && found.get(call).stream().anyMatch(way -> way.contains(option));
          assertTrue(one, call + " " + found.get(call));
        });
    for (String call : List.of("read", "mmap", "pause", "clone", "execve", "reboot", "mount")) {
      assertTrue(!found.containsKey(call), call + " " + found.get(call));
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void theCallsOfATutorialMatchTheManual(KernelTree tree) {
    SyscallTable table = table(tree);
    assertCall(table, "read", 0, "(unsigned int fd, char *buf, unsigned long count)");
    assertCall(table, "fork", 57, "(void)");
    assertCall(
        table,
        "execve",
        59,
        "(const char *filename, const char *const *argv, const char *const *envp)");
    assertCall(table, "wait4", 61, "(int pid, int *stat_addr, int options, struct rusage *ru)");
    assertCall(table, "_exit", 60, "(int error_code)");
    assertCall(table, "socket", 41, "(int family, int type, int protocol)");
    assertCall(
        table,
        "clone",
        56,
        "(unsigned long clone_flags, unsigned long newsp, int *parent_tidptr,"
            + " int *child_tidptr, unsigned long tls)");
    Set<String> never = new TreeSet<>();
    for (String name : table.names()) {
      if (table.find(name, Optional.empty()).noreturn()) {
        never.add(name);
      }
    }
    assertEquals(Set.of("exit", "exit_group", "rt_sigreturn"), never);
  }

  /** Read once for each tree: the definitions take a second. */
  private static SyscallTable table(KernelTree tree) {
    return TABLES.computeIfAbsent(tree.root(), r -> SyscallTable.read(tree, X8664.SYSCALLS));
  }

  private static void assertCall(SyscallTable table, String name, int number, String parameters) {
    Syscall call = table.find(name, Optional.empty());
    assertEquals(number, call.number());
    assertEquals("long " + name + parameters, call.prototype());
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }
}
