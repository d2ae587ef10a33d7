package org.distroc.kconfig.eval;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.kconfig.value.ByteStrings;

/** Puts a fragment behind a {@code .config}, as {@code scripts/kconfig/merge_config.sh -m} does. */
final class FragmentMerge {
  private static final Pattern SETTING =
      Pattern.compile("^(?:(CONFIG_[a-zA-Z0-9_]*)=.*|# (CONFIG_[a-zA-Z0-9_]*) is not set)$");

  private FragmentMerge() {}

  /** The lines of {@code base} that the fragment does not set anew, and then the fragment. */
  static String merge(String base, String fragment) {
    Set<String> names = new LinkedHashSet<>();
    for (String line : fragment.split("\n")) {
      Matcher matcher = SETTING.matcher(line);
      if (matcher.matches()) {
        names.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
      }
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
