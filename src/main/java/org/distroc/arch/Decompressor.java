package org.distroc.arch;

import java.util.Set;
import java.util.TreeSet;

/**
 * The code that unpacks a compressed kernel.
 *
 * @param start its first bytes
 * @param addresses where it can be when it starts, in order; empty for an image without one
 */
public record Decompressor(byte[] start, Set<Long> addresses) {
  /** An image without such code. */
  public static final Decompressor NONE = new Decompressor(new byte[0], Set.of());

  /** Copies the set, in order. */
  public Decompressor {
    addresses = new TreeSet<>(addresses);
  }
}
