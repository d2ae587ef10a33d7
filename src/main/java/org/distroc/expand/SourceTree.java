package org.distroc.expand;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The generated project in memory.
 *
 * @param files content by path; paths are relative to the build folder, with {@code /}, sorted
 */
public record SourceTree(SortedMap<String, byte[]> files) {

  /** Copies the map; the arrays are not to be changed. */
  public SourceTree {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** A tree of some files. */
  public static SourceTree of(Map<String, byte[]> files) {
    return new SourceTree(new TreeMap<>(files));
  }
}
