package org.distroc.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Json;
import org.distroc.diag.Span;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.edit.MergedText;
import org.distroc.recipe.text.SourceLocations;

/**
 * A value that differs between two recipes, their bases merged into them.
 *
 * @param key with dots; of an item of a list, that of the list
 * @param item whether it is an item of a list, which only one of the two has
 * @param before the first recipe's value; empty for none
 * @param after the second recipe's value; empty for none
 * @param at where the second recipe says so; of a value that only the first has, where that does
 */
record ValueChange(
    String key, boolean item, Optional<String> before, Optional<String> after, String at) {

  /** All values that differ, in the order of the second recipe. */
  static List<ValueChange> between(Recipe before, Recipe after) {
    Collector changes = new Collector(before.locations(), after.locations());
    changes.compare("", "", plain(before), plain(after));
    return changes.found;
  }

  private static Object plain(Recipe recipe) {
    return new MergedText(recipe.locations(), recipe.folder()).plain();
  }

  /** For programs. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("key", key);
    map.put("item", item);
    map.put("before", before.orElse(null));
    map.put("after", after.orElse(null));
    map.put("at", at);
    return map;
  }

  /** Compares values below values. */
  private static final class Collector {
    private final SourceLocations first;
    private final SourceLocations second;
    private final List<ValueChange> found = new ArrayList<>();

    Collector(SourceLocations first, SourceLocations second) {
      this.first = first;
      this.second = second;
    }

    void compare(String key, String pointer, Object one, Object other) {
      if (Objects.equals(one, other) && one != null) {
        return;
      }
      boolean maps = isMap(one) && isMap(other);
      // A whole map that only one has is shown value by value.
      if (maps || one == null && isMap(other) || other == null && isMap(one)) {
        keys(key, pointer, map(one), map(other));
      } else if (one instanceof List<?> left && other instanceof List<?> right) {
        items(key, pointer, texts(left), texts(right));
      } else {
        found.add(
            new ValueChange(
                key,
                false,
                Optional.ofNullable(one).map(Collector::text),
                Optional.ofNullable(other).map(Collector::text),
                place(pointer, other == null)));
      }
    }

    private static boolean isMap(Object value) {
      return value instanceof Map<?, ?> map && !map.isEmpty();
    }

    private static Map<?, ?> map(Object value) {
      return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private void keys(String key, String pointer, Map<?, ?> one, Map<?, ?> other) {
      Set<Object> names = new LinkedHashSet<>(other.keySet());
      names.addAll(one.keySet());
      for (Object name : names) {
        String below = key.isEmpty() ? name.toString() : key + "." + name;
        String at = pointer + "/" + SourceLocations.escape(name.toString());
        compare(below, at, one.get(name), other.get(name));
      }
    }

    private void items(String key, String pointer, List<String> one, List<String> other) {
      List<String> removed = new ArrayList<>(one);
      List<String> added = new ArrayList<>();
      for (String item : other) {
        if (!removed.remove(item)) {
          added.add(item);
        }
      }
      String at = place(pointer, false);
      removed.forEach(
          item -> found.add(new ValueChange(key, true, Optional.of(item), Optional.empty(), at)));
      added.forEach(
          item -> found.add(new ValueChange(key, true, Optional.empty(), Optional.of(item), at)));
      if (removed.isEmpty() && added.isEmpty()) {
        String before = String.join(", ", one);
        String after = String.join(", ", other);
        found.add(new ValueChange(key, false, Optional.of(before), Optional.of(after), at));
      }
    }

    private static List<String> texts(List<?> items) {
      return new ArrayList<>(items.stream().map(Collector::text).toList());
    }

    private static String text(Object value) {
      return value instanceof String text ? text : Json.write(value);
    }

    private String place(String pointer, boolean ofFirst) {
      Span at = (ofFirst ? first : second).nearest(pointer);
      return at.file() + ":" + at.line();
    }
  }
}
