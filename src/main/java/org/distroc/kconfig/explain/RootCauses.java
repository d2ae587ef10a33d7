package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.eval.Evaluation;
import org.distroc.kconfig.explain.LineGroup.Kind;
import org.distroc.kconfig.explain.LineGroup.Proof;
import org.distroc.kconfig.explain.OptionExplanation.Verdict;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;

/**
 * What would have to be set so that lost lines of a file take effect: what their options depend on,
 * without what the file itself sets. First everything is tried at once, in a few rounds; then each
 * set of settings by itself.
 */
final class RootCauses {
  private static final int MAX_ROUNDS = 3;

  /** So many sets are tried by themselves, the largest groups first. */
  private static final int MAX_PROOFS = 10;

  /** Of the search along the dependencies, for all lines together. */
  private static final long MAX_STEPS = 400_000;

  private final Configuration given;
  private final OptionExplainer explainer;
  private final List<SettingLine> lost;

  /** What the file sets, by name. */
  private final Map<String, Assignment> said = new HashMap<>();

  /** Lines that take effect now, and should do so with a remedy too. */
  private final List<SettingLine> kept = new ArrayList<>();

  private final Map<SettingLine, Map<String, Assignment>> needs = new LinkedHashMap<>();
  private final Map<String, Assignment> union = new LinkedHashMap<>();
  private final List<SettingLine> solved = new ArrayList<>();
  private long steps;

  RootCauses(
      Configuration given,
      OptionExplainer explainer,
      List<SettingLine> lines,
      List<SettingLine> lost) {
    this.given = given;
    this.explainer = explainer;
    this.lost = lost;
    for (SettingLine line : lines) {
      given
          .model()
          .option(line.name())
          .filter(option -> option.type().accepts(line.wanted().value()))
          .ifPresent(option -> said.put(line.name(), line.wanted()));
      if (line.isOn() && OptionExplainer.takes(given, line.wanted())) {
        kept.add(line);
      }
    }
  }

  /** The lines with known remedies, grouped by them. */
  List<LineGroup> find() {
    Configuration joint = satisfy();
    Map<String, List<SettingLine>> byNeeds = new LinkedHashMap<>();
    needs.forEach(
        (line, of) -> {
          if (OptionExplainer.takes(joint, line.wanted())) {
            byNeeds.computeIfAbsent(key(of), k -> new ArrayList<>()).add(line);
          }
        });
    List<List<SettingLine>> groups = new ArrayList<>(byNeeds.values());
    groups.sort(Comparator.comparing(of -> -of.size()));
    List<LineGroup> found = new ArrayList<>();
    for (List<SettingLine> of : groups) {
      prove(of, found.size() < MAX_PROOFS, found);
    }
    solved.addAll(found.stream().flatMap(group -> group.lines().stream()).toList());
    return found;
  }

  /** The lines that {@link #find} has no remedy for. */
  List<SettingLine> unsolved() {
    List<SettingLine> rest = new ArrayList<>(lost);
    rest.removeAll(new HashSet<>(solved));
    return rest;
  }

  private static String key(Map<String, Assignment> needs) {
    return String.join(" ", needs.values().stream().map(Assignment::toString).sorted().toList());
  }

  /** Collects what is needed until nothing more is found. */
  private Configuration satisfy() {
    Configuration reached = given;
    List<SettingLine> pending = lost;
    for (int round = 0; round < MAX_ROUNDS && !pending.isEmpty(); round++) {
      int known = union.size();
      FixSearch whole = new FixSearch(reached, false);
      FixSearch modular = new FixSearch(reached, true);
      for (SettingLine line : pending) {
        // At first, m in the file is as good as y.
        look(line, line.wanted().value().equals("m") ? modular : whole, round == 0);
      }
      if (union.size() == known) {
        if (round == 0) {
          continue;
        }
        break;
      }
      reached = explainer.with(List.copyOf(union.values()));
      Configuration now = reached;
      pending = pending.stream().filter(l -> !OptionExplainer.takes(now, l.wanted())).toList();
    }
    return reached;
  }

