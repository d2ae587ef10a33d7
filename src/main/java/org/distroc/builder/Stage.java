package org.distroc.builder;

import java.util.Locale;

/** A stage of a build, as in progress output and rebuild reasons. */
public enum Stage {
  /** All stages. */
  EVERYTHING,
  /** Writing the generated files. */
  PROJECT,
  /** Compiling and linking init. */
  INIT,
  /** Configuring the kernel. */
  CONFIGURATION,
  /** Compiling the kernel. */
  KERNEL,
  /** Building the kernel's debug symbols. */
  SYMBOLS,
  /** Packing the root file system. */
  ROOTFS,
  /** Packing archives and images. */
  IMAGE,
  /** No stage. */
  NOTHING;

  /** The name in messages and log files: {@code kernel}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
