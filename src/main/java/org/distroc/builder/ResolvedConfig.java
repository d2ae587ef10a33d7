package org.distroc.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration that the kernel's own tool made of what was asked for.
 *
 * @param values by name without {@code CONFIG_}; strings without their quotes; an option that is
 *     off is {@code n}, one that does not exist or cannot be seen is absent
 * @param bytes of the file
 */
public record ResolvedConfig(Map<String, String> values, byte[] bytes) {
  private static final String PREFIX = "CONFIG_";

  /** Copies the map. */
  public ResolvedConfig {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** What an option became; empty when the configuration does not mention it. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Whether an option is built in. */
  public boolean isOn(String name) {
    return value(name).filter("y"::equals).isPresent();
  }

  /** Reads a {@code .config} as the kernel writes it. */
  public static ResolvedConfig read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      int equals = line.indexOf('=');
      if (line.startsWith(PREFIX) && equals > 0) {
        values.put(line.substring(PREFIX.length(), equals), unquote(line.substring(equals + 1)));
      } else if (line.startsWith("# " + PREFIX) && line.endsWith(" is not set")) {
        values.put(line.substring(2 + PREFIX.length(), line.indexOf(' ', 2)), "n");
      }
    }
    return new ResolvedConfig(values, bytes);
  }

  private static String unquote(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
  }
}
