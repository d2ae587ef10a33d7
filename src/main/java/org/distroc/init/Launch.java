package org.distroc.init;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to start.
 *
 * @param words the program's absolute path and its arguments
 * @param environment added to that of every program, in the order of the recipe
 * @param user the numbers of its user; root if empty
 * @param tty a file in {@code /dev}; the console if empty
 */
public record Launch(
    List<String> words,
    Map<String, String> environment,
    Optional<UserIds> user,
    Optional<String> tty) {
  /** Copies the collections, and keeps their order. */
  public Launch {
    words = List.copyOf(words);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** The program's path. */
  public String program() {
    return words.get(0);
  }
}
