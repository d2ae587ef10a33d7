package org.distroc.arch;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * By what the {@code .config} files of an architecture are known.
 *
 * @param titles what may follow {@code Linux/} in the first lines, in {@code # Linux/x86 6.1.0
 *     Kernel Configuration}
 * @param options options that have this value, {@code y} or {@code n}, in every kernel of the
 *     architecture
 */
public record ConfigMarks(Set<String> titles, Map<String, String> options) {
  /** Copies the collections. */
  public ConfigMarks {
    titles = Set.copyOf(titles);
    options = Map.copyOf(options);
  }

  /** Whether no kernel of the architecture has the option with this value. */
  public boolean excludes(String option, String value) {
    return Optional.ofNullable(options.get(option)).filter(v -> !v.equals(value)).isPresent();
  }
}
