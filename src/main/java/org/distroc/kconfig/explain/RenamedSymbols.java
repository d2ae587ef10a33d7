package org.distroc.kconfig.explain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of options that Linux 6.1 and 6.12 do not have in common. The table is computed from
 * the Kconfig files of both; a test does so again.
 */
public final class RenamedSymbols {
  static final String TABLE = "/kconfig/renames.txt";

  private final Map<String, String> newNames = new LinkedHashMap<>();
  private final Map<String, String> oldNames = new LinkedHashMap<>();

  /** Reads the table: lines of an old name and a new one, either of which may be {@code -}. */
  public RenamedSymbols() {
    try (InputStream in = RenamedSymbols.class.getResourceAsStream(TABLE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] names = line.split(" ");
        if (names.length == 2 && !line.startsWith("#")) {
          newNames.put(names[0], names[1]);
          oldNames.put(names[1], names[0]);
        }
      }
      newNames.remove("-");
      oldNames.remove("-");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What an option of this name is called in the other version. */
  public Optional<String> otherName(String name) {
    String newName = newNames.getOrDefault(name, "-");
    String other = newName.equals("-") ? oldNames.getOrDefault(name, "-") : newName;
    return Optional.of(other).filter(o -> !o.equals("-"));
  }

  /** What became of a name that the tree at hand does not define. */
  Optional<ChainLink> of(String name) {
    String newName = newNames.get(name);
    if (newName != null) {
      return Optional.of(
          ChainLink.of(
              newName.equals("-")
                  ? "removed between Linux 6.1 and 6.12"
                  : "renamed to " + newName + " between Linux 6.1 and 6.12"));
    }
    String oldName = oldNames.get(name);
    if (oldName == null) {
      return Optional.empty();
    }
    return Optional.of(
        ChainLink.of(
            oldName.equals("-")
                ? "added between Linux 6.1 and 6.12"
                : "called " + oldName + " in Linux 6.1"));
  }
}
