package org.distroc.boot;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Names for the numbers in messages of a Linux kernel: signals, errors, CPU features. */
public final class KernelNumbers {
  /** From the kernel's arch/x86/include/uapi/asm/signal.h; the same on arm64 and riscv. */
  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL: it executed an invalid instruction"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT: it aborted"),
          Map.entry(7, "SIGBUS: it accessed memory that does not exist"),
          Map.entry(8, "SIGFPE: it divided by zero"),
          Map.entry(9, "SIGKILL"),
          Map.entry(11, "SIGSEGV: it accessed memory that it does not own"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"),
          Map.entry(31, "SIGSYS: it made a forbidden system call"));

  /** From the kernel's include/uapi/asm-generic/errno-base.h and errno.h. */
  private static final Map<Integer, String> ERRORS =
      Map.ofEntries(
          Map.entry(1, "EPERM, operation not permitted"),
          Map.entry(2, "ENOENT, no such file"),
          Map.entry(5, "EIO, it could not be read"),
          Map.entry(7, "E2BIG, its argument list is too long"),
          Map.entry(8, "ENOEXEC, unknown executable format"),
          Map.entry(12, "ENOMEM, out of memory"),
          Map.entry(13, "EACCES, its mode does not allow it"),
          Map.entry(14, "EFAULT, bad address"),
          Map.entry(20, "ENOTDIR, a part of its path is not a directory"),
          Map.entry(21, "EISDIR, it is a directory"),
          Map.entry(22, "EINVAL, invalid executable"),
          Map.entry(26, "ETXTBSY, it is open for writing"),
          Map.entry(40, "ELOOP, its symbolic links form a loop"));

  /**
   * CPU features that a 64-bit kernel requires: from its arch/x86/include/asm/required-features.h
   * and cpufeatures.h, by word and bit.
   */
  private static final Map<String, String> FEATURES =
      Map.ofEntries(
          Map.entry("0:0", "fpu"),
          Map.entry("0:3", "pse"),
          Map.entry("0:5", "msr"),
          Map.entry("0:6", "pae"),
          Map.entry("0:8", "cx8"),
          Map.entry("0:13", "pge"),
          Map.entry("0:15", "cmov"),
          Map.entry("0:24", "fxsr"),
          Map.entry("0:25", "sse"),
          Map.entry("0:26", "sse2"),
          Map.entry("1:29", "lm, which is 64 bits"),
          Map.entry("3:20", "nopl"));

  private KernelNumbers() {}

  /** A status as wait(2) gives it, in hexadecimal digits. */
  public static String waitStatus(String hexadecimal) {
    int status = Integer.parseUnsignedInt(hexadecimal, 16);
    int signal = status & 0x7f;
    if (signal == 0) {
      return "it exited with status " + (status >> 8 & 0xff);
    }
    String name = SIGNALS.get(signal);
    return "killed by signal " + signal + (name == null ? "" : " (" + name + ")");
  }

  /** An error number, negative as the kernel prints it. */
  public static String error(String number) {
    int error = Math.abs(Integer.parseInt(number));
    return "error " + error + (ERRORS.containsKey(error) ? " (" + ERRORS.get(error) + ")" : "");
  }

  /**
   * What a processor lacks, as {@code 0:26} or, by kernels that have the names, {@code sse2};
   * several separated by spaces.
   */
  public static String features(String said) {
    return Arrays.stream(said.strip().split("\\s+"))
        .map(feature -> FEATURES.getOrDefault(feature, feature))
        .collect(Collectors.joining(", "));
  }
}
