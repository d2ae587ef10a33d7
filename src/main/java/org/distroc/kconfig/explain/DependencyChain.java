package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.eval.Evaluation;
import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.MenuNode.Dependency;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;

/** Finds the chain of reasons for a value, along the dependencies as they are written. */
final class DependencyChain {
  private static final String INSIDE_IF = "is inside `if ";
  private static final String SAID = ", see above";
  private static final int MAX_DEPTH = 12;
  private static final int MAX_ALTERNATIVES = 5;

  private final Configuration configuration;
  private final Evaluation evaluation;
  private final Set<Symbol> explained = new HashSet<>();

  DependencyChain(Configuration configuration) {
    this.configuration = configuration;
    this.evaluation = configuration.evaluation();
  }

  /** Why a user cannot set the option to this value: each line that prevents it. */
  List<ChainLink> hidden(Symbol symbol, byte wanted) {
    explained.add(symbol);
    return hidden(symbol, wanted, 0);
  }

  private List<ChainLink> hidden(Symbol symbol, byte wanted, int depth) {
    List<ChainLink> reasons = new ArrayList<>();
    for (Property prompt : symbol.prompts()) {
      List<ChainLink> own = new ArrayList<>();
      MenuNode node = prompt.node();
      for (Dependency line : node.dependencies()) {
        missing(line, wanted, depth, "depends on ", own);
      }
      if (prompt.writtenConditionOrNull() != null) {
        Dependency line = new Dependency(prompt.writtenConditionOrNull(), prompt.position());
        missing(line, wanted, depth, "has a prompt only if ", own);
      }
      for (MenuNode block = node.enclosingOrNull();
          block != null;
          block = block.enclosingOrNull()) {
        surrounding(block, wanted, depth, own);
      }
      // The definition that is nearest to being visible is the one to report.
      if (reasons.isEmpty() || !own.isEmpty() && own.size() < reasons.size()) {
        reasons = own;
      }
    }
    return withoutRepetitions(reasons);
  }

  /** Drops chains that only repeat an earlier one, unless nothing would remain. */
  private static List<ChainLink> withoutRepetitions(List<ChainLink> reasons) {
    List<ChainLink> fresh =
        reasons.stream()
            .filter(
                r ->
                    r.because().isEmpty()
                        || !r.because().stream().allMatch(DependencyChain::isRepetition))
            .toList();
    return fresh.isEmpty() ? reasons : fresh;
  }

  private static boolean isRepetition(ChainLink reason) {
    return reason.text().endsWith(SAID);
  }

  private void surrounding(MenuNode block, byte wanted, int depth, List<ChainLink> reasons) {
    String words =
        block.isIf()
            ? INSIDE_IF
            : block.isChoice()
                ? "is in a choice that depends on "
                : "is in a menu that depends on ";
    for (Dependency line : block.dependencies()) {
      missing(line, wanted, depth, words, reasons);
    }
    for (Dependency line : block.visibilities()) {
      missing(line, wanted, depth, "is in a menu visible only if ", reasons);
    }
    if (block.isChoice()
        && block.promptOrNull() != null
        && block.promptOrNull().writtenConditionOrNull() != null) {
      Dependency line =
          new Dependency(
              block.promptOrNull().writtenConditionOrNull(), block.promptOrNull().position());
      missing(line, wanted, depth, "is in a choice shown only if ", reasons);
    }
  }

  /** Adds a reason for each part of a line that is too low. */
  private void missing(
      Dependency line, byte wanted, int depth, String words, List<ChainLink> reasons) {
    if (evaluation.evaluate(line.expr()) < wanted) {
      fail(line.expr(), wanted, line.position(), depth, words, reasons);
    }
  }

