package org.distroc.rootfs;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file in the tree, opened when they are written and never held in memory. */
public interface Content {
  /** The number of bytes that {@link #open} gives. */
  long size();

  /**
   * Opens the bytes anew; the caller closes them.
   *
   * @throws IOException if what holds them cannot be read, or has changed since its size was taken
   */
  InputStream open() throws IOException;
}
