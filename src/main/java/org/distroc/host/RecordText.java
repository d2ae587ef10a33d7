package org.distroc.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Everything in a record, and in the records in it, as one canonical text to derive a cache key
 * from. It fails closed: a component that is added to a record later is in the text, unless it is
 * named as harmless.
 */
public final class RecordText {
  private final Map<String, String> harmless;
  private final Map<Class<?>, Function<Object, String>> identities;

  /**
   * Texts of records.
   *
   * @param harmless components to leave out, such as {@code KernelPlan.Option.at}, each with the
   *     reason why nothing depends on it
   * @param identities for classes whose objects are identified by a name: that name
   */
  public RecordText(
      Map<String, String> harmless, Map<Class<?>, Function<Object, String>> identities) {
    this.harmless = Map.copyOf(harmless);
    this.identities = Map.copyOf(identities);
  }

  /** How a component is named in the list of harmless ones. */
  public static String name(Class<?> record, String component) {
    String type = record.getName().substring(record.getPackageName().length()).replace('$', '.');
    return (type.startsWith(".") ? type.substring(1) : type) + "." + component;
  }

  /**
   * The text of a record or another value. Lists keep their order; sets and maps are sorted.
   *
   * @throws IllegalArgumentException for an object whose content is unknown: not a record, an enum,
   *     a collection or a simple value, and of no class with an identity
   */
  public String of(Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  private void append(StringBuilder out, Object value) {
    Optional<Function<Object, String>> identity =
        identities.entrySet().stream()
            .filter(one -> one.getKey().isInstance(value))
            .findFirst()
            .map(Map.Entry::getValue);
    if (identity.isPresent()) {
      append(out, identity.get().apply(value));
    } else if (value instanceof Record record) {
      components(out, record);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresentOrElse(content -> append(out, content), () -> out.append('-'));
    } else if (value instanceof Map<?, ?> map) {
      TreeMap<String, String> sorted = new TreeMap<>();
      map.forEach((key, content) -> sorted.put(of(key), of(content)));
      sorted.forEach((key, content) -> out.append(key).append('=').append(content));
    } else if (value instanceof Collection<?> all) {
      List<String> texts = all.stream().map(this::of).toList();
      out.append('[');
      (value instanceof Set ? texts.stream().sorted().toList() : texts).forEach(out::append);
      out.append(']');
    } else {
      simple(out, value);
    }
  }

  private static void simple(StringBuilder out, Object value) {
    if (value instanceof Enum<?> constant) {
      append(out, constant.name());
    } else if (value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Path
        || value instanceof java.time.Duration) {
      append(out, value.toString());
    } else {
      throw new IllegalArgumentException("nothing identifies the content of " + value);
    }
  }

  /** With its length, so that no two sequences of values have the same text. */
  private static void append(StringBuilder out, String text) {
    out.append(text.length()).append(':').append(text);
  }

  private void components(StringBuilder out, Record record) {
    Class<?> type = record.getClass();
    out.append(type.getSimpleName()).append('{');
    for (RecordComponent component : type.getRecordComponents()) {
      if (!harmless.containsKey(name(type, component.getName()))) {
        out.append(component.getName()).append('=');
        append(out, valueOf(component, record));
      }
    }
    out.append('}');
  }

  private static Object valueOf(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " of " + record, e);
    }
  }
}
