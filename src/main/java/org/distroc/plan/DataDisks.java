package org.distroc.plan;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Further disks of a machine, which its image is not on.
 *
 * @param sizes in bytes, by name, in order
 * @param folder where each has a file that keeps what guests write; without it they are full of
 *     zeros at first, and forgotten with the guest
 */
public record DataDisks(Map<String, Long> sizes, Optional<Path> folder) {
  /** None at all. */
  public static final DataDisks NONE = new DataDisks(Map.of(), Optional.empty());

  /** Copies the map, and keeps its order. */
  public DataDisks {
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
  }

  /** Disks that are forgotten with the guest. */
  public static DataDisks of(Map<String, Long> sizes) {
    return new DataDisks(sizes, Optional.empty());
  }

  /** The file that keeps a disk. */
  public Optional<Path> file(String name) {
    return folder.map(kept -> kept.resolve(name + ".raw"));
  }
}
