package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Span;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.ConfigLine;

/**
 * A line of a {@code .config} file or fragment that sets an option.
 *
 * @param at the whole line in its file
 * @param wanted what it sets
 * @param quoted whether the value is spelled as a string
 */
public record SettingLine(Span at, Assignment wanted, boolean quoted) {
  /**
   * The lines of a text that count: of several lines about one option, the last.
   *
   * @param file how messages call it
   */
  public static List<SettingLine> of(String file, String content) {
    Map<String, SettingLine> lines = new LinkedHashMap<>();
    int number = 0;
    for (String text : content.lines().toList()) {
      number++;
      Optional<ConfigLine> set = ConfigLine.parse(text).filter(ConfigLine::isNamed);
      if (set.isPresent()) {
        String name = set.get().name();
        int width = Math.max(1, text.codePointCount(0, text.length()));
        lines.remove(name);
        lines.put(
            name,
            new SettingLine(
                new Span(file, number, 1, width, text),
                new Assignment(name, set.get().value()),
                set.get().isQuoted()));
      }
    }
    return new ArrayList<>(lines.values());
  }

  /** The option. */
  public String name() {
    return wanted.name();
  }

  /** Whether the line turns the option on, or sets it to a number or a text. */
  boolean isOn() {
    return !wanted.value().equals("n");
  }
}
