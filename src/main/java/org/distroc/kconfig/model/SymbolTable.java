package org.distroc.kconfig.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distroc.kconfig.value.SymbolType;

/**
 * The symbols of one tree by name. A quoted text and an option of the same name are different
 * symbols; so are a named choice and an option.
 */
public final class SymbolTable {
  final Symbol yes;
  final Symbol mod;
  final Symbol no;

  private final List<Symbol> byId = new ArrayList<>(1 << 14);
  private final Map<String, Symbol> options = new HashMap<>(1 << 15);
  private final Map<String, Symbol> constants = new HashMap<>();
  private final Map<String, Symbol> choices = new HashMap<>();

  /** Placeholders of shell results that are not available yet; not among the other symbols. */
  private final Map<Integer, Symbol> promises = new HashMap<>();

  SymbolTable() {
    yes = add(new Symbol(0, "y", true, false));
    mod = add(new Symbol(1, "m", true, false));
    no = add(new Symbol(2, "n", true, false));
    List.of(yes, mod, no).forEach(s -> s.type = SymbolType.TRISTATE);
  }

  /** The option of that name, made when it is new. The names y, m and n are the constants. */
  public Symbol option(String name) {
    Symbol known = logic(name);
    known = known != null ? known : options.get(name);
    if (known == null) {
      known = add(new Symbol(byId.size(), name, false, false));
      options.put(name, known);
    }
    return known;
  }

  /** The placeholder of a shell result; {@link ShellPromiseResolver} replaces it. */
  public Symbol promised(int number) {
    int id = ExprFactory.MAX_ID - 1 - number;
    return promises.computeIfAbsent(number, n -> new Symbol(id, "", true, false));
  }

  /** Which promise a symbol is a placeholder for; -1 for every ordinary symbol. */
  int promise(Symbol symbol) {
    int number = ExprFactory.MAX_ID - 1 - symbol.id;
    return promises.get(number) == symbol ? number : -1;
  }

  /** The quoted text. */
  public Symbol constant(String text) {
    Symbol logic = logic(text);
    return logic != null
        ? logic
        : constants.computeIfAbsent(text, n -> add(new Symbol(byId.size(), n, true, false)));
  }

  /** The choice of that name (older kernels), or a new one when the name is null. */
  public Symbol choice(String name) {
    return name == null
        ? add(new Symbol(byId.size(), null, false, true))
        : choices.computeIfAbsent(name, n -> add(new Symbol(byId.size(), n, false, true)));
  }

  /** What a line of a {@code .config} file means by a name; null when nothing has it. */
  public Symbol find(String name) {
    Symbol logic = logic(name);
    Symbol option = logic != null ? logic : options.get(name);
    return option != null ? option : choices.get(name);
  }

  /** Every symbol, y, m and n first. */
  public List<Symbol> all() {
    return byId;
  }

  /**
   * All but y, m and n in the order in which {@code conf} walks its hash table: where symbols
   * depend on each other in a cycle, or choices are set up, the order shows in the result.
   */
  Symbol[] inHashOrder(int buckets) {
    // In each bucket the symbol that was made last comes first.
    Symbol[] first = new Symbol[buckets];
    Symbol[] after = new Symbol[byId.size()];
    for (Symbol symbol : byId.subList(3, byId.size())) {
      int bucket = symbol.name == null ? 0 : bucket(symbol.name, buckets);
      after[symbol.id] = first[bucket];
      first[bucket] = symbol;
    }
    Symbol[] order = new Symbol[byId.size() - 3];
    int at = 0;
    for (Symbol head : first) {
      for (Symbol symbol = head; symbol != null; symbol = after[symbol.id]) {
        order[at++] = symbol;
      }
    }
    return order;
  }

  /** FNV-1a on the bytes of the name, as signed characters. */
  private static int bucket(String name, int buckets) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ (byte) name.charAt(i)) * 0x01000193;
    }
    return Integer.remainderUnsigned(hash, buckets);
  }

  private Symbol logic(String name) {
    if (name.length() != 1) {
      return null;
    }
    return switch (name.charAt(0)) {
      case 'y' -> yes;
      case 'm' -> mod;
      case 'n' -> no;
      default -> null;
    };
  }

  private Symbol add(Symbol symbol) {
    KconfigLimits.check(byId.size() < KconfigLimits.SYMBOLS, "symbols");
    byId.add(symbol);
    return symbol;
  }
}
