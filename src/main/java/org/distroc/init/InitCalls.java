package org.distroc.init;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The system calls that the program of a described system makes. */
public final class InitCalls {
  private static final List<String> ALWAYS =
      List.of(
          "write",
          "clone",
          "execve",
          "wait4",
          "kill",
          "setsid",
          "faccessat",
          "rt_sigprocmask",
          "rt_sigtimedwait",
          "clock_gettime",
          "sync",
          "reboot");

  /** Further ones by the setting of the table that needs them. */
  private static final Map<String, List<String>> MORE =
      Map.of(
          "MOUNTS", List.of("mkdirat", "mount"),
          "DISKS", List.of("umount2"),
          "HOSTNAME", List.of("sethostname"),
          "WRITES", List.of("openat", "close"),
          "NETWORK", List.of("socket", "ioctl", "close"),
          "PORTS", List.of("socket", "connect", "close"),
          "TTYS", List.of("openat", "ioctl", "dup3"),
          "BLANKS", List.of("openat", "read", "close"),
          "USERS", List.of("setgroups", "setgid", "setuid"));

  private InitCalls() {}

  /**
   * The calls of a table, and for each the setting that needs it; empty for what every table needs.
   *
   * @param exists whether the architecture has a call: some have two for users, and the one with
   *     {@code 32} at the end takes all numbers
   */
  public static Map<String, String> of(InitTable table, Predicate<String> exists) {
    Map<String, String> calls = new LinkedHashMap<>();
    ALWAYS.forEach(call -> calls.put(call, ""));
    for (String setting : table.settings().keySet()) {
      for (String call : MORE.getOrDefault(setting, List.of())) {
        boolean wide = setting.equals("USERS") && exists.test(call + "32");
        calls.putIfAbsent(wide ? call + "32" : call, setting);
      }
    }
    return Collections.unmodifiableMap(calls);
  }
}
