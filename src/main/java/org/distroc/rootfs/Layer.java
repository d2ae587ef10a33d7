package org.distroc.rootfs;

/**
 * Who brings an entry, the weakest first. What a recipe writes itself decides over everything else;
 * the layers between it and the layout decide nothing among themselves, and two of them that bring
 * different things to one path are a {@link Conflict}.
 */
public enum Layer {
  /** The folders and devices that every system needs; anything else replaces them. */
  LAYOUT,
  /** Whole packages. */
  PACKAGES,
  /** Programs out of packages, with their libraries. */
  PROGRAMS,
  /** busybox and its links. */
  BUSYBOX,
  /** Modules of the kernel. */
  MODULES,
  /** What else the recipe says: programs that are compiled, the files of accounts. */
  RECIPE,
  /** The recipe's own files. They replace what packages, programs, busybox and modules bring. */
  FILES
}
