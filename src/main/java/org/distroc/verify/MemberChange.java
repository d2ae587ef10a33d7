package org.distroc.verify;

import java.util.List;
import java.util.OptionalLong;

/**
 * A part of a file that another file does not have, or has with other bytes.
 *
 * @param path the parts within parts that lead to it; empty for the whole file
 * @param before its size in bytes; empty if only the second file has it
 * @param after the same of the second file
 * @param what the first difference, in words; empty for a part that only one file has
 */
public record MemberChange(
    List<String> path, OptionalLong before, OptionalLong after, String what) {
  /** Copies the list. */
  public MemberChange {
    path = List.copyOf(path);
  }

  /** {@code added}, {@code removed} or {@code changed}. */
  public String kind() {
    return before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed";
  }
}
