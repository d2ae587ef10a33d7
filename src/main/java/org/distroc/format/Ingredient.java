package org.distroc.format;

/** What an image is made from. */
public enum Ingredient {
  /** The kernel image. */
  KERNEL,
  /** The archive with the init program. */
  INITRAMFS,
  /** A boot loader that the host provides. */
  BOOT_LOADER
}
