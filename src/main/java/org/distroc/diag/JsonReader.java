package org.distroc.diag;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON text (RFC 8259) as maps, lists, strings, doubles, booleans and null: messages of
 * QEMU's control socket and of servers. Loading a library for that would take longer than the boot.
 */
public final class JsonReader {
  private static final int DEEPEST = 64;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value that the text holds.
   *
   * @throws IOException if the text is not exactly one JSON value
   */
  public static Object read(String text) throws IOException {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.skipBlanks();
    if (reader.at < text.length()) {
      throw reader.unexpected();
    }
    return value;
  }

  private Object value() throws IOException {
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return string();
      case 't':
        return word("true", Boolean.TRUE);
      case 'f':
        return word("false", Boolean.FALSE);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  private Map<String, Object> object() throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    enter();
    if (!closes('}')) {
      do {
        if (peek() != '"') {
          throw unexpected();
        }
        String key = string();
        take(':');
        members.put(key, value());
      } while (continues('}'));
    }
    depth--;
    return members;
  }

  private List<Object> array() throws IOException {
    List<Object> items = new ArrayList<>();
    enter();
    if (!closes(']')) {
      do {
        items.add(value());
      } while (continues(']'));
    }
    depth--;
    return items;
  }

  private void enter() throws IOException {
    at++;
    if (++depth > DEEPEST) {
      throw unexpected();
    }
  }

  private boolean closes(char bracket) throws IOException {
    if (peek() != bracket) {
      return false;
    }
    at++;
    return true;
  }

  private boolean continues(char bracket) throws IOException {
    if (closes(bracket)) {
      return false;
    }
    take(',');
    return true;
  }

  private String string() throws IOException {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      char c = next();
      if (c == '"') {
        return out.toString();
      }
      out.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() throws IOException {
    char c = next();
    switch (c) {
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        int from = at;
        at += 4;
        try {
          return (char) Integer.parseInt(text, from, at, 16);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
          throw unexpected();
        }
      default:
        return c;
    }
  }

  private Object number() throws IOException {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Double.valueOf(text.substring(from, at));
    } catch (NumberFormatException e) {
      throw unexpected();
    }
  }

  private Object word(String word, Object value) throws IOException {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return value;
  }

  private void take(char expected) throws IOException {
    if (peek() != expected) {
      throw unexpected();
    }
    at++;
  }

  private char peek() throws IOException {
    skipBlanks();
    if (at >= text.length()) {
      throw unexpected();
    }
    return text.charAt(at);
  }

  private char next() throws IOException {
    if (at >= text.length()) {
      throw unexpected();
    }
    return text.charAt(at++);
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IOException unexpected() {
    return new IOException("no JSON at character " + at);
  }
}
