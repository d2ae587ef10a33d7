package org.distroc.kconfig.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.Symbol;

/** Finds options by words: in the name first, then in the prompt, then in the help text. */
public final class OptionSearch {
  private record Hit(Symbol symbol, int score) {}

  private OptionSearch() {}

  /** The best matches, each of which has every word somewhere. */
  public static List<Symbol> words(KconfigModel model, String query, int limit) {
    List<String> words =
        Arrays.stream(query.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
            .filter(w -> !w.isEmpty())
            .toList();
    if (words.isEmpty()) {
      return List.of();
    }
    return model
        .options()
        .map(s -> new Hit(s, score(s, words)))
        .filter(h -> h.score() > 0)
        .sorted(
            Comparator.comparingInt((Hit h) -> -h.score()).thenComparing(h -> h.symbol().name()))
        .limit(limit)
        .map(Hit::symbol)
        .toList();
  }

  private static int score(Symbol symbol, List<String> words) {
    String name = symbol.name().toLowerCase(Locale.ROOT);
    String prompt = symbol.prompt().orElse("").toLowerCase(Locale.ROOT);
    String help = null;
    int score = symbol.hasPrompt() ? 1 : 0;
    for (String word : words) {
      int best = inText(name, word, 30) + inText(prompt, word, 20);
      if (best == 0) {
        if (help == null) {
          help = help(symbol);
        }
        best = inText(help, word, 4);
      }
      if (best == 0) {
        return 0;
      }
      score += best;
    }
    return name.equals(String.join("_", words)) ? score + 100 : score;
  }

  /** More for a whole word than for a part of one. */
  private static int inText(String text, String word, int weight) {
    int at = text.indexOf(word);
    if (at < 0) {
      return 0;
    }
    boolean starts = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
    int end = at + word.length();
    boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
    return starts && ends ? weight : starts ? weight / 2 : weight / 4;
  }

  private static String help(Symbol symbol) {
    StringBuilder all = new StringBuilder();
    symbol.definitions().forEach(d -> d.help().ifPresent(h -> all.append(h).append('\n')));
    return all.toString().toLowerCase(Locale.ROOT);
  }
}