  private void look(SettingLine line, FixSearch search, boolean lenient) {
    if (steps > MAX_STEPS) {
      return;
    }
    Symbol symbol = given.model().option(line.name()).orElseThrow();
    byte wanted = tristate(line);
    search.restart();
    List<FixSearch.Plan> plans =
        symbol.hasPrompt()
            ? search.setting(symbol, line.wanted().value(), wanted)
            : search.raise(symbol, wanted);
    steps += search.restart();
    plans.stream()
        .map(plan -> missing(plan, lenient))
        .min(Comparator.<List<Assignment>>comparingInt(List::size).thenComparing(this::fresh))
        .ifPresent(
            missing -> {
              Map<String, Assignment> of = needs.computeIfAbsent(line, l -> new LinkedHashMap<>());
              for (Assignment one : missing) {
                Assignment shared = union.merge(one.name(), one, RootCauses::higher);
                of.put(one.name(), shared);
              }
              if (of.isEmpty()) {
                needs.remove(line);
              }
            });
  }

  private static byte tristate(SettingLine line) {
    return line.wanted().value().equals("y") ? Evaluation.Y : Evaluation.M;
  }

  private static Assignment higher(Assignment one, Assignment other) {
    return other.value().equals("y") ? other : one;
  }

  /** How many settings no other line needs so far. */
  private int fresh(List<Assignment> missing) {
    return (int) missing.stream().filter(one -> !union.containsKey(one.name())).count();
  }

  /** Without what the file sets itself. */
  private List<Assignment> missing(FixSearch.Plan plan, boolean lenient) {
    return plan.assignments().stream().filter(one -> !isSaid(one, lenient)).toList();
  }

  private boolean isSaid(Assignment one, boolean lenient) {
    Assignment line = said.get(one.name());
    return line != null && (line.equals(one) || lenient && isOn(line) && isOn(one));
  }

  private static boolean isOn(Assignment one) {
    return one.value().equals("y") || one.value().equals("m");
  }

  /**
   * Adds a group with its proof; lines that need more than the others make a group of their own.
   */
  private void prove(List<SettingLine> of, boolean alone, List<LineGroup> found) {
    List<Assignment> settings = List.copyOf(needs.get(of.get(0)).values());
    List<SettingLine> proven = new ArrayList<>();
    List<SettingLine> others = new ArrayList<>(of);
    if (alone) {
      Configuration result = explainer.with(settings);
      boolean keeps =
          kept.stream()
              .allMatch(l -> OptionExplainer.takes(result, l.wanted()) || names(settings, l));
      others.removeIf(l -> keeps && OptionExplainer.takes(result, l.wanted()) && proven.add(l));
    }
    if (!proven.isEmpty()) {
      found.add(group(proven, settings, Proof.ALONE));
    }
    if (!others.isEmpty()) {
      found.add(group(others, settings, Proof.JOINT));
    }
  }

  private static boolean names(List<Assignment> settings, SettingLine line) {
    return settings.stream().anyMatch(one -> one.name().equals(line.name()));
  }

  private LineGroup group(List<SettingLine> of, List<Assignment> settings, Proof proof) {
    return new LineGroup(Kind.LOST, of, explanation(given, of.get(0)), settings, proof);
  }

  /** Why a line does not take effect, without a remedy. */
  static OptionExplanation explanation(Configuration given, SettingLine line) {
    Symbol symbol = given.model().option(line.name()).orElseThrow();
    DependencyChain chain = new DependencyChain(given);
    Evaluation evaluation = given.evaluation();
    evaluation.calculate(symbol);
    byte wanted = tristate(line);
    boolean low = evaluation.visibility(symbol) < wanted && line.isOn();
    List<ChainLink> reasons =
        low && symbol.hasPrompt()
            ? chain.hidden(symbol, symbol.type().isLogic() ? wanted : Evaluation.M)
            : List.of();
    if (reasons.isEmpty()) {
      reasons =
          low
              ? chain.whyLow(symbol, wanted, 0).map(List::of).orElse(List.of())
              : List.of(chain.whySet(symbol));
    }
    return new OptionExplanation(
        line.wanted(),
        Optional.of(given.value(symbol)),
        Verdict.UNMET_DEPENDENCY,
        reasons,
        List.of(),
        List.of(),
        false);
  }
}
