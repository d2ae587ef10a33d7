package org.distroc.expand;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The generated project in memory.
 *
 * @param files content by path; paths are relative to the build folder, with {@code /}, sorted
 * @param templates SHA-256 of the templates that they were made with, in hexadecimal digits
 */
public record GeneratedProject(SortedMap<String, byte[]> files, String templates) {

  /** Copies the map; the arrays are not to be changed. */
  public GeneratedProject {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** A tree of some files, and the digest of the templates they were made with. */
  public static GeneratedProject of(Map<String, byte[]> files, String templates) {
    return new GeneratedProject(new TreeMap<>(files), templates);
  }
}
