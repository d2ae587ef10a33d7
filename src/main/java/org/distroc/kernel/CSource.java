package org.distroc.kernel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A C file with comments and preprocessor lines blanked out, offsets and line numbers unchanged,
 * and for each line the number of enclosing {@code #if} branches that are not taken. Declarations
 * in branches not taken are kept, because for some architectures all syscall prototypes of the
 * kernel are in one; callers prefer the line with the smallest number.
 */
final class CSource {
  private static final Pattern CONDITION =
      Pattern.compile("#\\s*(ifdef|ifndef|if|elif|else|endif)\\b(.*)", Pattern.DOTALL);
  private static final Pattern WORD_SIZE = Pattern.compile("_*BITS_PER_LONG\\s*(==|!=)\\s*(32|64)");
  private static final Pattern DEFINED = Pattern.compile("defined\\s*\\(?\\s*(\\w+)\\s*\\)?");

  private final String text;
  private final int[] lineStarts;
  private final int[] branchesNotTaken;

  private CSource(String text, int[] lineStarts, int[] branchesNotTaken) {
    this.text = text;
    this.lineStarts = lineStarts;
    this.branchesNotTaken = branchesNotTaken;
  }

  /** Reads C; {@code symbols} are the kernel options that hold, without {@code CONFIG_}. */
  static CSource of(String raw, Set<String> symbols) {
    char[] text = withoutComments(raw);
    int[] starts = lineStarts(text);
    int[] notTaken = new int[starts.length];
    Deque<Branch> branches = new ArrayDeque<>();
    for (int line = 0; line < starts.length; line++) {
      int last = line;
      if (isDirective(text, starts[line])) {
        while (last + 1 < starts.length && text[starts[last + 1] - 2] == '\\') {
          last++;
        }
        int end = last + 1 < starts.length ? starts[last + 1] - 1 : text.length;
        Matcher condition = CONDITION.matcher(new String(text, starts[line], end - starts[line]));
        if (condition.find()) {
          follow(branches, condition.group(1), condition.group(2), symbols);
        }
        blank(text, starts[line], end);
      }
      Arrays.fill(notTaken, line, last + 1, count(branches));
      line = last;
    }
    return new CSource(new String(text), starts, notTaken);
  }

  /** The remaining text, to match declarations in. */
  String text() {
    return text;
  }

  /** The line of an offset into the text, counted from 1. */
  int line(int offset) {
    return lineAt(lineStarts, offset) + 1;
  }

  /** How many enclosing branches are not taken at an offset into the text. */
  int branchesNotTaken(int offset) {
    return branchesNotTaken[lineAt(lineStarts, offset)];
  }

  private record Branch(boolean taken, boolean anyTaken) {}

  private static int count(Deque<Branch> branches) {
    return (int) branches.stream().filter(branch -> !branch.taken).count();
  }

  private static void follow(
      Deque<Branch> branches, String directive, String condition, Set<String> symbols) {
    switch (directive) {
      case "if", "ifdef", "ifndef" -> {
        boolean holds =
            switch (directive) {
              case "ifdef" -> isDefined(condition.strip(), symbols);
              // Any other name is an include guard or a default.
              case "ifndef" -> !isDefined(condition.strip(), symbols);
              default -> holds(condition, symbols);
            };
        branches.push(new Branch(holds, holds));
      }
      case "elif", "else" -> {
        if (!branches.isEmpty()) {
          Branch before = branches.pop();
          boolean holds =
              !before.anyTaken && (directive.equals("else") || holds(condition, symbols));
          branches.push(new Branch(holds, before.anyTaken || holds));
        }
      }
      default -> branches.poll();
    }
  }

  /** Enough of {@code #if} for the headers that are read: {@code defined}, !, &&, ||, word size. */
  private static boolean holds(String condition, Set<String> symbols) {
    for (String either : condition.split("\\|\\|")) {
      boolean all = true;
      for (String term : either.split("&&")) {
        all &= termHolds(term.strip(), symbols);
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  private static boolean termHolds(String term, Set<String> symbols) {
    if (term.startsWith("!")) {
      return !termHolds(term.substring(1).strip(), symbols);
    }
    Matcher size = WORD_SIZE.matcher(term);
    if (size.find()) {
      boolean is64 = symbols.contains("64BIT");
      return is64 == (size.group(2).equals("64") == size.group(1).equals("=="));
    }
    Matcher defined = DEFINED.matcher(term);
    return defined.find() && isDefined(defined.group(1), symbols);
  }

  private static boolean isDefined(String name, Set<String> symbols) {
    return name.equals("__KERNEL__")
        || name.startsWith("CONFIG_") && symbols.contains(name.substring("CONFIG_".length()));
  }

  private static boolean isDirective(char[] text, int lineStart) {
    int i = lineStart;
    while (i < text.length && (text[i] == ' ' || text[i] == '\t')) {
      i++;
    }
    return i < text.length && text[i] == '#';
  }

  private static char[] withoutComments(String raw) {
    char[] text = raw.toCharArray();
    for (int i = 0; i < text.length; i++) {
      char c = text[i];
      int end = i;
      if (c == '/' && raw.startsWith("/*", i)) {
        end = after(raw, "*/", i + 2);
        blank(text, i, end);
      } else if (c == '/' && raw.startsWith("//", i)) {
        end = after(raw, "\n", i) - 1;
        blank(text, i, end);
      } else if (c == '"' || c == '\'') {
        end = afterLiteral(text, i);
      }
      i = Math.max(end - 1, i);
    }
    return text;
  }

  private static int after(String text, String word, int from) {
    int found = text.indexOf(word, from);
    return found < 0 ? text.length() : found + word.length();
  }

  /** A literal ends with its line at the latest: an apostrophe in an assembly file is none. */
  private static int afterLiteral(char[] text, int from) {
    for (int i = from + 1; i < text.length && text[i] != '\n'; i++) {
      if (text[i] == text[from]) {
        return i + 1;
      }
      i += text[i] == '\\' ? 1 : 0;
    }
    return from + 1;
  }

  private static void blank(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] != '\n') {
        text[i] = ' ';
      }
    }
  }

  private static int[] lineStarts(char[] text) {
    int[] starts = new int[64];
    int lines = 1;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        starts = lines < starts.length ? starts : Arrays.copyOf(starts, 2 * lines);
        starts[lines++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, lines);
  }

  private static int lineAt(int[] starts, int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }
}
