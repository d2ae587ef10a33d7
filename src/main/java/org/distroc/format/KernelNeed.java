package org.distroc.format;

import org.distroc.diag.Code;

/**
 * A kernel option without which an image of a format is useless.
 *
 * @param code of the error when the kernel does not have it
 * @param option its name without {@code CONFIG_}; it must be {@code y}
 * @param without what happens without it, a message in lower case without a full stop
 * @param label a few words for the place in the recipe
 * @param key of that place; empty for where init is
 */
public record KernelNeed(Code code, String option, String without, String label, String key) {
  /** Of init. */
  public KernelNeed(Code code, String option, String without, String label) {
    this(code, option, without, label, "");
  }

  /** The same need, caused at another place. */
  public KernelNeed at(String other) {
    return new KernelNeed(code, option, without, label, other);
  }
}
