package org.distroc.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Machines that tests run on besides, or instead of, the one that {@code qemu} describes.
 *
 * @param values what is listed for each key, in the order of the recipe and as it is spelled there
 * @param excluded combinations that are left out: values by key
 */
public record Variants(Map<String, List<String>> values, List<Map<String, String>> excluded) {

  /** Copies the collections; their order is kept. */
  public Variants {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    values.forEach((key, list) -> copy.put(key, List.copyOf(list)));
    values = Collections.unmodifiableMap(copy);
    excluded = List.copyOf(excluded);
  }

  /** Whether two spellings of a key's value mean the same: {@code 1G} and {@code 1024M} do. */
  public static boolean same(String key, String one, String other) {
    return key.equals("memory")
        ? RecipeBuilder.bytes(one) == RecipeBuilder.bytes(other)
        : one.equals(other);
  }

  /** The number of combinations before any is left out; the largest int if there are more. */
  public int combinations() {
    long product = 1;
    for (List<String> list : values.values()) {
      product = Math.min(Integer.MAX_VALUE, product * list.size());
    }
    return (int) product;
  }
}
