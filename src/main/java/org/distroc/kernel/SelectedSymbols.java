package org.distroc.kernel;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Kconfig symbols that an architecture always has, because those that define it select them.
 * Only what stands in the architecture's own Kconfig file and depends on nothing else.
 */
final class SelectedSymbols {
  private static final Pattern ENTRY = Pattern.compile("^(?:config|menuconfig)\\s+(\\w+)");
  private static final Pattern SELECT = Pattern.compile("^\\s+select\\s+(\\w+)(?:\\s+if\\s+(\\w+))?\\s*$");
  private static final Pattern END = Pattern.compile("^(?:menu|endmenu|choice|endchoice|if|source)\\b");

  private SelectedSymbols() {}

  /** The given symbols and what they select, if their condition is one of the given. */
  static Set<String> of(String kconfig, Set<String> symbols) {
    Set<String> all = new HashSet<>(symbols);
    String inside = "";
    for (String line : kconfig.split("\n")) {
      Matcher entry = ENTRY.matcher(line);
      Matcher select = SELECT.matcher(line);
      if (entry.find()) {
        inside = entry.group(1);
      } else if (END.matcher(line).find()) {
        inside = "";
      } else if (symbols.contains(inside)
          && select.find()
          && (select.group(2) == null || symbols.contains(select.group(2)))) {
        all.add(select.group(1));
      }
    }
    return all;
  }
}
