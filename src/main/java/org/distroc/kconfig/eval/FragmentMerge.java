package org.distroc.kconfig.eval;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.distroc.kconfig.value.ByteStrings;
import org.distroc.kconfig.value.ConfigLine;

/** Merges a fragment into a {@code .config}, as {@code scripts/kconfig/merge_config.sh -m} does. */
final class FragmentMerge {
  private FragmentMerge() {}

  /** The lines of {@code base} that the fragment does not override, followed by the fragment. */
  static String merge(String base, String fragment) {
    Set<String> names = new HashSet<>();
    for (String line : fragment.split("\n")) {
      ConfigLine.parse(line).map(ConfigLine::name).ifPresent(name -> names.add("CONFIG_" + name));
    }
    StringBuilder out = new StringBuilder(base.length() + fragment.length() + 1);
    for (String line : lines(base)) {
      if (!mentionsAny(line, names)) {
        out.append(line).append('\n');
      }
    }
    return out.append('\n').append(fragment).toString();
  }

  private static List<String> lines(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    return lines.get(lines.size() - 1).isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
  }

  /** The script removes each line in which a name occurs before {@code =} or a blank, anywhere. */
  private static boolean mentionsAny(String line, Set<String> names) {
    int at = line.indexOf("CONFIG_");
    while (at >= 0) {
      int end = at;
      while (end < line.length() && isNamePart(line.charAt(end))) {
        end++;
      }
      boolean ends = end < line.length() && (line.charAt(end) == '=' || line.charAt(end) == ' ');
      if (ends && names.contains(line.substring(at, end))) {
        return true;
      }
      at = line.indexOf("CONFIG_", at + 1);
    }
    return false;
  }

  private static boolean isNamePart(char c) {
    return ByteStrings.isWord(c) && c != '-';
  }
}
