package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.eval.Evaluation;
import org.distroc.kconfig.explain.OptionExplanation.Fix;
import org.distroc.kconfig.explain.OptionExplanation.Verdict;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.SymbolType;

/** One option that does not take: the kind of its reason, the chain, and what helps. */
final class UnmetOptionExplainer {
  private static final int MAX_FIXES = 3;
  private static final int MAX_TRIALS = 16;
  private static final int MAX_ROUNDS = 4;

  private final OptionExplainer explainer;
  private final KconfigModel model;
  private final Assignment wanted;
  private final Symbol symbol;
  private final Configuration tried;
  private final Evaluation evaluation;
  private final String became;
  private final DependencyChain reasons;
  private final boolean logic;
  private final byte wantedTri;

  /** Whether the last search has looked everywhere. */
  private boolean exhausted;

  UnmetOptionExplainer(
      OptionExplainer explainer,
      KconfigModel model,
      Assignment wanted,
      Symbol symbol,
      Configuration tried,
      String became) {
    this.explainer = explainer;
    this.model = model;
    this.wanted = wanted;
    this.symbol = symbol;
    this.tried = tried;
    this.evaluation = tried.evaluation();
    this.became = became;
    this.reasons = new DependencyChain(tried);
    this.logic = symbol.type().isLogic();
    this.wantedTri =
        wanted.value().equals("m") ? Evaluation.M : wanted.value().equals("y") ? Evaluation.Y : 0;
  }

  OptionExplanation explain() {
    Position at = symbol.definitions().get(0).position();
    if (!isOfType()) {
      return wrongType(at);
    }
    if (logic && wanted.value().equals("m") && !evaluation.hasModules()) {
      List<ChainLink> why = new ArrayList<>();
      why.add(ChainLink.of("m means a module, but " + model.modules().name() + " is n", at));
      evaluation.calculateVisibility(symbol);
      if (evaluation.visibility(symbol) == Evaluation.N) {
        why.addAll(reasons.hidden(symbol, Evaluation.M));
      }
      List<Fix> fixes = fixes(true);
      fixes.addAll(changed("y"));
      return result(Verdict.NO_MODULES, why, fixes, false);
    }
    evaluation.calculateVisibility(symbol);
    byte visible = evaluation.visibility(symbol);
    byte selected = evaluation.selectedBy(symbol);
    if (logic && !symbol.isChoiceValue() && selected > wantedTri) {
      return result(Verdict.SELECTED, reasons.selecting(symbol), loweringFixes(), false);
    }
    if (!symbol.hasPrompt()) {
      return promptless();
    }
    if (visible == Evaluation.N || logic && visible < wantedTri) {
      return hidden();
    }
    return symbol.isChoiceValue() ? choice() : range();
  }

  private boolean isOfType() {
    return switch (symbol.type()) {
      case BOOL, TRISTATE, INT, HEX -> symbol.type().accepts(wanted.value());
      default -> wanted.isWritable();
    };
  }

  private OptionExplanation wrongType(Position at) {
    String words =
        switch (symbol.type()) {
          case BOOL ->
              wanted.value().equals("m")
                  ? "it is a bool and cannot be a module: y or n"
                  : "it is a bool: y or n";
          case TRISTATE -> "it is a tristate: y, m or n";
          case INT -> "it is an int: a decimal number without leading zeros";
          case HEX -> "it is a hex number, such as 0x1000";
          default -> "a string in a .config file cannot contain a line break";
        };
    List<Fix> fixes = new ArrayList<>();
    if (logic && wanted.value().matches("m|yes|true|on|1|Y|no|false|off|0|N")) {
      fixes.addAll(changed(wanted.value().matches("no|false|off|0|N") ? "n" : "y"));
    } else if (symbol.type() == SymbolType.INT && wanted.value().matches("0[xX][0-9a-fA-F]{1,8}")) {
      fixes.addAll(changed(Long.decode(wanted.value()).toString()));
    }
    return result(Verdict.WRONG_TYPE, List.of(ChainLink.of(words, at)), fixes, false);
  }

  private OptionExplanation promptless() {
    List<ChainLink> why = new ArrayList<>();
    reasons.whyLow(symbol, wantedTri, 0).ifPresent(why::add);
    if (wantedTri == Evaluation.N || why.isEmpty()) {
      why = List.of(reasons.whySet(symbol));
    }
    if (!logic) {
      return result(Verdict.NO_PROMPT, why, defaultFixes(), false);
    }
    List<Fix> fixes = wantedTri > Evaluation.N ? fixes(false) : List.of();
    boolean impossible = wantedTri > Evaluation.N && fixes.isEmpty() && exhausted;
    return result(Verdict.NO_PROMPT, why, fixes, impossible);
  }

