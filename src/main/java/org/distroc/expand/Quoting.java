package org.distroc.expand;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.distroc.diag.TextRenderer;
import org.distroc.plan.KernelPlan;

/**
 * Quotes any text so that a language reads it as that text and nothing else. Each method rejects
 * with {@link IllegalArgumentException} what the language cannot express; recipes were checked for
 * that before, so an exception here is a bug, and a safe one.
 */
final class Quoting {
  private Quoting() {}

  /** Parameters for a boot loader that reads its configuration as a shell does. */
  static String quotedLine(Collection<String> parameters) {
    return bootLoaderLine(
        parameters.stream().map(Quoting::shell).collect(java.util.stream.Collectors.joining(" ")));
  }

  /** A word of a POSIX shell command. */
  static String shell(String text) {
    rejectControls(text, "a shell command");
    return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Words of a shell command in a rule of a Makefile. */
  static String recipeLine(Collection<String> words) {
    return words.stream()
        .map(word -> shell(word).replace("$", "$$"))
        .collect(Collectors.joining(" "));
  }

  /** The line of a configuration that requests an option. */
  static String optionLine(KernelPlan.Option option) {
    rejectControls(option.value(), "a kernel configuration");
    return option.line();
  }

  /** The kernel command line on a line of a boot loader's configuration, which is read verbatim. */
  static String bootLoaderLine(String line) {
    if (!line.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException("not printable ASCII: " + line);
    }
    return line;
  }

  /** Text in a line comment: what could end or continue the line becomes `?`. */
  static String comment(String text) {
    return TextRenderer.printable(text).replace('\uFFFD', '?').replace('\\', '?');
  }

  /** A string literal of C: any text without a zero byte in it. */
  static String cString(String text) {
    return '"' + inCString(text) + '"';
  }

  /** A string literal that ends with a zero byte of its own, to be followed by others. */
  static String cText(String text) {
    return '"' + inCString(text) + "\\0\"";
  }

  private static String inCString(String text) {
    StringBuilder literal = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      int c = each & 0xff;
      if (c == 0) {
        throw new IllegalArgumentException("a zero byte in a string of C");
      }
      boolean plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '?';
      literal.append(plain ? "" + (char) c : String.format(Locale.ROOT, "\\%03o", c));
    }
    return literal.toString();
  }

  /** Plain text in Markdown: nothing in it is markup or HTML. */
  static String markdown(String text) {
    rejectControls(text, "a line of Markdown");
    return text.replaceAll("([\\\\`*_{}\\[\\]()#+!|<>&~-])", "\\\\$1");
  }

  private static void rejectControls(String text, String where) {
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.CONTROL)) {
      throw new IllegalArgumentException("a control character in " + where);
    }
  }
}
