package org.distroc.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * System calls that not every architecture has, and how another one does the same. Kernels keep the
 * old calls for the architectures that began with them; newer ones never had them.
 */
final class SyscallSuccessors {
  /**
   * Another call that does the same.
   *
   * @param call the kernel's name
   * @param how it is called, as C
   */
  record Successor(String call, String how) {}

  private static final String HERE = "(AT_FDCWD, ";

  private static final Map<String, List<Successor>> SUCCESSORS =
      Map.ofEntries(
          one("accept", "accept4", "(fd, address, length, 0)"),
          one("access", "faccessat", HERE + "path, mode)"),
          one("alarm", "setitimer", "(ITIMER_REAL, …, 0)"),
          one("chmod", "fchmodat", HERE + "path, mode)"),
          one("chown", "fchownat", HERE + "path, user, group, 0)"),
          one("creat", "openat", HERE + "path, O_CREAT | O_WRONLY | O_TRUNC, mode)"),
          one("dup2", "dup3", "(old, new, 0)"),
          one("epoll_create", "epoll_create1", "(0)"),
          one("epoll_wait", "epoll_pwait", "(fd, events, count, timeout, 0, 8)"),
          one("eventfd", "eventfd2", "(count, 0)"),
          one("fork", "clone", "(SIGCHLD, 0, 0, 0, 0)"),
          one("vfork", "clone", "(CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0)"),
          one("futimesat", "utimensat", "(dirfd, path, times, 0)"),
          one("getdents", "getdents64", "(fd, entries, size)"),
          one("getpgrp", "getpgid", "(0)"),
          one("getrlimit", "prlimit64", "(0, resource, 0, limit)"),
          one("setrlimit", "prlimit64", "(0, resource, limit, 0)"),
          one("inotify_init", "inotify_init1", "(0)"),
          one("lchown", "fchownat", HERE + "path, user, group, AT_SYMLINK_NOFOLLOW)"),
          one("link", "linkat", HERE + "old, AT_FDCWD, new, 0)"),
          Map.entry("lstat", status("AT_SYMLINK_NOFOLLOW")),
          Map.entry("stat", status("0")),
          Map.entry("newfstatat", status("flags")),
          Map.entry("fstatat64", status("flags")),
          one("mkdir", "mkdirat", HERE + "path, mode)"),
          one("mknod", "mknodat", HERE + "path, mode, device)"),
          one("mmap", "mmap2", "(address, length, protection, flags, fd, offset / 4096)"),
          one("mmap2", "mmap", "(address, length, protection, flags, fd, offset)"),
          one("open", "openat", HERE + "path, flags, mode)"),
          one("pause", "ppoll", "(0, 0, 0, 0, 8)"),
          one("pipe", "pipe2", "(fds, 0)"),
          one("poll", "ppoll", "(fds, count, time, 0, 8)"),
          one("readlink", "readlinkat", HERE + "path, text, size)"),
          Map.entry("rename", rename(HERE + "old, AT_FDCWD, new")),
          Map.entry("renameat", rename("(olddir, old, newdir, new")),
          one("rmdir", "unlinkat", HERE + "path, AT_REMOVEDIR)"),
          one("select", "pselect6", "(count, read, write, except, time, 0)"),
          one("semop", "semtimedop", "(id, operations, count, 0)"),
          one("signalfd", "signalfd4", "(fd, mask, 8, 0)"),
          one("symlink", "symlinkat", "(target, AT_FDCWD, path)"),
          one("sync_file_range", "sync_file_range2", "(fd, flags, offset, length)"),
          one("time", "clock_gettime", "(CLOCK_REALTIME, time)"),
          one("unlink", "unlinkat", HERE + "path, 0)"),
          one("ustat", "statfs", "(path, status)"),
          one("utime", "utimensat", HERE + "path, times, 0)"),
          one("utimes", "utimensat", HERE + "path, times, 0)"),
          one("waitpid", "wait4", "(pid, status, options, 0)"));

  private SyscallSuccessors() {}

  /** The first that is among the calls of a kernel; empty if there is none. */
  static Optional<Successor> of(String name, Set<String> calls) {
    return SUCCESSORS.getOrDefault(name, List.of()).stream()
        .filter(successor -> calls.contains(successor.call))
        .findFirst();
  }

  private static Map.Entry<String, List<Successor>> one(String name, String call, String how) {
    return Map.entry(name, List.of(new Successor(call, call + how)));
  }

  private static List<Successor> status(String flags) {
    String rest = "(dirfd, path, status, " + flags + ")";
    return List.of(
        new Successor("newfstatat", "newfstatat" + rest),
        new Successor("fstatat64", "fstatat64" + rest),
        new Successor("statx", "statx(dirfd, path, " + flags + ", STATX_BASIC_STATS, status)"));
  }

  private static List<Successor> rename(String arguments) {
    return List.of(
        new Successor("renameat", "renameat" + arguments + ")"),
        new Successor("renameat2", "renameat2" + arguments + ", 0)"));
  }
}
