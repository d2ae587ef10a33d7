package org.distroc.init;

import java.util.List;

/**
 * The numbers of a user.
 *
 * @param groups at least one; the first is the user's own
 */
public record UserIds(int uid, List<Integer> groups) {
  /** Copies the list. */
  public UserIds {
    groups = List.copyOf(groups);
  }
}
