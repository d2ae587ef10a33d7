package org.distroc.kernel;

import java.util.HashSet;
import java.util.Set;

/**
 * The Kconfig symbols that an architecture always has, because those that define it select them.
 * Only symbols of the architecture's own Kconfig file without further dependencies count.
 */
final class SelectedSymbols {
  private static final Set<String> ENDS =
      Set.of("menu", "endmenu", "choice", "endchoice", "if", "endif", "source", "comment");

  private SelectedSymbols() {}

  /** The given symbols and those they select, if the condition is among the given. */
  static Set<String> of(String kconfig, Set<String> symbols) {
    Set<String> all = new HashSet<>(symbols);
    boolean counts = false;
    for (String line : kconfig.split("\n")) {
      // Split only the few lines that may matter: the file has thousands.
      if (line.startsWith("config ") || line.startsWith("menuconfig ")) {
        counts = symbols.contains(line.strip().split("\\s+")[1]);
      } else if (counts && endsEntry(line)) {
        counts = false;
      } else if (counts && line.stripLeading().startsWith("select")) {
        String[] words = line.strip().split("\\s+");
        boolean always = words.length == 2;
        if (always || words.length == 4 && symbols.contains(words[3])) {
          all.add(words[1]);
        }
      }
    }
    return all;
  }

  private static boolean endsEntry(String line) {
    return !line.isEmpty()
        && Character.isLetter(line.charAt(0))
        && ENDS.contains(line.split("\\W", 2)[0]);
  }
}
