package org.distroc.kernel;

/** Receives progress of slow work, often enough for a line on a terminal. */
@FunctionalInterface
public interface Progress {
  /** Ignores everything. */
  Progress NONE = (doing, done, total) -> {};

  /**
   * Reports progress.
   *
   * @param doing what, in a few words, such as {@code unpacking linux-source-6.1.tar.xz}
   * @param done bytes so far
   * @param total total bytes, or 0 if unknown
   */
  void report(String doing, long done, long total);
}
