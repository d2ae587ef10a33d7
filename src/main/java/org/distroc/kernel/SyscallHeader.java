package org.distroc.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.kernel.SyscallEntries.Entry;

/**
 * The numbers of system calls from C headers: an architecture's own defines what it wants of {@code
 * include/uapi/asm-generic/unistd.h}, includes it, and may add calls. This is as much of a
 * preprocessor as these headers need.
 */
final class SyscallHeader {
  private static final Pattern DIRECTIVE =
      Pattern.compile("^\\s*#\\s*(ifdef|ifndef|if|elif|else|endif|define|undef|include)\\b(.*)$");
  private static final Pattern CALL =
      Pattern.compile(
          "^\\s*(__SYSCALL|__SC_COMP|__SC_3264|__SC_COMP_3264)\\s*\\(\\s*(\\w+)((?:\\s*,\\s*\\w+)+)"
              + "\\s*\\)\\s*$");
  private static final Pattern SUM = Pattern.compile("\\(\\s*(\\w+)\\s*\\+\\s*(\\d{1,6})\\s*\\)");
  private static final Pattern COMPARISON = Pattern.compile("(\\w+)\\s*(==|!=)\\s*(\\w+)");
  private static final Pattern DEFINED = Pattern.compile("defined\\s*\\(?\\s*(\\w+)\\s*\\)?");
  private static final String PREFIX = "__NR_";
  private static final String EITHER_PREFIX = "__NR3264_";

  /** More steps than any chain of names has. */
  private static final int DEEPEST = 8;

  private final String shared;
  private final boolean is64;
  private final Map<String, String> values = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();

  /** By its macro; the number is looked up when everything is defined. */
  private record Call(String macro, int number, String function) {}

  /** An {@code #if}: whether the branch is taken, and whether any of its branches was. */
  private record Branch(boolean taken, boolean anyTaken) {}

  private SyscallHeader(String shared, String size) {
    this.shared = shared;
    this.is64 = size.equals("64");
    values.put("__BITS_PER_LONG", size);
    if (is64) {
      values.put("__LP64__", "1");
    }
  }

  /**
   * The calls of an architecture.
   *
   * @param own its header
   * @param shared what that includes
   * @param size bits of a word, 32 or 64
   */
  static SortedMap<String, Entry> read(String own, String shared, String size) {
    SyscallHeader header = new SyscallHeader(shared, size);
    header.process(own);
    return header.entries();
  }

  private void process(String raw) {
    Deque<Branch> branches = new ArrayDeque<>();
    for (String line : plain(raw).split("\n")) {
      Matcher directive = DIRECTIVE.matcher(line);
      if (directive.find()) {
        follow(branches, directive.group(1), directive.group(2).strip());
      } else if (branches.stream().allMatch(Branch::taken)) {
        call(line);
      }
    }
  }

  /** Without comments, and with continued lines joined. */
  private static String plain(String raw) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (int open = raw.indexOf("/*"); open >= 0; open = raw.indexOf("/*", at)) {
      text.append(raw, at, open).append(' ');
      int close = raw.indexOf("*/", open + 2);
      at = close < 0 ? raw.length() : close + 2;
    }
    return text.append(raw.substring(at)).toString().replace("\\\n", " ");
  }

  private void follow(Deque<Branch> branches, String directive, String rest) {
    switch (directive) {
      case "if", "ifdef", "ifndef" -> {
        boolean holds =
            switch (directive) {
              case "ifdef" -> values.containsKey(rest);
              case "ifndef" -> !values.containsKey(rest);
              default -> holds(rest);
            };
        branches.push(new Branch(holds, holds));
      }
      case "elif", "else" -> {
        if (!branches.isEmpty()) {
          Branch before = branches.pop();
          boolean holds = !before.anyTaken && (directive.equals("else") || holds(rest));
          branches.push(new Branch(holds, before.anyTaken || holds));
        }
      }
      case "endif" -> branches.poll();
      default -> {
        if (branches.stream().allMatch(Branch::taken)) {
          define(directive, rest);
        }
      }
    }
  }

  private void define(String directive, String rest) {
    String[] words = rest.split("\\s+", 2);
    if (directive.equals("undef")) {
      values.remove(words[0]);
    } else if (directive.equals("include")) {
      if (rest.equals("<asm-generic/unistd.h>")) {
        process(shared);
      }
    } else if (words[0].matches("\\w+")) {
      // The shared header defines its own macros only where an architecture has none.
      values.put(words[0], words.length > 1 ? words[1].strip() : "");
    }
  }

  private boolean holds(String condition) {
    for (String either : condition.split("\\|\\|")) {
      boolean all = true;
      for (String term : either.split("&&")) {
        all &= termHolds(term.strip());
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  private boolean termHolds(String term) {
    if (term.startsWith("!")) {
      return !termHolds(term.substring(1).strip());
    }
    Matcher defined = DEFINED.matcher(term);
    if (defined.find()) {
      return values.containsKey(defined.group(1));
    }
    Matcher comparison = COMPARISON.matcher(term);
    return comparison.find()
        && value(comparison.group(1)).equals(value(comparison.group(3)))
            == comparison.group(2).equals("==");
  }

  private String value(String name) {
    return values.getOrDefault(name, name);
  }

  private void call(String line) {
    Matcher call = CALL.matcher(line);
    if (!call.find()) {
      return;
    }
    String[] functions = call.group(3).replaceFirst("^\\s*,", "").split(",");
    boolean either = call.group(1).endsWith("_3264");
    String function = functions[either && is64 && functions.length > 1 ? 1 : 0].strip();
    number(call.group(2), 0)
        .ifPresent(number -> calls.add(new Call(call.group(2), number, function)));
  }

  /** The number that a macro stands for. */
  private Optional<Integer> number(String text, int depth) {
    if (text.matches("[0-9]{1,6}")) {
      return Optional.of(Integer.parseInt(text));
    }
    Matcher sum = SUM.matcher(text);
    if (depth < DEEPEST && sum.matches()) {
      return number(sum.group(1), depth + 1).map(base -> base + Integer.parseInt(sum.group(2)));
    }
    return depth < DEEPEST && values.containsKey(text)
        ? number(values.get(text), depth + 1)
        : Optional.empty();
  }

  /** {@code __NR3264_fcntl} is a number only; the calls of that number have names of their own. */
  private SortedMap<String, Entry> entries() {
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (Call call : calls) {
      if (call.macro.startsWith(EITHER_PREFIX)) {
        values.forEach(
            (name, value) -> {
              if (value.equals(call.macro) && name.startsWith(PREFIX)) {
                add(entries, name, call);
              }
            });
      } else if (call.macro.startsWith(PREFIX)) {
        add(entries, call.macro, call);
      }
    }
    return entries;
  }

  private static void add(SortedMap<String, Entry> entries, String macro, Call call) {
    String name = macro.substring(PREFIX.length());
    entries.putIfAbsent(name, new Entry(call.number, name, Optional.of(call.function), false));
  }
}
