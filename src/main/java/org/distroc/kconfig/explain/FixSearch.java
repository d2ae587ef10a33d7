package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.eval.Evaluation;
import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.Expr.Relation;
import org.distroc.kconfig.model.Property;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.SymbolType;

/**
 * Looks for sets of settings that would give an expression or an option a value. It follows the
 * dependencies and ignores what settings do to each other: its candidates must be tried.
 */
final class FixSearch {
  /** A set of settings with its cost to the user; symbols in the order to set them. */
  record Plan(Map<Symbol, String> settings, double cost) {
    static final Plan NOTHING = new Plan(Map.of(), 0);

    Plan plus(double more) {
      return new Plan(settings, cost + more);
    }

    List<Assignment> assignments() {
      return settings.entrySet().stream()
          .map(e -> new Assignment(e.getKey().name(), e.getValue()))
          .toList();
    }
  }

  private static final int MAX_PLANS = 10;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_SELECTORS = 60;
  private static final int MAX_STEPS = 20_000;

  /** More than one setting more. */
  private static final double DETOUR = 1.25;

  /** Options that are legal to set but change what kind of kernel it is. */
  private static final Map<String, Double> DISLIKED =
      Map.of(
          "BROKEN",
          50.0,
          "COMPILE_TEST",
          8.0,
          "EXPERT",
          3.0,
          "STAGING",
          3.0,
          "MODULES",
          1.0,
          "DEBUG_KERNEL",
          1.0,
          "64BIT",
          4.0);

  private final Configuration configuration;
  private final Evaluation evaluation;

  /** Whether m is as good as y for what has to be set. */
  private final boolean modular;

  private final Set<Symbol> visiting = new HashSet<>();
  private final Map<String, List<Plan>> known = new HashMap<>();

  /** Whether the search was cut short. */
  private boolean incomplete;

  private int steps;

  FixSearch(Configuration configuration, boolean modular) {
    this.configuration = configuration;
    this.modular = modular;
    this.evaluation = configuration.evaluation();
  }

  boolean incomplete() {
    return incomplete;
  }

  /** Starts counting steps again, for another option; returns how many the last one took. */
  int restart() {
    int taken = steps;
    steps = 0;
    incomplete = false;
    return taken;
  }

  /**
   * Ways to make an expression at least {@code wanted}, cheapest first; none when there is none.
   */
  List<Plan> atLeast(Expr e, byte wanted) {
    if (e == null || wanted == Evaluation.N || evaluation.evaluate(e) >= wanted) {
      return List.of(Plan.NOTHING);
    }
    if (e instanceof Expr.And and) {
      return both(atLeast(and.left(), wanted), atLeast(and.right(), wanted));
    }
    if (e instanceof Expr.Or or) {
      return either(atLeast(or.left(), wanted), atLeast(or.right(), wanted));
    }
    if (e instanceof Expr.Not not) {
      return atMost(not.operand(), (byte) (Evaluation.Y - wanted));
    }
    if (e instanceof Expr.Compare c) {
      return compared(c, c.relation());
    }
    return raise(((Expr.Ref) e).symbol(), wanted);
  }

  /** Ways to make an expression at most {@code wanted}. */
  private List<Plan> atMost(Expr e, byte wanted) {
    if (evaluation.evaluate(e) <= wanted) {
      return List.of(Plan.NOTHING);
    }
    if (e instanceof Expr.And and) {
      return either(atMost(and.left(), wanted), atMost(and.right(), wanted));
    }
    if (e instanceof Expr.Or or) {
      return both(atMost(or.left(), wanted), atMost(or.right(), wanted));
    }
    if (e instanceof Expr.Not not) {
      return atLeast(not.operand(), (byte) (Evaluation.Y - wanted));
    }
    if (e instanceof Expr.Compare c) {
      return compared(c, c.relation().negated());
    }
    return lower(((Expr.Ref) e).symbol(), wanted);
  }

  private List<Plan> compared(Expr.Compare c, Relation relation) {
    Symbol left = c.left();
    Symbol right = c.right();
    if (left.type().isLogic() && right.id() <= 2 && left.id() > 2) {
      byte value = evaluationValue(right);
      if (relation == Relation.EQ) {
        return exactly(left, value);
      }
      if (relation == Relation.NE) {
        return value == Evaluation.N
            ? either(raise(left, Evaluation.M), raise(left, Evaluation.Y))
            : lower(left, (byte) (value - 1));
      }
      return List.of();
    }
    // Numbers are not solved for: nothing is called impossible because of one that could change.
    incomplete |= !isFixed(left) || !isFixed(right);
    boolean number = left.type() == SymbolType.INT || left.type() == SymbolType.HEX;
    boolean usable = number || left.type() == SymbolType.STRING && relation == Relation.EQ;
    if (!usable || !right.isConstant() || !left.hasPrompt()) {
      return List.of();
    }
    boolean fits = relation == Relation.EQ || relation == Relation.GE || relation == Relation.LE;
    return fits ? setting(left, right.name(), Evaluation.Y) : List.of();
  }