  private OptionExplanation hidden() {
    byte needed = logic ? wantedTri : Evaluation.M;
    List<ChainLink> why = reasons.hidden(symbol, needed == 0 ? Evaluation.M : needed);
    List<Fix> fixes = fixes(true);
    if (logic && wantedTri == Evaluation.N) {
      ChainLink set = reasons.whySet(symbol);
      List<ChainLink> links = new ArrayList<>(set.because());
      links.addAll(why);
      return result(
          Verdict.UNMET_DEPENDENCY,
          List.of(set.because(links)),
          fixes,
          fixes.isEmpty() && exhausted);
    }
    return result(Verdict.UNMET_DEPENDENCY, why, fixes, fixes.isEmpty() && exhausted);
  }

  private OptionExplanation choice() {
    MenuNode node = symbol.choiceNodeOrNull();
    String title =
        node.promptOrNull() == null
            ? "a choice"
            : "the choice `" + node.promptOrNull().text() + "`";
    Position at = symbol.definitions().get(0).position();
    if (wantedTri == Evaluation.N) {
      ChainLink reason =
          ChainLink.of("one option of " + title + " must be y, and only this one is left", at);
      return result(Verdict.CHOICE, List.of(reason), siblingFixes(), false);
    }
    List<ChainLink> why = new ArrayList<>();
    for (Symbol member : members()) {
      if (member != symbol && evaluation.tri(member) == Evaluation.Y) {
        Position place = member.definitions().get(0).position();
        ChainLink who = reasons.whySet(member);
        why.add(
            ChainLink.of("only one option of " + title + " can be y", at)
                .because(List.of(new ChainLink(who.text(), Optional.of(place), who.because()))));
      }
    }
    List<Fix> fixes = new ArrayList<>();
    for (Symbol member : members()) {
      if (member != symbol && evaluation.tri(member) == Evaluation.Y) {
        prove(List.of(new Assignment(member.name(), "n"))).ifPresent(fixes::add);
      }
    }
    List<Assignment> others = othersAsked();
    if (fixes.isEmpty() && others.size() > 1) {
      prove(others).ifPresent(fixes::add);
    }
    return result(Verdict.CHOICE, why, fixes, false);
  }

  /** Switches off every other member that the recipe asks for: the last one would be taken. */
  private List<Assignment> othersAsked() {
    return members().stream()
        .filter(member -> member != symbol)
        .filter(m -> tried.asked(m.name()).filter(a -> a.value().equals("y")).isPresent())
        .map(member -> new Assignment(member.name(), "n"))
        .toList();
  }

  private List<Symbol> members() {
    List<Symbol> old = symbol.choiceNodeOrNull().symbolOrNull().choiceMembers();
    return old.isEmpty() ? symbol.choiceNodeOrNull().choiceMembers() : old;
  }

  private List<Fix> siblingFixes() {
    List<Fix> fixes = new ArrayList<>();
    for (Symbol member : members()) {
      if (member != symbol && fixes.size() < MAX_FIXES) {
        prove(List.of(new Assignment(member.name(), "y"))).ifPresent(fixes::add);
      }
    }
    return fixes;
  }

  private OptionExplanation range() {
    Symbol nearest = evaluation.ranges().violated(symbol, wanted.value());
    if (logic || nearest == null) {
      // No known reason: conf has quirks that are not modelled here.
      String words = "conf computes a different value";
      return result(Verdict.RANGE, List.of(ChainLink.of(words)), List.of(), false);
    }
    Property range = evaluation.ranges().of(symbol);
    String bounds = tried.value(range.lowOrNull()) + " and " + tried.value(range.highOrNull());
    ChainLink reason = ChainLink.of("must be between " + bounds, range.position());
    return result(Verdict.RANGE, List.of(reason), changed(tried.value(nearest)), false);
  }

  /** The same option with another value, if that takes. */
  private List<Fix> changed(String value) {
    Assignment other = new Assignment(wanted.name(), value);
    Configuration result = explainer.with(List.of(other));
    boolean works =
        OptionExplainer.takes(result, other)
            && explainer.keepsOthers(wanted, result, List.of(other));
    return works ? List.of(explainer.fix(List.of(other))) : List.of();
  }

  /** Turning off what selects the option. */
  private List<Fix> loweringFixes() {
    List<Assignment> off = new ArrayList<>();
    for (Property select : reasons.activeSelects(symbol)) {
      off.add(new Assignment(select.node().symbolOrNull().name(), "n"));
    }
    return off.isEmpty() || off.size() > 6 ? List.of() : prove(off).map(List::of).orElse(List.of());
  }

  /** For an option without a prompt: meets the condition of the default with the wanted value. */
  private List<Fix> defaultFixes() {
    FixSearch search = new FixSearch(tried, wanted.value().equals("m"));
    List<Fix> fixes = new ArrayList<>();
    for (Property property : symbol.defaults()) {
      Symbol target = property.targetOrNull();
      if (target == null || !target.name().equals(wanted.value())) {
        continue;
      }
      for (FixSearch.Plan plan : search.atLeast(property.conditionOrNull(), Evaluation.M)) {
        if (fixes.size() < MAX_FIXES && !plan.settings().isEmpty()) {
          prove(plan.assignments()).ifPresent(fixes::add);
        }
      }
    }
    return fixes;
  }

