package org.distroc.spec;

import java.time.Duration;
import java.util.Locale;

/**
 * How recipes spell values. Values are valid by the schema; others throw an unchecked exception.
 */
public final class RecipeValues {
  private static final long MEBIBYTE = 1L << 20;

  private RecipeValues() {}

  /** The bytes of a memory size such as {@code 64M} or {@code 1G}. */
  public static long bytes(String size) {
    long number = Long.parseLong(size.substring(0, size.length() - 1));
    return size.endsWith("G") ? number * 1024 * MEBIBYTE : number * MEBIBYTE;
  }

  /** A time such as {@code 500ms}, {@code 30s} or {@code 2m}. */
  public static Duration duration(String time) {
    if (time.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(time.substring(0, time.length() - 2)));
    }
    long number = Long.parseLong(time.substring(0, time.length() - 1));
    return time.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }

  /** An integer, which YAML also writes as {@code 2.0}. */
  public static int integer(String number) {
    return (int) Double.parseDouble(number);
  }

  /** The constant that a word such as {@code serial} names. */
  public static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  /** The word for a constant. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
