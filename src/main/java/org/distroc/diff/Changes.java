package org.distroc.diff;

import java.util.List;
import java.util.Map;

/** What differs between two sides. */
public interface Changes {
  /** Lines for people. */
  List<String> lines(boolean all);

  /** A sentence that sums them up. */
  String summary();

  /** Whether there are none. */
  boolean isEmpty();

  /** The same for programs; {@code docs/diff.md} describes it. */
  Map<String, Object> toMap();
}
