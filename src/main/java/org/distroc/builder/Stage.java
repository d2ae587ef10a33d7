package org.distroc.builder;

import java.util.Locale;

/** A step of a build, and what a reason for building is about. */
public enum Stage {
  /** All of them. */
  EVERYTHING,
  /** Writing the generated files. */
  PROJECT,
  /** Compiling and linking init. */
  INIT,
  /** Making the kernel's configuration. */
  CONFIGURATION,
  /** Compiling the kernel. */
  KERNEL,
  /** Compiling the kernel for a debugger. */
  SYMBOLS,
  /** Packing archives and images. */
  IMAGE,
  /** None of them. */
  NOTHING;

  /** The word for it in messages and in names of log files: {@code kernel}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