  /** Whether no setting changes a value: a constant, or a capability of the compiler. */
  private static boolean isFixed(Symbol symbol) {
    if (symbol.isLiteral() || symbol.definitions().isEmpty()) {
      return true;
    }
    for (Property property : symbol.defaults()) {
      Symbol target = property.targetOrNull();
      boolean plain = target != null && (target.isLiteral() || target.definitions().isEmpty());
      if (!plain || property.conditionOrNull() != null) {
        return false;
      }
    }
    return !symbol.hasPrompt();
  }

  private byte evaluationValue(Symbol constant) {
    return evaluation.tri(constant);
  }

  private List<Plan> exactly(Symbol symbol, byte value) {
    evaluation.calculate(symbol);
    byte now = evaluation.tri(symbol);
    return now < value ? raise(symbol, value) : lower(symbol, value);
  }

  /** Ways to bring a symbol to at least {@code wanted}: by setting, selecting, or its defaults. */
  List<Plan> raise(Symbol symbol, byte wanted) {
    evaluation.calculate(symbol);
    if (evaluation.tri(symbol) >= wanted) {
      return List.of(Plan.NOTHING);
    }
    if (symbol.id() <= 2 || symbol.definitions().isEmpty() || !symbol.type().isLogic()) {
      return List.of();
    }
    String key = symbol.id() + ">" + wanted;
    List<Plan> done = known.get(key);
    if (done != null) {
      return done;
    }
    if (visiting.size() >= MAX_DEPTH || ++steps > MAX_STEPS) {
      incomplete = true;
      return List.of();
    }
    if (!visiting.add(symbol)) {
      return List.of();
    }
    List<Plan> plans = raiseNew(symbol, wanted);
    visiting.remove(symbol);
    if (visiting.isEmpty()) {
      known.put(key, plans);
    }
    return plans;
  }

  private List<Plan> raiseNew(Symbol symbol, byte wanted) {
    boolean whole = symbol.type() == SymbolType.BOOL || !modular;
    byte value = whole ? Evaluation.Y : wanted;
    List<Plan> plans = List.of();
    if (symbol.isChoice()) {
      return !symbol.hasPrompt()
          ? plans
          : atLeast(symbol.prompts().get(0).conditionOrNull(), wanted);
    }
    if (symbol.hasPrompt()) {
      plans = setting(symbol, Evaluation.letter(value), value);
      if (plans.isEmpty() && value != wanted && evaluation.hasModules()) {
        plans = setting(symbol, Evaluation.letter(wanted), wanted);
      }
    } else {
      for (Property property : symbol.defaults()) {
        List<Plan> applies = atLeast(property.conditionOrNull(), Evaluation.M);
        plans = either(plans, both(applies, atLeast(property.valueOrNull(), wanted)));
      }
    }
    incomplete |= plans.isEmpty() && symbol.impliedByOrNull() != null;
    if (plans.isEmpty() || !symbol.hasPrompt()) {
      plans = either(plans, selecting(symbol, wanted));
    }
    return plans;
  }

  /** Setting the option itself, once its prompt is visible. */
  List<Plan> setting(Symbol symbol, String value, byte visible) {
    boolean modules = value.equals("m") && !evaluation.hasModules();
    List<Plan> first =
        modules ? raise(configuration.model().modules(), Evaluation.Y) : List.of(Plan.NOTHING);
    List<Plan> ways = List.of();
    for (Property prompt : symbol.prompts()) {
      byte needed = symbol.type() == SymbolType.TRISTATE ? visible : Evaluation.M;
      ways = either(ways, atLeast(prompt.conditionOrNull(), needed));
    }
    Plan own = new Plan(Map.of(symbol, value), cost(symbol, value));
    return both(both(first, ways), List.of(own));
  }

  private List<Plan> selecting(Symbol symbol, byte wanted) {
    List<Property> selectors = configuration.model().selectors(symbol);
    if (selectors.size() > MAX_SELECTORS) {
      incomplete = true;
    }
    List<Plan> plans = List.of();
    for (Property select : selectors.subList(0, Math.min(MAX_SELECTORS, selectors.size()))) {
      List<Plan> selector = raise(select.node().symbolOrNull(), wanted);
      if (!selector.isEmpty()) {
        double detour = distance(select.node().symbolOrNull(), symbol);
        List<Plan> applies = both(selector, atLeast(select.conditionOrNull(), wanted));
        plans = either(plans, applies.stream().map(p -> p.plus(detour)).toList());
      }
    }
    return plans;
  }

