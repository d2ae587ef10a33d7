package org.distroc.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Takes files of a format apart, for comparing two of them. */
public interface PartReader {

  /** What people call such a file: {@code kernel}, {@code archive}. */
  String kind();

  /** Whether a file has the marks of this kind. */
  boolean recognizes(byte[] file);

  /**
   * The parts of a file that {@link #recognizes} accepted, content before what holds it together;
   * empty if it is compressed as a whole.
   *
   * @throws IOException or a {@link RuntimeException} if the file is damaged
   */
  Optional<List<Part>> parts(byte[] file) throws IOException;
}
