package org.distroc.kernel;

import java.util.Map;
import java.util.Optional;

/**
 * C library functions often mistaken for system calls, and the call each one uses. This is
 * knowledge about C libraries; whether the kernel has the call is looked up in its table.
 */
final class LibraryCalls {
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

  private LibraryCalls() {}

  /** The system call that such a function uses. */
  static Optional<String> behind(String function) {
    return Optional.ofNullable(BEHIND.get(function));
  }
}
