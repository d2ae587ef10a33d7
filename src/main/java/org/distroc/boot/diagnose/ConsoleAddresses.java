package org.distroc.boot.diagnose;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.boot.Symbolizer;

/** Finds the addresses of code on a console, and symbolizes them. */
final class ConsoleAddresses {
  private static final int MOST = 24;

  private static final Pattern OFFSET =
      Pattern.compile("Kernel\\s+Offset:\\s+0x([0-9a-f]+)\\s+from");

  private ConsoleAddresses() {}

  /** A line for each address that has a symbol, in the order of the console, each once. */
  static List<String> named(String console, Symbolizer book, String addresses) {
    Set<String> lines = new LinkedHashSet<>();
    long offset = offset(console);
    Matcher matcher = Pattern.compile(addresses).matcher(console);
    while (matcher.find() && lines.size() < MOST) {
      String kernel = matcher.group("kernel");
      String init = matcher.group("init") == null ? matcher.group("user") : matcher.group("init");
      Optional<String> name =
          kernel != null
              ? book.inKernel(number(kernel) - offset)
              : init.length() > 16 ? Optional.empty() : book.inInit(number(init));
      String digits = kernel != null ? kernel : init.replaceFirst("^0+(?=.)", "");
      name.ifPresent(n -> lines.add("0x" + digits + "  " + n));
    }
    return new ArrayList<>(lines);
  }

  /** Whether a console shows any address of a program. */
  static boolean areInInit(String console, String addresses) {
    Matcher matcher = Pattern.compile(addresses).matcher(console);
    while (matcher.find()) {
      if (matcher.group("kernel") == null) {
        return true;
      }
    }
    return false;
  }

  /** How far from where it was linked to the kernel put itself; it says so when it panics. */
  static long offset(String console) {
    Matcher matcher = OFFSET.matcher(console);
    return matcher.find() ? number(matcher.group(1)) : 0;
  }

  private static long number(String hexadecimal) {
    return Long.parseUnsignedLong(hexadecimal, 16);
  }
}
