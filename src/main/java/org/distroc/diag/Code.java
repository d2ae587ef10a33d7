package org.distroc.diag;

/**
 * Every kind of diagnostic distroc can give. The thousands digit names the phase: 1 the recipe's
 * text, 2 the kernel and its options, 3 the init program, 4 the image, 5 the host, 6 the build, 7
 * the guest, 8 the command line and the generated files, 9 distroc itself.
 *
 * <p>Each has a page {@code docs/codes/<code>.md}, which {@code distroc explain} prints, and an
 * example that the tests run. A code is never used for something else once it was released.
 */
public enum Code {
  /** The QEMU program that a machine needs is not installed. */
  D5040(ExitCode.HOST, "QEMU is missing"),
  /** QEMU ended before it ran a guest. */
  D5041(ExitCode.HOST, "QEMU does not start"),
  /** KVM was asked for and does not work. */
  D5042(ExitCode.HOST, "KVM does not work"),
  /** QEMU cannot show the display in a terminal. */
  D5043(ExitCode.HOST, "QEMU lacks a display"),

  /** The guest ran out of time. */
  D7000(ExitCode.TIMEOUT, "the guest ran out of time"),
  /** The kernel panicked. */
  D7001(ExitCode.GUEST, "the kernel panicked"),
  /** The guest ended before its test. */
  D7002(ExitCode.GUEST, "the guest ended too early"),
  /** QEMU ended under the guest. */
  D7003(ExitCode.GUEST, "QEMU ended under the guest"),
  /** The kernel panicked without the words that were expected. */
  D7004(ExitCode.GUEST, "the panic is not the expected one"),
  /** A character that no key gives was to be typed. */
  D7005(ExitCode.GUEST, "a text that cannot be typed"),
  /** The guest does not read its keyboard. */
  D7006(ExitCode.GUEST, "the guest does not read its keyboard"),

  /** A bug in distroc. */
  D9001(ExitCode.BUG, "distroc has a bug");

  private final ExitCode exit;
  private final String title;

  Code(ExitCode exit, String title) {
    this.exit = exit;
    this.title = title;
  }

  /** What distroc ends with when this is the worst that happened. */
  public ExitCode exit() {
    return exit;
  }

  /** A few words, the same for every diagnostic of this code. */
  public String title() {
    return title;
  }
}