  private void fail(
      Expr e, byte wanted, Position at, int depth, String words, List<ChainLink> reasons) {
    if (e instanceof Expr.And and) {
      for (Expr side : List.of(and.left(), and.right())) {
        if (evaluation.evaluate(side) < wanted) {
          fail(side, wanted, at, depth, words, reasons);
        }
      }
      return;
    }
    String value = Evaluation.letter(evaluation.evaluate(e));
    String shown = isConstant(e) ? asWritten(e, at) : e.toString();
    String text = words.equals(INSIDE_IF) ? words + shown + "`" : words + shown;
    ChainLink reason = ChainLink.of(text + ", which is " + value, at);
    reasons.add(reason.because(depth >= MAX_DEPTH ? List.of() : causes(e, wanted, depth + 1)));
  }

  private static boolean isConstant(Expr e) {
    return e instanceof Expr.Ref ref && ref.symbol().id() <= 2;
  }

  /** The expansion of a macro says nothing to a reader; show the macros of the line. */
  private String asWritten(Expr e, Position at) {
    String macros = String.join(" or ", SourceLine.macros(configuration.model().srctree(), at));
    return macros.isEmpty() ? e.toString() : macros;
  }

  private List<ChainLink> causes(Expr e, byte wanted, int depth) {
    List<ChainLink> causes = new ArrayList<>();
    collectCauses(e, wanted, depth, causes);
    return causes.size() > MAX_ALTERNATIVES ? causes.subList(0, MAX_ALTERNATIVES) : causes;
  }

  private void collectCauses(Expr e, byte wanted, int depth, List<ChainLink> causes) {
    if (e instanceof Expr.Binary b) {
      for (Expr side : List.of(b.left(), b.right())) {
        if (evaluation.evaluate(side) < wanted) {
          collectCauses(side, wanted, depth, causes);
        }
      }
    } else if (e instanceof Expr.Not not && not.operand() instanceof Expr.Ref ref) {
      causes.add(whySet(ref.symbol()));
    } else if (e instanceof Expr.Not not) {
      causes.add(ChainLink.of("`" + not.operand() + "` holds"));
    } else if (e instanceof Expr.Ref ref) {
      whyLow(ref.symbol(), wanted, depth).ifPresent(causes::add);
    } else if (e instanceof Expr.Compare c) {
      boolean asksForMore =
          c.relation() == Expr.Relation.EQ && c.right().id() < 2
              || c.relation() == Expr.Relation.NE && c.right().rawName().equals("n");
      if (asksForMore) {
        whyLow(c.left(), c.right().id() == 1 ? Evaluation.M : wanted, depth).ifPresent(causes::add);
      } else if (!c.left().isConstant()) {
        causes.add(whySet(c.left()));
      }
    }
  }

  /** Why a symbol is less than wanted; empty when it was explained already. */
  Optional<ChainLink> whyLow(Symbol symbol, byte wanted, int depth) {
    String name = symbol.name();
    evaluation.calculate(symbol);
    String value = configuration.value(symbol);
    if (symbol.id() <= 2) {
      return Optional.empty();
    }
    if (symbol.definitions().isEmpty()) {
      return Optional.of(ChainLink.of(name + " is not defined for this architecture"));
    }
    Position defined = symbol.definitions().get(0).position();
    if (!explained.add(symbol)) {
      return Optional.of(ChainLink.of(name + " is " + value + SAID));
    }
    if (!symbol.hasPrompt()) {
      return Optional.of(promptless(symbol, value, wanted, depth, defined));
    }
    if (evaluation.visibility(symbol) >= wanted) {
      return Optional.of(ChainLink.of(name + " is " + value + setBy(symbol), defined));
    }
    List<ChainLink> hidden = depth > MAX_DEPTH ? List.of() : hidden(symbol, wanted, depth);
    if (hidden.size() == 1) {
      // One link, not two: the option's name goes into the sentence about its line.
      ChainLink only = hidden.get(0);
      return Optional.of(new ChainLink(name + " " + only.text(), only.at(), only.because()));
    }
    return Optional.of(ChainLink.of(name + " is " + value, defined).because(hidden));
  }

