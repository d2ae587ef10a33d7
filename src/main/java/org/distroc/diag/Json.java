package org.distroc.diag;

import java.util.Collection;
import java.util.Map;

/**
 * Writes JSON (RFC 8259) from maps, iterables, strings, numbers, booleans and null. Loading a
 * library for this would take longer than all of {@code check}; reading JSON is not its job.
 */
public final class Json {
  private Json() {}

  /** The value on one line; a map keeps the order of its entries. */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  /** The value on several lines, for files that people read, indented by two spaces per level. */
  public static String pretty(Object value) {
    StringBuilder out = new StringBuilder();
    appendLines(out, value, "\n");
    return out.toString();
  }

  private static void appendLines(StringBuilder out, Object value, String line) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      String comma = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(comma).append(line).append("  ");
        appendString(out, String.valueOf(entry.getKey()));
        out.append(": ");
        appendLines(out, entry.getValue(), line + "  ");
        comma = ",";
      }
      out.append(line).append('}');
    } else if (value instanceof Collection<?> items && !items.isEmpty()) {
      String comma = "[";
      for (Object item : items) {
        out.append(comma).append(line).append("  ");
        appendLines(out, item, line + "  ");
        comma = ",";
      }
      out.append(line).append(']');
    } else {
      append(out, value);
    }
  }

  private static void append(StringBuilder out, Object value) {
    if (value instanceof Map<?, ?> map) {
      String comma = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(comma);
        appendString(out, String.valueOf(entry.getKey()));
        out.append(':');
        append(out, entry.getValue());
        comma = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Iterable<?> items) {
      out.append('[');
      String comma = "";
      for (Object item : items) {
        out.append(comma);
        append(out, item);
        comma = ",";
      }
      out.append(']');
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      appendString(out, value.toString());
    }
  }

  private static void appendString(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f || Character.isSurrogate(c) && !paired(text, i)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean paired(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