  /** Additions that make it take, found along its dependencies and proven. */
  private List<Fix> fixes(boolean settable) {
    FixSearch search = new FixSearch(tried, wanted.value().equals("m"));
    List<FixSearch.Plan> plans =
        settable
            ? search.setting(symbol, wanted.value(), logic ? wantedTri : Evaluation.M)
            : search.raise(symbol, wantedTri);
    exhausted = plans.isEmpty() && !search.incomplete();
    List<Fix> fixes = new ArrayList<>();
    int trials = 0;
    for (FixSearch.Plan plan : plans) {
      if (fixes.size() >= MAX_FIXES || ++trials > MAX_TRIALS) {
        break;
      }
      List<Assignment> additions = new ArrayList<>(plan.assignments());
      additions.removeIf(a -> a.name().equals(wanted.name()));
      repaired(additions, settable).filter(f -> !covered(f, fixes)).ifPresent(fixes::add);
    }
    return fixes;
  }

  /** Tries a plan; what still is in the way afterwards is added, a few times. */
  private Optional<Fix> repaired(List<Assignment> additions, boolean settable) {
    List<Assignment> all = new ArrayList<>(additions);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Configuration result = explainer.with(all(all));
      if (OptionExplainer.takes(result, wanted)) {
        return proven(all, result);
      }
      Optional<Fix> bounded = withinRange(result, all);
      if (bounded.isPresent()) {
        return bounded;
      }
      FixSearch search = new FixSearch(result, wanted.value().equals("m"));
      List<FixSearch.Plan> more =
          settable
              ? search.setting(symbol, wanted.value(), logic ? wantedTri : Evaluation.M)
              : search.raise(symbol, wantedTri);
      int before = all.size();
      if (!more.isEmpty()) {
        for (Assignment a : more.get(0).assignments()) {
          boolean news = all.stream().noneMatch(b -> b.name().equals(a.name()));
          if (news && !a.name().equals(wanted.name())) {
            all.add(a);
          }
        }
      }
      if (all.size() == before) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A plan that works, without what it does not need, and with the values that its options get. */
  private Optional<Fix> proven(List<Assignment> additions, Configuration result) {
    List<Assignment> settled = settled(additions, result);
    Configuration again = settled.equals(additions) ? result : explainer.with(all(settled));
    return OptionExplainer.takes(again, wanted) && explainer.keepsOthers(wanted, again, settled)
        ? Optional.of(explainer.fix(smallest(settled)))
        : Optional.empty();
  }

  /** A module that something else makes built-in cannot be asked for as a module. */
  private static List<Assignment> settled(List<Assignment> additions, Configuration result) {
    return additions.stream()
        .map(
            a ->
                a.value().equals("m") && result.value(a.name()).filter("y"::equals).isPresent()
                    ? new Assignment(a.name(), "y")
                    : a)
        .toList();
  }

  /** A number that became settable but is out of range: the nearest one, with the additions. */
  private Optional<Fix> withinRange(Configuration result, List<Assignment> additions) {
    Evaluation evaluated = result.evaluation();
    evaluated.calculate(symbol);
    Symbol bound = evaluated.ranges().violated(symbol, wanted.value());
    if (bound == null || evaluated.visibility(symbol) == Evaluation.N) {
      return Optional.empty();
    }
    Assignment nearest = new Assignment(wanted.name(), result.value(bound));
    List<Assignment> all = new ArrayList<>(additions);
    all.add(nearest);
    Configuration bounded = explainer.with(all);
    return OptionExplainer.takes(bounded, nearest) && explainer.keepsOthers(wanted, bounded, all)
        ? Optional.of(explainer.fix(all))
        : Optional.empty();
  }

  private List<Assignment> all(List<Assignment> additions) {
    List<Assignment> all = new ArrayList<>(additions);
    all.add(wanted);
    return all;
  }

  /** Leaves out what is not needed after all. */
  private List<Assignment> smallest(List<Assignment> additions) {
    List<Assignment> kept = new ArrayList<>(additions);
    for (Assignment candidate : additions) {
      if (kept.size() == 1) {
        break;
      }
      List<Assignment> fewer = new ArrayList<>(kept);
      fewer.remove(candidate);
      Configuration result = explainer.with(all(fewer));
      if (OptionExplainer.takes(result, wanted) && explainer.keepsOthers(wanted, result, fewer)) {
        kept = fewer;
      }
    }
    return kept;
  }

  private Optional<Fix> prove(List<Assignment> additions) {
    boolean own = additions.stream().anyMatch(a -> a.name().equals(wanted.name()));
    Configuration result = explainer.with(own ? additions : all(additions));
    return OptionExplainer.takes(result, wanted) && explainer.keepsOthers(wanted, result, additions)
        ? Optional.of(explainer.fix(additions))
        : Optional.empty();
  }

  private boolean covered(Fix fix, List<Fix> fixes) {
    return fixes.stream().anyMatch(f -> fix.additions().containsAll(f.additions()));
  }

  private OptionExplanation result(
      Verdict verdict, List<ChainLink> why, List<Fix> fixes, boolean impossible) {
    return new OptionExplanation(
        wanted, Optional.of(became), verdict, why, fixes, List.of(), impossible);
  }
}
