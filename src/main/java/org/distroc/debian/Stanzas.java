package org.distroc.debian;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file of paragraphs with fields, as control files and package lists are. Fields that
 * nobody asked for, and lines that continue any field, are skipped unread.
 */
final class Stanzas {
  /** The longest that Debian has is some 20 KB. */
  private static final int LONGEST_LINE = 1 << 20;

  private final InputStream in;
  private final Set<String> wanted;
  private byte[] line = new byte[1 << 12];
  private int length;
  private boolean atEnd;

  Stanzas(InputStream in, Set<String> wanted) {
    this.in = new BufferedInputStream(in, 1 << 18);
    this.wanted = wanted;
  }

  /**
   * The wanted fields of the next paragraph; null after the last.
   *
   * @throws IOException also if a line has more than 1 MiB
   */
  Map<String, String> next() throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (!atEnd) {
      readLine();
      if (length == 0) {
        if (!fields.isEmpty()) {
          return fields;
        }
      } else if (line[0] != ' ' && line[0] != '\t') {
        field(fields);
      }
    }
    return fields.isEmpty() ? null : fields;
  }

  private void field(Map<String, String> fields) {
    int colon = 0;
    while (colon < length && line[colon] != ':') {
      colon++;
    }
    String key = new String(line, 0, colon, StandardCharsets.ISO_8859_1);
    if (colon < length && wanted.contains(key)) {
      String value = new String(line, colon + 1, length - colon - 1, StandardCharsets.UTF_8);
      fields.putIfAbsent(key, value.strip());
    }
  }

  private void readLine() throws IOException {
    length = 0;
    for (int c = in.read(); ; c = in.read()) {
      if (c < 0) {
        atEnd = true;
        return;
      }
      if (c == '\n') {
        return;
      }
      if (length == line.length) {
        if (length >= LONGEST_LINE) {
          throw new IOException("a line has more than " + (LONGEST_LINE >> 20) + " MiB");
        }
        line = java.util.Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) c;
    }
  }
}
