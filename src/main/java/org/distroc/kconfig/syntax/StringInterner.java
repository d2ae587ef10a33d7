package org.distroc.kconfig.syntax;

import java.nio.charset.StandardCharsets;

/**
 * One text for all occurrences of a word: the 20,000 words of a kernel's files occur in 200,000
 * places.
 */
final class StringInterner {
  private String[] table = new String[1 << 16];
  private int count;

  /** The word that these bytes spell. */
  String word(byte[] bytes, int start, int end) {
    // That of the text, which is not made yet.
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + (bytes[i] & 0xff);
    }
    int at = place(hash);
    while (table[at] != null) {
      if (spells(table[at], bytes, start, end)) {
        return table[at];
      }
      at = at + 1 & table.length - 1;
    }
    String word = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    table[at] = word;
    if (++count > table.length / 2) {
      grow();
    }
    return word;
  }

  private int place(int hash) {
    return (hash ^ hash >>> 16) & table.length - 1;
  }

  private static boolean spells(String word, byte[] bytes, int start, int end) {
    if (word.length() != end - start) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if ((byte) word.charAt(i - start) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    String[] before = table;
    table = new String[2 * before.length];
    for (String word : before) {
      if (word != null) {
        int at = place(word.hashCode());
        while (table[at] != null) {
          at = at + 1 & table.length - 1;
        }
        table[at] = word;
      }
    }
  }
}
