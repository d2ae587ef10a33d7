package org.distroc.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * C library functions often mistaken for system calls, and the call each one uses. This is
 * knowledge about C libraries; whether the kernel has the call is looked up in its table.
 */
public final class LibraryCalls {
  private static final Map<String, String> BEHIND =
      Map.ofEntries(
          Map.entry("wait", "wait4"),
          Map.entry("waitpid", "wait4"),
          Map.entry("wait3", "wait4"),
          Map.entry("sleep", "nanosleep"),
          Map.entry("usleep", "nanosleep"),
          Map.entry("sbrk", "brk"),
          Map.entry("malloc", "mmap"),
          Map.entry("free", "munmap"),
          Map.entry("execv", "execve"),
          Map.entry("execvp", "execve"),
          Map.entry("execl", "execve"),
          Map.entry("execlp", "execve"),
          Map.entry("fexecve", "execveat"),
          Map.entry("exec", "execve"),
          Map.entry("spawn", "fork"),
          Map.entry("posix_spawn", "vfork"),
          Map.entry("_Exit", "exit"),
          Map.entry("abort", "kill"),
          Map.entry("raise", "kill"),
          Map.entry("pread", "pread64"),
          Map.entry("pwrite", "pwrite64"),
          Map.entry("send", "sendto"),
          Map.entry("recv", "recvfrom"),
          Map.entry("opendir", "getdents64"),
          Map.entry("readdir", "getdents64"),
          Map.entry("umount", "umount2"),
          Map.entry("signal", "rt_sigaction"),
          Map.entry("sigaction", "rt_sigaction"),
          Map.entry("sigprocmask", "rt_sigprocmask"),
          Map.entry("sigsuspend", "rt_sigsuspend"),
          Map.entry("isatty", "ioctl"),
          Map.entry("tcgetattr", "ioctl"),
          Map.entry("tcsetattr", "ioctl"),
          Map.entry("gethostname", "uname"),
          Map.entry("mkfifo", "mknod"),
          Map.entry("poweroff", "reboot"),
          Map.entry("halt", "reboot"),
          Map.entry("printf", "write"),
          Map.entry("puts", "write"),
          Map.entry("putchar", "write"),
          Map.entry("getchar", "read"),
          Map.entry("fopen", "open"),
          Map.entry("fclose", "close"),
          Map.entry("fread", "read"),
          Map.entry("fwrite", "write"),
          Map.entry("remove", "unlink"),
          Map.entry("fstatat", "newfstatat"),
          Map.entry("statvfs", "statfs"),
          Map.entry("nice", "setpriority"));

  /** Those that cannot do without a call which small kernels lack. */
  private static final Map<String, List<String>> NEEDS =
      Map.ofEntries(
          Map.entry("pthread_create", List.of("futex")),
          Map.entry("pthread_join", List.of("futex")),
          Map.entry("pthread_once", List.of("futex")),
          Map.entry("pthread_cond_wait", List.of("futex")),
          Map.entry("pthread_cond_timedwait", List.of("futex")),
          Map.entry("pthread_barrier_wait", List.of("futex")),
          Map.entry("sem_wait", List.of("futex")),
          Map.entry("sem_timedwait", List.of("futex")),
          Map.entry("thrd_create", List.of("futex")),
          Map.entry("thrd_join", List.of("futex")),
          Map.entry("cnd_wait", List.of("futex")),
          Map.entry("call_once", List.of("futex")),
          Map.entry("aio_read", List.of("futex")),
          Map.entry("aio_write", List.of("futex")),
          Map.entry("getaddrinfo", List.of("socket", "futex")),
          Map.entry("getnameinfo", List.of("socket", "futex")),
          Map.entry("gethostbyname", List.of("socket", "futex")),
          Map.entry("if_nametoindex", List.of("socket")),
          Map.entry("syslog", List.of("socket")),
          Map.entry("klogctl", List.of("syslog")),
          Map.entry("eventfd", List.of("eventfd2")),
          Map.entry("signalfd", List.of("signalfd4")),
          Map.entry("mq_send", List.of("mq_timedsend")),
          Map.entry("mq_receive", List.of("mq_timedreceive")),
          Map.entry("mq_getattr", List.of("mq_getsetattr")),
          Map.entry("mq_setattr", List.of("mq_getsetattr")),
          Map.entry("posix_fadvise", List.of("fadvise64")),
          Map.entry("posix_madvise", List.of("madvise")),
          Map.entry("seteuid", List.of("setresuid")),
          Map.entry("setegid", List.of("setresgid")),
          Map.entry("initgroups", List.of("setgroups")),
          Map.entry("ualarm", List.of("setitimer")));

  private LibraryCalls() {}

  /** The system calls that a function of a C library makes or cannot do without. */
  public static List<String> needs(String function) {
    String plain = function.replaceFirst("^__(\\w+)_chk$", "$1").replaceFirst("64$", "");
    List<String> needs = NEEDS.get(plain);
    return needs != null ? needs : List.of(BEHIND.getOrDefault(plain, plain));
  }

  /** The functions that need calls of other names, and which. */
  public static Map<String, List<String>> needs() {
    return NEEDS;
  }

  /** The system call that such a function uses. */
  static Optional<String> behind(String function) {
    return Optional.ofNullable(BEHIND.get(function));
  }
}
