package org.distroc.kconfig.explain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.eval.Resolver;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.ConfigLine;
import org.distroc.kconfig.value.Tristate;

/**
 * Few settings that, on a base, give a whole configuration: thousands of lines of a {@code .config}
 * become those that a user would write. Unlike {@link MinimalChange}, which is for a handful of
 * changes, it does not try each option by itself before it knows that this could help.
 */
public final class MinimalFragment {
  /** Each round settles at least one level of the menus. */
  private static final int MAX_ROUNDS = 40;

  /** Up to this many settings, each one is tried without. */
  private static final int FEW = 100;

  /** A distribution's configuration is thousands of options: a few too many do no harm. */
  private static final int MAX_TRIALS = 100;

  private final Resolver resolver;
  private final BaseConfig base;
  private final Configuration goal;
  private final String goalText;
  private final List<Symbol> settable = new ArrayList<>();
  private final Map<Symbol, Assignment> chosen = new LinkedHashMap<>();

  /** Options that may follow from other settings: worth trying without. */
  private final Set<Symbol> doubtful = new HashSet<>();

  private Configuration current;

  private MinimalFragment(BaseConfig base, Configuration goal) {
    this.resolver = goal.resolver();
    this.base = base;
    this.goal = goal;
    this.goalText = goal.text();
  }

  /**
   * Finds the base that needs the fewest settings, and these.
   *
   * @param goal a configuration of a tree; the result's tree is the same
   * @return the base with the settings, as computed; if its text is not that of the goal, no
   *     settings lead there
   */
  public static Configuration find(List<BaseConfig> bases, Configuration goal) {
    return KconfigLimits.onDeepStack(
        () -> {
          MinimalFragment best =
              bases.stream()
                  .map(base -> new MinimalFragment(base, goal))
                  .peek(MinimalFragment::grow)
                  .min(
                      Comparator.comparing((MinimalFragment f) -> !f.reached(f.current))
                          .thenComparing(f -> f.chosen.size()))
                  .orElseThrow();
          if (best.reached(best.current)) {
            best.dropDoubtful();
          }
          return best.current;
        });
  }

  /** What was asked for a configuration, below the menus that the options stand in. */
  public static Map<List<String>, List<Assignment>> byMenu(Configuration configuration) {
    Map<List<String>, List<Assignment>> groups = new LinkedHashMap<>();
    Set<Symbol> seen = new HashSet<>();
    MenuNode root = configuration.model().root();
    for (MenuNode node = root.firstChild(); node != null; node = node.following(root)) {
      Symbol symbol = node.symbolOrNull();
      if (symbol != null && !symbol.isChoice() && symbol.hasPrompt() && seen.add(symbol)) {
        List<String> menu = node.menuPath();
        configuration
            .asked(symbol.name())
            .ifPresent(a -> groups.computeIfAbsent(menu, m -> new ArrayList<>()).add(a));
      }
    }
    return groups;
  }

  /** Adds settings, level by level, until nothing that could be set differs. */
  private void grow() {
    collectSettable();
    current = resolver.resolve(base, List.of());
    Set<String> needed =
        new HashSet<>(names(new String(goal.writeMinimal(), StandardCharsets.ISO_8859_1)));
    Set<String> said = names(current.text());
    for (int round = 0; round < MAX_ROUNDS && !reached(current); round++) {
      List<Symbol> differing = settable.stream().filter(this::differs).toList();
      // Options that the base sets, or that differ from their default, must be set.
      List<Symbol> sure =
          differing.stream()
              .filter(s -> said.contains(s.name()) || needed.contains(s.name()))
              .filter(s -> !isSelected(s) && !isLeftInChoice(s))
              .toList();
      List<Symbol> more = sure.isEmpty() ? differing : sure;
      if (more.isEmpty()) {
        break;
      }
      boolean first = round == 0;
      for (Symbol symbol : more) {
        chosen.put(symbol, new Assignment(symbol.name(), goal.value(symbol)));
        if (sure.isEmpty() || !first || symbol.isChoiceValue()) {
          doubtful.add(symbol);
        }
      }
      current = resolve(chosen.values());
    }
  }

  private void collectSettable() {
    MenuNode root = resolver.model().root();
    Set<Symbol> seen = new HashSet<>();
    for (MenuNode node = root.firstChild(); node != null; node = node.following(root)) {
      Symbol symbol = node.symbolOrNull();
      if (symbol == null || symbol.isChoice() || !symbol.hasPrompt() || !seen.add(symbol)) {
        continue;
      }
      goal.value(symbol);
      if (goal.visibility(symbol) != Tristate.N) {
        settable.add(symbol);
      }
    }
  }

  /** Whether the option could be set now, and is not as it should be. */
  private boolean differs(Symbol symbol) {
    String wanted = goal.value(symbol);
    boolean same = current.value(symbol).equals(wanted);
    if (same && current.isWritten(symbol) == goal.isWritten(symbol)) {
      return false;
    }
    Assignment before = chosen.get(symbol);
    return before == null && current.visibility(symbol) != Tristate.N;
  }

  private boolean isSelected(Symbol symbol) {
    if (!symbol.type().isLogic()) {
      return false;
    }
    Tristate given = symbol.selectedBy().map(goal::value).orElse(Tristate.N);
    return given != Tristate.N && goal.value(symbol).equals(letter(given));
  }

  /** Whether another member of its choice is taken, which implies it. */
  private boolean isLeftInChoice(Symbol symbol) {
    return symbol.isChoiceValue() && goal.value(symbol).equals("n");
  }

  private static String letter(Tristate value) {
    return value == Tristate.Y ? "y" : value == Tristate.M ? "m" : "n";
  }

  /** Leaves out pieces of what is doubtful, larger ones first, as long as there are trials left. */
  private void dropDoubtful() {
    boolean few = chosen.size() <= FEW;
    List<Symbol> open = new ArrayList<>(few ? chosen.keySet() : doubtful);
    open.sort((a, b) -> Integer.compare(b.id(), a.id()));
    Deque<List<Symbol>> pieces = new ArrayDeque<>(List.of(open));
    for (int trial = 0; !pieces.isEmpty() && trial < MAX_TRIALS; trial++) {
      List<Symbol> piece = pieces.remove();
      if (!piece.isEmpty() && !drop(piece) && piece.size() > 1) {
        pieces.add(piece.subList(0, piece.size() / 2));
        pieces.add(piece.subList(piece.size() / 2, piece.size()));
      }
    }
  }

  /** Whether the goal is reached without these. */
  private boolean drop(List<Symbol> piece) {
    Map<Symbol, Assignment> fewer = new LinkedHashMap<>(chosen);
    fewer.keySet().removeAll(new HashSet<>(piece));
    Configuration tried = resolve(fewer.values());
    if (!reached(tried)) {
      return false;
    }
    chosen.keySet().removeAll(new HashSet<>(piece));
    current = tried;
    return true;
  }

  private Configuration resolve(Iterable<Assignment> settings) {
    List<Assignment> all = new ArrayList<>();
    settings.forEach(all::add);
    all.sort(Comparator.comparing(Assignment::name));
    return resolver.resolve(base, all);
  }

  private boolean reached(Configuration configuration) {
    return configuration.text().equals(goalText);
  }

  /** The options that a file sets, to whatever value. */
  private static Set<String> names(String config) {
    return config
        .lines()
        .flatMap(line -> ConfigLine.parse(line).stream())
        .map(ConfigLine::name)
        .collect(Collectors.toSet());
  }
}
