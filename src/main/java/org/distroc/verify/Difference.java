package org.distroc.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * The first difference between two files.
 *
 * @param path the file, and the parts within parts that lead to it: {@code tiny.iso}, {@code
 *     initramfs.cpio}, {@code init}, {@code .text}
 * @param what the difference itself, in words
 */
public record Difference(List<String> path, String what) {
  /** Copies the list. */
  public Difference {
    path = List.copyOf(path);
  }

  static Difference of(String part, String what) {
    return new Difference(List.of(part), what);
  }

  /** The same difference, as part of an enclosing file. */
  Difference within(String part) {
    List<String> longer = new ArrayList<>(List.of(part));
    longer.addAll(path);
    return new Difference(longer, what);
  }

  /** As one line: {@code tiny.iso > init > .text: byte 0x1f: 61 vs. 62}. */
  public String line() {
    return String.join(" > ", path) + ": " + what;
  }
}
