package org.distroc.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel options that each line of a C file is compiled with, by the {@code #if}s around it.
 */
final class CompiledBranches {
  private static final Pattern DIRECTIVE =
      Pattern.compile(" *# *(ifdef|ifndef|if|elif|else|endif)\\b(.*)");
  private static final Pattern WORD =
      Pattern.compile("\\s*(\\|\\||&&|!(?!=)|\\(|\\)|[A-Za-z_]\\w*|[^\\s()A-Za-z_|&!]+|.)");

  /** Where lines with a directive start, and what follows each. */
  private final NavigableMap<Integer, OptionCondition> changes = new TreeMap<>();

  private CompiledBranches() {}

  /**
   * A branch.
   *
   * @param before that no earlier branch of the same {@code #if} is compiled; empty if not known
   * @param own that this one is, without what is around it
   */
  private record Branch(Optional<OptionCondition> before, Optional<OptionCondition> own) {}

  static CompiledBranches of(String text) {
    CompiledBranches branches = new CompiledBranches();
    Deque<Branch> open = new ArrayDeque<>();
    for (int start = 0; start < text.length(); start = next(text, start)) {
      if (text.charAt(start) == '#' || text.charAt(start) == ' ') {
        Matcher directive = DIRECTIVE.matcher(text).region(start, text.length());
        if (directive.lookingAt()) {
          follow(open, directive.group(1), directive.group(2));
          OptionCondition all = OptionCondition.ALWAYS;
          for (Branch branch : open) {
            all = all.and(branch.own.orElse(OptionCondition.ALWAYS));
          }
          branches.changes.put(start, all);
        }
      }
    }
    return branches;
  }

  private static int next(String text, int start) {
    int end = text.indexOf('\n', start);
    return end < 0 ? text.length() : end + 1;
  }

  /** What the text at an index is compiled with. */
  OptionCondition at(int index) {
    Map.Entry<Integer, OptionCondition> last = changes.floorEntry(index);
    return last == null ? OptionCondition.ALWAYS : last.getValue();
  }

  private static void follow(Deque<Branch> open, String directive, String rest) {
    Optional<OptionCondition> always = Optional.of(OptionCondition.ALWAYS);
    switch (directive) {
      case "ifdef" -> open.push(new Branch(always, new Reader(rest).symbol()));
      case "ifndef" ->
          open.push(new Branch(always, new Reader(rest).symbol().map(OptionCondition::not)));
      case "if" -> open.push(new Branch(always, new Reader(rest).either()));
      case "elif", "else" -> {
        if (!open.isEmpty()) {
          Branch last = open.pop();
          Optional<OptionCondition> before =
              last.before.flatMap(b -> last.own.map(own -> b.and(own.not())));
          Optional<OptionCondition> own =
              directive.equals("else") ? always : new Reader(rest).either();
          open.push(
              new Branch(
                  before,
                  Optional.of(
                      before
                          .orElse(OptionCondition.ALWAYS)
                          .and(own.orElse(OptionCondition.ALWAYS)))));
        }
      }
      default -> open.poll();
    }
  }

  /** Reads the condition of an {@code #if}; empty where it is about more than options. */
  private static final class Reader {
    private static final int DEEPEST = 20;

    private final List<String> words = new ArrayList<>();
    private int next;
    private int depth;

    Reader(String text) {
      String code = text.replaceFirst("/[*/].*", "");
      Matcher word = WORD.matcher(code);
      while (word.find()) {
        words.add(word.group(1));
      }
    }

    private String peek() {
      return next < words.size() ? words.get(next) : "";
    }

    private boolean take(String word) {
      boolean there = peek().equals(word);
      next += there ? 1 : 0;
      return there;
    }

    Optional<OptionCondition> either() {
      Optional<OptionCondition> all = both();
      while (take("||")) {
        Optional<OptionCondition> right = both();
        all = all.flatMap(left -> right.map(left::or));
      }
      return all;
    }

    private Optional<OptionCondition> both() {
      Optional<OptionCondition> all = term();
      while (take("&&")) {
        Optional<OptionCondition> left = all;
        Optional<OptionCondition> right = term();
        // What is known of one side is still needed.
        all = left.isEmpty() ? right : right.map(left.get()::and).or(() -> left);
      }
      return all;
    }

    private Optional<OptionCondition> term() {
      if (depth > DEEPEST) {
        next = words.size();
        return Optional.empty();
      }
      if (take("!")) {
        depth++;
        Optional<OptionCondition> operand = term();
        depth--;
        return operand.map(OptionCondition::not);
      }
      if (take("(")) {
        depth++;
        Optional<OptionCondition> inner = either();
        depth--;
        take(")");
        return inner;
      }
      if (peek().matches("defined|IS_ENABLED|IS_BUILTIN|IS_REACHABLE")) {
        next++;
        boolean parenthesis = take("(");
        Optional<OptionCondition> symbol = symbol();
        if (parenthesis) {
          take(")");
        }
        return symbol;
      }
      return unknown();
    }

    /** Skips what is no option, such as {@code BITS_PER_LONG == 32}. */
    private Optional<OptionCondition> unknown() {
      int open = 0;
      while (next < words.size()) {
        String word = peek();
        if (open == 0 && (word.equals("||") || word.equals("&&") || word.equals(")"))) {
          break;
        }
        open += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
        next++;
      }
      return Optional.empty();
    }

    Optional<OptionCondition> symbol() {
      String word = peek();
      next++;
      return word.startsWith("CONFIG_")
          ? Optional.of(OptionCondition.option(word.substring("CONFIG_".length())))
          : Optional.empty();
    }
  }
}
