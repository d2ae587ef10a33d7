package org.distroc.rootfs;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file in the tree, opened when they are written and never held in memory. */
public interface Content {
  /** The number of bytes that {@link #open} gives. */
  long size();

  /**
   * A text that is another one whenever the bytes are others: a digest, or what the host says of a
   * file that has not changed since.
   */
  String identity() throws IOException;

  /**
   * Opens the bytes anew; the caller closes them.
   *
   * @throws IOException if what holds them cannot be read, or has changed since its size was taken
   */
  InputStream open() throws IOException;
}
