package org.distroc.arch;

import java.util.Map;
import java.util.Optional;

/** The file format of an architecture's kernel images. */
public interface KernelImage {
  /** Whether a file is one. */
  boolean recognizes(byte[] file);

  /**
   * The parts of an image by their names, the kernel first; together they are all of it. An image
   * that is the kernel itself has that one part.
   *
   * @throws IndexOutOfBoundsException or IllegalArgumentException or ArithmeticException if the
   *     image is damaged
   */
  default Map<String, byte[]> parts(byte[] file) {
    return Map.of("kernel", file);
  }

  /**
   * What is wrong with an image, in a few words, according to its own header; empty if nothing is.
   */
  Optional<String> flaw(byte[] file);

  /** The code that unpacks the kernel; none in an image that is not compressed. */
  default Decompressor decompressor(byte[] file) {
    return Decompressor.NONE;
  }
}
