package org.distroc.rootfs;

import java.io.IOException;
import java.util.List;

/**
 * Something that brings entries to a tree: packages, busybox, modules of the kernel, the recipe's
 * own files. The {@link Assembler} puts several together.
 */
public interface Source {
  /** Where its entries rank. */
  Layer layer();

  /** The key of the recipe that asks for it, with dots: {@code rootfs.busybox}. */
  String key();

  /**
   * What it brings, in any order; folders above an entry may be left out. Contents are not read.
   *
   * @throws IOException if it cannot be listed
   * @throws org.distroc.diag.Failure if it is wrong, with the reasons
   */
  List<Entry> entries() throws IOException;
}
