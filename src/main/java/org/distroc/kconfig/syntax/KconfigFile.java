package org.distroc.kconfig.syntax;

import java.nio.charset.StandardCharsets;

/**
 * One Kconfig file being read. A file ends its last line even when it lacks the line break.
 *
 * <p>{@code at} is the next character to read, {@code line} the line that it is on.
 */
final class KconfigFile {
  final String name;
  final byte[] bytes;

  /** The bytes, one in each character. */
  final String text;

  final KconfigFile includer;
  final int depth;

  int at;
  int line = 1;

  KconfigFile(String name, byte[] bytes, KconfigFile includer) {
    this.name = name;
    this.bytes = bytes;
    this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    this.includer = includer;
    this.depth = includer == null ? 0 : includer.depth + 1;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** The next character; 0 at the end. */
  char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  /** Where the current line ends: its line break, or the end of the file. */
  int endOfLine() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  /** The text of the line around a place. */
  String lineAround(int place) {
    int start = text.lastIndexOf('\n', place - 1) + 1;
    int end = text.indexOf('\n', Math.max(start, place));
    return text.substring(start, end < 0 ? text.length() : end);
  }
}
