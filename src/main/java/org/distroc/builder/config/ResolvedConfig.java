package org.distroc.builder.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.host.BoundedFiles;
import org.distroc.kconfig.value.ConfigLine;

/**
 * A {@code .config} as completed by olddefconfig.
 *
 * @param values by name without {@code CONFIG_}; strings without their quotes; an option that is
 *     off is {@code n}, one that does not exist or is not visible is absent
 * @param texts the names of those that are strings
 * @param bytes the file's content
 */
public record ResolvedConfig(Map<String, String> values, Set<String> texts, byte[] bytes) {
  /** Copies the map. */
  public ResolvedConfig {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    texts = Set.copyOf(texts);
  }

  /** The value of an option; empty if the configuration does not contain it. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The value of an option that is a text. */
  public Optional<String> text(String name) {
    return texts.contains(name) ? value(name) : Optional.empty();
  }

  /** Whether an option is built in. */
  public boolean isOn(String name) {
    return value(name).filter("y"::equals).isPresent();
  }

  /** Reads a {@code .config} as the kernel writes it. */
  public static ResolvedConfig read(Path file) throws IOException {
    byte[] bytes = BoundedFiles.bytes(file, BoundedFiles.TEXT);
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> texts = new HashSet<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      Optional<ConfigLine> setting = ConfigLine.parse(line);
      if (setting.isPresent()) {
        values.put(setting.get().name(), setting.get().value());
        if (setting.get().isQuoted()) {
          texts.add(setting.get().name());
        }
      }
    }
    return new ResolvedConfig(values, texts, bytes);
  }
}