  private ChainLink promptless(
      Symbol symbol, String value, byte wanted, int depth, Position defined) {
    List<ChainLink> links = new ArrayList<>();
    for (Property property : symbol.defaults()) {
      boolean could = !(property.valueOrNull() instanceof Expr.Ref ref) || ref.symbol().id() != 2;
      if (could && depth <= MAX_DEPTH && links.isEmpty()) {
        MenuNode node = property.node();
        node.dependencies().forEach(d -> missing(d, wanted, depth, "depends on ", links));
        for (MenuNode block = node.enclosingOrNull();
            block != null;
            block = block.enclosingOrNull()) {
          surrounding(block, wanted, depth, links);
        }
        missing(
            new Dependency(property.valueOrNull(), property.position()),
            wanted,
            depth,
            "is ",
            links);
      }
    }
    List<Property> selectors = configuration.model().selectors(symbol);
    if (!selectors.isEmpty()) {
      // What belongs to it by name is the more likely choice.
      List<Property> nearestFirst = new ArrayList<>(selectors);
      nearestFirst.sort(
          Comparator.comparing(
              p -> !p.node().symbolOrNull().name().startsWith(symbol.name() + "_")));
      links.add(ChainLink.of("it is selected only by " + names(nearestFirst)));
    }
    return ChainLink.of(symbol.name() + " is " + value + " and has no prompt", defined)
        .because(links);
  }

  /** The first few options that have these properties. */
  static String names(List<Property> properties) {
    List<String> names =
        properties.stream().map(p -> p.node().symbolOrNull().name()).distinct().toList();
    int shown = Math.min(names.size(), 4);
    String more = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
    return String.join(", ", names.subList(0, shown)) + more;
  }

  /** Who gave a visible option its value. */
  private String setBy(Symbol symbol) {
    if (configuration.asked(symbol.name()).isPresent()) {
      return ": set by the recipe";
    }
    if (evaluation.isSetByUser(symbol)) {
      return ": set by " + configuration.base();
    }
    return ", its default";
  }

  /** Why an option that should be n is not. */
  ChainLink whySet(Symbol symbol) {
    evaluation.calculate(symbol);
    String value = configuration.value(symbol);
    String name = symbol.name();
    if (symbol.definitions().isEmpty()) {
      return ChainLink.of(name + " is " + value);
    }
    Position defined = symbol.definitions().get(0).position();
    List<ChainLink> selecting = selecting(symbol);
    if (!selecting.isEmpty()) {
      return ChainLink.of(name + " is " + value, defined).because(selecting);
    }
    boolean settable = symbol.hasPrompt() && evaluation.visibility(symbol) > Evaluation.N;
    String origin = settable ? setBy(symbol) : ", and cannot be set";
    return ChainLink.of(name + " is " + value + origin, defined);
  }

  /** The selects of an option that are in force now. */
  List<ChainLink> selecting(Symbol symbol) {
    List<ChainLink> reasons = new ArrayList<>();
    List<Property> active = activeSelects(symbol);
    for (Property select : active.subList(0, Math.min(MAX_ALTERNATIVES, active.size()))) {
      String selector = select.node().symbolOrNull().name();
      String value = configuration.value(select.node().symbolOrNull());
      reasons.add(
          ChainLink.of("selected by " + selector + ", which is " + value, select.position()));
    }
    if (active.size() > reasons.size()) {
      reasons.add(
          ChainLink.of("selected by " + (active.size() - reasons.size()) + " more options"));
    }
    return reasons;
  }

  List<Property> activeSelects(Symbol symbol) {
    List<Property> active = new ArrayList<>();
    for (Property select : configuration.model().selectors(symbol)) {
      evaluation.calculate(select.node().symbolOrNull());
      boolean applies = evaluation.evaluate(select.conditionOrNull()) > Evaluation.N;
      if (applies && evaluation.tri(select.node().symbolOrNull()) > Evaluation.N) {
        active.add(select);
      }
    }
    return active;
  }
}
