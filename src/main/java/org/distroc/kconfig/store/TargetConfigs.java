package org.distroc.kconfig.store;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.zip.CRC32;

/**
 * Finished configurations of targets, as bytes to be kept: a head with a checksum, and then of each
 * its name, its length and its text. Characters are bytes, as everywhere in this package.
 */
public final class TargetConfigs {
  /** Increment it whenever the format, or the computed configurations, change. */
  private static final String FORMAT = "targets 1 ";

  private TargetConfigs() {}

  /** The texts by target as bytes, which only {@code key} reads back. */
  public static byte[] write(SortedMap<String, String> texts, String key) {
    StringBuilder body = new StringBuilder();
    texts.forEach((name, text) -> body.append(name + " " + text.length() + "\n").append(text));
    return (head(key, body.toString()) + body).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Each text by its name; empty when the bytes are damaged, or of another key. */
  public static Optional<Map<String, String>> read(byte[] bytes, String key) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = all.indexOf('\n') + 1;
    String body = all.substring(at);
    if (!all.substring(0, at).equals(head(key, body))) {
      return Optional.empty();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (int from = 0; from < body.length(); ) {
      int line = body.indexOf('\n', from);
      int blank = body.indexOf(' ', from);
      int end = line + 1 + Integer.parseInt(body.substring(blank + 1, line));
      texts.put(body.substring(from, blank), body.substring(line + 1, end));
      from = end;
    }
    return Optional.of(texts);
  }

  private static String head(String key, String body) {
    CRC32 sum = new CRC32();
    sum.update(body.getBytes(StandardCharsets.ISO_8859_1));
    return FORMAT + key + " " + Long.toHexString(sum.getValue()) + "\n";
  }
}
