package org.distroc.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Variations of the machine that {@code qemu} describes; tests run on each combination of them.
 *
 * @param values the values of each key, in the order of the recipe and as spelled there
 * @param excluded combinations to skip: values by key
 */
public record Variants(Map<String, List<String>> values, List<Map<String, String>> excluded) {

  /** Copies the collections; their order is kept. */
  public Variants {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    values.forEach((key, list) -> copy.put(key, List.copyOf(list)));
    values = Collections.unmodifiableMap(copy);
    excluded = List.copyOf(excluded);
  }

  /** The combinations to test; an empty one if there are no variants. */
  public List<Map<String, String>> combinations() {
    List<Map<String, String>> all = List.of(Map.of());
    for (Map.Entry<String, List<String>> key : values.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> start : all) {
        for (String value : key.getValue()) {
          Map<String, String> one = new LinkedHashMap<>(start);
          one.put(key.getKey(), value);
          longer.add(one);
        }
      }
      all = longer;
    }
    return all.stream().filter(one -> excluded.stream().noneMatch(e -> covers(e, one))).toList();
  }

  private static boolean covers(Map<String, String> item, Map<String, String> combination) {
    return item.entrySet().stream()
        .allMatch(
            e ->
                combination.containsKey(e.getKey())
                    && same(e.getKey(), e.getValue(), combination.get(e.getKey())));
  }

  /** Whether two spellings of a key's value mean the same: {@code 1G} and {@code 1024M} do. */
  public static boolean same(String key, String one, String other) {
    return key.equals("memory")
        ? RecipeValues.bytes(one) == RecipeValues.bytes(other)
        : one.equals(other);
  }
}
