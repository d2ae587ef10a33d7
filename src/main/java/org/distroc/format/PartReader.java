package org.distroc.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Splits files of a format into parts, to compare two of them. */
public interface PartReader {

  /** The name of such a file in messages: {@code kernel}, {@code archive}. */
  String kind();

  /** Whether a file has the marks of this kind. */
  boolean recognizes(byte[] file);

  /**
   * The parts of a file that {@link #recognizes} accepted, content before framing; empty if it is
   * compressed as a whole.
   *
   * @throws IOException or a {@link RuntimeException} if the file is damaged
   */
  Optional<List<Part>> parts(byte[] file) throws IOException;
}
