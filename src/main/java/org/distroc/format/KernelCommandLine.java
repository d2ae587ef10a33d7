package org.distroc.format;

import java.util.List;

/**
 * The kernel's command line as one text, for QEMU's {@code -append} and for the configuration of
 * any boot loader. A parameter reaches the kernel as the recipe has it: one with spaces brings its
 * double quotes with it, which the kernel's {@code next_arg} looks for, so none are added.
 */
public final class KernelCommandLine {
  private KernelCommandLine() {}

  /** The parameters with a space between them. */
  public static String of(List<String> parameters) {
    return String.join(" ", parameters);
  }
}
