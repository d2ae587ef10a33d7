package org.distroc.builder.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distroc.kconfig.value.ConfigLine;

/**
 * A {@code .config} as completed by olddefconfig.
 *
 * @param values by name without {@code CONFIG_}; strings without their quotes; an option that is
 *     off is {@code n}, one that does not exist or is not visible is absent
 * @param bytes the file's content
 */
public record ResolvedConfig(Map<String, String> values, byte[] bytes) {
  /** Copies the map. */
  public ResolvedConfig {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The value of an option; empty if the configuration does not contain it. */
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
      ConfigLine.parse(line).ifPresent(setting -> values.put(setting.name(), setting.value()));
    }
    return new ResolvedConfig(values, bytes);
  }
}
