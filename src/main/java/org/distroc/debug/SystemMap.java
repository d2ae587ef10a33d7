package org.distroc.debug;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.host.BoundedFiles;

/** The addresses of a kernel's functions and variables, from its {@code System.map}. */
public final class SystemMap {
  private final Map<String, Long> addresses = new HashMap<>();
  private final TreeMap<Long, String> functions = new TreeMap<>(Long::compareUnsigned);

  private SystemMap() {}

  /**
   * Reads a {@code System.map}.
   *
   * @throws IOException if it cannot be read
   */
  public static SystemMap read(Path file) throws IOException {
    SystemMap map = new SystemMap();
    for (String line : BoundedFiles.latin1(file, BoundedFiles.TABLE).split("\n")) {
      String[] words = line.split(" ");
      if (words.length == 3) {
        long address = Long.parseUnsignedLong(words[0], 16);
        map.addresses.putIfAbsent(words[2], address);
        if (words[1].equalsIgnoreCase("t")) {
          map.functions.putIfAbsent(address, words[2]);
        }
      }
    }
    return map;
  }

  /** Where a function or variable is; of several with one name, the first. */
  public Optional<Long> address(String name) {
    return Optional.ofNullable(addresses.get(name));
  }

  /** The function that an address is in, and how far in: {@code panic+0x1c}; empty outside. */
  public Optional<String> describe(long address) {
    Map.Entry<Long, String> function = functions.floorEntry(address);
    if (function == null
        || !within(address, "_stext", "_etext") && !within(address, "_sinittext", "_einittext")) {
      return Optional.empty();
    }
    long offset = address - function.getKey();
    return Optional.of(function.getValue() + (offset == 0 ? "" : "+0x" + Long.toHexString(offset)));
  }

  private boolean within(long address, String from, String to) {
    Long start = addresses.get(from);
    Long end = addresses.get(to);
    return start != null
        && end != null
        && Long.compareUnsigned(address, start) >= 0
        && Long.compareUnsigned(address, end) < 0;
  }

  /** The function that begins at an address; the address itself if none does. */
  public String functionAt(long address) {
    return functions.getOrDefault(address, "0x" + Long.toHexString(address));
  }
}
