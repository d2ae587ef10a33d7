package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.eval.Evaluation;
import org.distroc.kconfig.explain.LineGroup.Kind;
import org.distroc.kconfig.explain.LineGroup.Proof;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.SymbolType;

/**
 * What became of the lines of a {@code .config} file: those that come out otherwise, grouped by
 * root cause. Thousands of lines share few causes, so a cause is searched for and proven once, and
 * not for each line as {@link OptionExplainer} does.
 */
public final class LineReview {
  /** So many single lines get the full explanation, which computes many configurations. */
  private static final int MAX_SINGLE = 6;

  /** Names that this kernel does not have, and that only say what another compiler could do. */
  private static final String FACT = "(CC|AS|LD|HAVE|ARCH|GCC|CLANG|RUSTC|PAHOLE|TOOLS)_.*";

  private final Configuration given;
  private final OptionExplainer explainer;
  private final List<SettingLine> lines;
  private final boolean strict;
  private final List<SettingLine> unknown = new ArrayList<>();
  private final List<SettingLine> unknownOff = new ArrayList<>();
  private final List<SettingLine> lost = new ArrayList<>();
  private final Map<String, List<SettingLine>> changed = new LinkedHashMap<>();
  private final List<LineGroup> groups = new ArrayList<>();
  private int facts;

  private LineReview(Configuration given, List<SettingLine> lines, boolean strict) {
    this.given = given;
    this.explainer = new OptionExplainer(given);
    this.lines = lines;
    this.strict = strict;
  }

  /**
   * What was found.
   *
   * @param groups lines that are lost before those that only changed, larger groups first
   * @param facts how many other lines came out otherwise: options without a prompt, which say what
   *     a compiler can do, or follow from other options
   */
  public record Result(List<LineGroup> groups, int facts) {
    /** Copies the list. */
    public Result {
      groups = List.copyOf(groups);
    }
  }

  /** Reviews lines of the base of a configuration; what no user can set is not one of them. */
  public static Result ofBase(Configuration configuration, List<SettingLine> lines) {
    return of(configuration, lines, false);
  }

  /** Reviews lines that somebody wrote by hand, as the options of a recipe are. */
  public static Result ofFragment(Configuration configuration, List<SettingLine> lines) {
    return of(configuration, lines, true);
  }

  private static Result of(Configuration configuration, List<SettingLine> lines, boolean strict) {
    return KconfigLimits.onDeepStack(
        () -> {
          LineReview review = new LineReview(configuration, lines, strict);
          lines.forEach(review::sort);
          review.explainLost();
          review.explainUnknown();
          review.explainChanged();
          return new Result(review.groups, review.facts);
        });
  }

  /** Puts a line where it belongs, unless it takes effect. */
  private void sort(SettingLine line) {
    Optional<Symbol> option = given.model().option(line.name());
    if (option.isEmpty()) {
      sortUnknown(line);
      return;
    }
    Symbol symbol = option.get();
    SymbolType type = symbol.type();
    boolean spelled =
        type.accepts(line.wanted().value()) && line.quoted() == (type == SymbolType.STRING);
    String became = given.value(symbol);
    if (type.isSame(became, line.wanted().value()) || !spelled && !strict) {
      // Lines that are no value of their type have warnings of their own.
      return;
    }
    if (!symbol.hasPrompt() && !strict) {
      facts++;
    } else if (isLost(symbol, became, line)) {
      lost.add(line);
    } else {
      String now = type.isLogic() ? became : "";
      changed.computeIfAbsent(now, n -> new ArrayList<>()).add(line);
    }
  }

  private void sortUnknown(SettingLine line) {
    if (!line.isOn()) {
      if (strict) {
        unknownOff.add(line);
      }
    } else if (!strict && line.name().matches(FACT)) {
      facts++;
    } else {
      unknown.add(line);
    }
  }

  private boolean isLost(Symbol symbol, String became, SettingLine line) {
    if (symbol.type().isLogic()) {
      return line.isOn() && became.equals("n");
    }
    Evaluation evaluation = given.evaluation();
    evaluation.calculate(symbol);
    return evaluation.visibility(symbol) == Evaluation.N;
  }

  private void explainLost() {
    if (lost.isEmpty()) {
      return;
    }
    RootCauses causes = new RootCauses(given, explainer, lines, lost);
    List<LineGroup> found = new ArrayList<>(causes.find());
    Map<String, List<SettingLine>> others = new LinkedHashMap<>();
    int single = 0;
    for (SettingLine line : causes.unsolved()) {
      if (single < MAX_SINGLE) {
        single++;
        found.add(alone(Kind.LOST, line));
      } else {
        others.computeIfAbsent(leaf(line), l -> new ArrayList<>()).add(line);
      }
    }
    others.forEach((leaf, of) -> found.add(grouped(Kind.LOST, of)));
    found.sort(Comparator.comparing(group -> -group.lines().size()));
    groups.addAll(found);
  }

  /** With everything that is known about one option. */
  private LineGroup alone(Kind kind, SettingLine line) {
    OptionExplanation explanation = explainer.explain(line.wanted());
    return new LineGroup(kind, List.of(line), explanation, List.of(), Proof.NONE);
  }

  private LineGroup grouped(Kind kind, List<SettingLine> of) {
    SettingLine first = of.get(0);
    OptionExplanation explanation =
        kind == Kind.LOST || kind == Kind.CHANGED
            ? withoutRemedy(first)
            : explainer.explain(first.wanted());
    return new LineGroup(kind, of, explanation, List.of(), Proof.NONE);
  }

  private OptionExplanation withoutRemedy(SettingLine line) {
    return RootCauses.explanation(given, line);
  }

  /** The end of the first chain of reasons: lines with the same one have the same cause. */
  private String leaf(SettingLine line) {
    List<ChainLink> links = withoutRemedy(line).reasons();
    String text = "";
    while (!links.isEmpty()) {
      text = links.get(0).text();
      links = links.get(0).because();
    }
    return text;
  }

  private void explainUnknown() {
    RenamedSymbols names = new RenamedSymbols();
    List<SettingLine> others = new ArrayList<>();
    int single = 0;
    boolean few = unknown.size() <= MAX_SINGLE;
    for (SettingLine line : unknown) {
      boolean renamed =
          names.otherName(line.name()).filter(o -> given.model().option(o).isPresent()).isPresent();
      if ((few || renamed) && single < 2 * MAX_SINGLE) {
        single++;
        groups.add(alone(Kind.UNKNOWN, line));
      } else {
        others.add(line);
      }
    }
    if (!others.isEmpty()) {
      groups.add(grouped(Kind.UNKNOWN, others));
    }
    if (!unknownOff.isEmpty()) {
      groups.add(grouped(Kind.UNKNOWN_OFF, unknownOff));
    }
  }

  private void explainChanged() {
    int all = changed.values().stream().mapToInt(List::size).sum();
    changed.forEach(
        (now, of) -> {
          if (all <= MAX_SINGLE) {
            of.forEach(line -> groups.add(alone(Kind.CHANGED, line)));
          } else {
            groups.add(grouped(Kind.CHANGED, of));
          }
        });
  }
}