  /**
   * How far an option is from one that it selects: what belongs together has a common name and
   * folder, and what people of the architecture use is nearer than what they don't.
   */
  private double distance(Symbol selector, Symbol selected) {
    double byName = selector.name().startsWith(selected.name() + "_") ? 0 : DETOUR;
    double byFolder = folder(selector).equals(folder(selected)) ? 0 : DETOUR;
    double byHabit = configuration.model().defconfigOptions().contains(selector) ? 0 : DETOUR;
    return byName + byFolder + byHabit;
  }

  private static String folder(Symbol symbol) {
    String file = symbol.definitions().get(0).position().file();
    return file.substring(0, Math.max(0, file.lastIndexOf('/')));
  }

  private List<Plan> lower(Symbol symbol, byte wanted) {
    evaluation.calculate(symbol);
    if (evaluation.tri(symbol) <= wanted) {
      return List.of(Plan.NOTHING);
    }
    if (symbol.id() <= 2 || !visiting.add(symbol)) {
      return List.of();
    }
    try {
      return lowerNew(symbol, wanted);
    } finally {
      visiting.remove(symbol);
    }
  }

  private List<Plan> lowerNew(Symbol symbol, byte wanted) {
    List<Plan> plans = List.of(Plan.NOTHING);
    for (Property select : new DependencyChain(configuration).activeSelects(symbol)) {
      plans = both(plans, lower(select.node().symbolOrNull(), wanted));
    }
    if (symbol.isChoiceValue() && symbol.choiceNodeOrNull() != null) {
      return both(plans, siblings(symbol));
    }
    if (evaluation.visibility(symbol) > Evaluation.N) {
      // Without modules there is nothing between y and n.
      boolean modular = symbol.type() == SymbolType.TRISTATE && evaluation.hasModules();
      String value = Evaluation.letter(modular ? wanted : Evaluation.N);
      return both(plans, List.of(new Plan(Map.of(symbol, value), cost(symbol, value))));
    }
    for (Property property : symbol.defaults()) {
      if (evaluation.evaluate(property.conditionOrNull()) > Evaluation.N) {
        return both(plans, atMost(property.valueOrNull(), wanted));
      }
    }
    return plans;
  }

  /** A choice lets go of a member when another is taken. */
  private List<Plan> siblings(Symbol member) {
    List<Symbol> members =
        member.choiceNodeOrNull().symbolOrNull().choiceMembers().isEmpty()
            ? member.choiceNodeOrNull().choiceMembers()
            : member.choiceNodeOrNull().symbolOrNull().choiceMembers();
    List<Plan> plans = new ArrayList<>();
    for (Symbol other : members) {
      if (other != member && evaluation.visibility(other) > Evaluation.N) {
        plans.add(new Plan(Map.of(other, "y"), cost(other, "y")));
      }
    }
    return best(plans);
  }

  private double cost(Symbol symbol, String value) {
    double cost = value.equals("n") ? 1.5 : 1;
    if (configuration.asked(symbol.name()).isPresent()) {
      // The recipe's own settings are changed last.
      cost += 20;
    }
    return cost + DISLIKED.getOrDefault(symbol.name(), 0.0);
  }

  private List<Plan> either(List<Plan> a, List<Plan> b) {
    List<Plan> all = new ArrayList<>(a);
    all.addAll(b);
    return best(all);
  }

  private List<Plan> both(List<Plan> a, List<Plan> b) {
    List<Plan> all = new ArrayList<>();
    for (Plan left : a) {
      for (Plan right : b) {
        Plan joined = joined(left, right);
        if (joined != null) {
          all.add(joined);
        }
      }
    }
    return best(all);
  }

  /** Both sets; null when they contradict each other. */
  private Plan joined(Plan left, Plan right) {
    if (left.settings.isEmpty() || right.settings.isEmpty()) {
      return left.settings.isEmpty() ? right : left;
    }
    Map<Symbol, String> settings = new LinkedHashMap<>(left.settings);
    double cost = left.cost + right.cost;
    for (Map.Entry<Symbol, String> entry : right.settings.entrySet()) {
      String before = settings.putIfAbsent(entry.getKey(), entry.getValue());
      if (before != null) {
        if (!before.equals(entry.getValue())) {
          boolean more = before.equals("m") && entry.getValue().equals("y");
          if (!more && !(before.equals("y") && entry.getValue().equals("m"))) {
            return null;
          }
          settings.put(entry.getKey(), "y");
        }
        cost -= cost(entry.getKey(), entry.getValue());
      }
    }
    return new Plan(settings, cost);
  }

  private List<Plan> best(List<Plan> plans) {
    List<Plan> sorted = new ArrayList<>(plans);
    sorted.sort(Comparator.comparingDouble(Plan::cost));
    List<Plan> best = new ArrayList<>();
    Set<Map<Symbol, String>> seen = new HashSet<>();
    for (Plan plan : sorted) {
      if (seen.add(plan.settings)) {
        incomplete |= best.size() == MAX_PLANS;
        if (best.size() < MAX_PLANS) {
          best.add(plan);
        }
      }
    }
    return best;
  }
}
