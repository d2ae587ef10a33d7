package org.distroc.kernel;

/** Is told what takes long, often enough for a line on a terminal. */
@FunctionalInterface
public interface Progress {
  /** Says nothing. */
  Progress NONE = (doing, done, total) -> {};

  /**
   * Something goes on.
   *
   * @param doing what, in a few words, such as {@code unpacking linux-source-6.1.tar.xz}
   * @param done bytes so far
   * @param total bytes in all, or 0 when nobody knows
   */
  void report(String doing, long done, long total);
}
