package org.distroc.spec;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a recipe sets for one image format, under {@code image.NAME}: the texts of each key, as
 * spelled there. Keys of inner maps have dots: {@code root.filesystem}. What a recipe leaves out is
 * missing here, so each format knows its defaults.
 *
 * @param values by key, sorted
 */
public record FormatSettings(Map<String, List<String>> values) {
  /** Nothing is set. */
  public static final FormatSettings NONE = new FormatSettings(Map.of());

  /** Copies the map. */
  public FormatSettings {
    Map<String, List<String>> copy = new TreeMap<>();
    values.forEach((key, texts) -> copy.put(key, List.copyOf(texts)));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(copy));
  }

  /** The value of a key, if it is set. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).filter(v -> !v.isEmpty()).map(v -> v.get(0));
  }

  /** The items of a list, or others if it is not set. */
  public List<String> texts(String key, List<String> otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  /** Whether a truth value is set, and true. */
  public boolean is(String key) {
    return text(key).filter("true"::equals).isPresent();
  }

  /** A size in bytes, if it is set. */
  public Optional<Long> bytes(String key) {
    return text(key).map(RecipeValues::bytes);
  }

  /** What is to start the image: that of the key {@code firmware}, or a BIOS. */
  public Set<Firmware> firmware() {
    Set<Firmware> firmware = EnumSet.noneOf(Firmware.class);
    texts("firmware", List.of("bios"))
        .forEach(word -> firmware.add(RecipeValues.constant(Firmware.class, word)));
    return firmware;
  }

  /** Whether something is set at a key or below it. */
  public boolean has(String key) {
    return values.keySet().stream().anyMatch(k -> k.equals(key) || k.startsWith(key + "."));
  }
}
