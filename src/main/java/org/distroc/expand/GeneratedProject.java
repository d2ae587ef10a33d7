package org.distroc.expand;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The generated project in memory.
 *
 * @param files content by path; paths are relative to the build folder, with {@code /}, sorted
 * @param templates SHA-256 of the templates that generated them, in hexadecimal digits
 */
public record GeneratedProject(SortedMap<String, byte[]> files, String templates) {

  /** Copies the map; the arrays must not be modified. */
  public GeneratedProject {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** A project of these files, and the digest of their templates. */
  public static GeneratedProject of(Map<String, byte[]> files, String templates) {
    return new GeneratedProject(new TreeMap<>(files), templates);
  }
}
