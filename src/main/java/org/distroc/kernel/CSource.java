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
 * in branches not taken are kept, because the whole of the kernel's syscall prototypes stands in
 * one for some architectures; who looks for one prefers the line with the smallest number.
 */
final class CSource {
  private static final Pattern COMMENT_OR_LITERAL =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n]++)*+\"|'(?:\\\\.|[^'\\\\\\n]++)*+'",
          Pattern.DOTALL);
  private static final Pattern DIRECTIVE =
      Pattern.compile("^[ \\t]*#(?:[^\\n]*\\\\\\n)*+[^\\n]*", Pattern.MULTILINE);
  private static final Pattern CONDITION =
      Pattern.compile("#\\s*(ifdef|ifndef|if|elif|else|endif)\\b(.*)", Pattern.DOTALL);
  private static final Pattern WORD_SIZE =
      Pattern.compile("_*BITS_PER_LONG\\s*(==|!=)\\s*(32|64)");
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
    String plain = blank(COMMENT_OR_LITERAL, raw, true);
    int[] starts = lineStarts(plain);
    int[] notTaken = new int[starts.length];
    Deque<Branch> branches = new ArrayDeque<>();
    Matcher directives = DIRECTIVE.matcher(plain);
    int from = 0;
    while (directives.find()) {
      int line = lineAt(starts, directives.start());
      Arrays.fill(notTaken, from, line, count(branches));
      from = line;
      Matcher condition = CONDITION.matcher(directives.group());
      if (condition.find()) {
        follow(branches, condition.group(1), condition.group(2), symbols);
      }
    }
    Arrays.fill(notTaken, from, notTaken.length, count(branches));
    return new CSource(blank(DIRECTIVE, plain, false), starts, notTaken);
  }

  /** What is left to match declarations in. */
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
              // A name that is no option is a guard against including a file twice, or a default.
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

  private static String blank(Pattern what, String text, boolean keepLiterals) {
    StringBuilder out = new StringBuilder(text);
    Matcher match = what.matcher(text);
    while (match.find()) {
      char first = text.charAt(match.start());
      if (keepLiterals && (first == '"' || first == '\'')) {
        continue;
      }
      for (int i = match.start(); i < match.end(); i++) {
        if (out.charAt(i) != '\n') {
          out.setCharAt(i, ' ');
        }
      }
    }
    return out.toString();
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
    int line = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        starts[++line] = i + 1;
      }
    }
    return starts;
  }

  private static int lineAt(int[] starts, int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }
}
