package org.distroc.kconfig;

import java.util.ArrayDeque;
import java.util.Deque;
import org.distroc.diag.Code;
import org.distroc.kconfig.MenuNode.Dependency;

/** Builds the menu tree while its files are read: entries in order, blocks opened and closed. */
final class MenuBuilder {
  final SymbolTable symbols;
  final ExprFactory exprs;
  final Dialect dialect;
  private final TreeDiagnostics problems;

  final MenuNode root;
  private final Deque<MenuNode> blocks = new ArrayDeque<>();
  private final Deque<MenuNode> lastInBlock = new ArrayDeque<>();

  /** What properties and dependencies belong to. */
  MenuNode entry;

  Symbol modules;

  /** The choice block whose entries are being read, for newer kernels. */
  MenuNode choice;

  MenuBuilder(
      SymbolTable symbols,
      ExprFactory exprs,
      Dialect dialect,
      TreeDiagnostics problems,
      String file) {
    this.symbols = symbols;
    this.exprs = exprs;
    this.dialect = dialect;
    this.problems = problems;
    root = new MenuNode(null, null, new Position(file, 1));
    entry = root;
    blocks.push(root);
    lastInBlock.push(root);
  }

  MenuNode block() {
    return blocks.peek();
  }

  int depth() {
    return blocks.size();
  }

  MenuNode addEntry(Symbol symbol, Position position) {
    MenuNode node = new MenuNode(symbol, blocks.peek(), position);
    MenuNode last = lastInBlock.pop();
    if (last == blocks.peek()) {
      last.list = node;
    } else {
      last.next = node;
    }
    lastInBlock.push(node);
    entry = node;
    if (symbol != null) {
      symbol.definitions.add(node);
    }
    return node;
  }

  /** The entries that follow lie inside the present one. */
  void open() {
    KconfigLimits.check(blocks.size() < KconfigLimits.BLOCK_DEPTH, "nested blocks");
    blocks.push(entry);
    lastInBlock.push(entry);
  }

  void close() {
    blocks.pop();
    lastInBlock.pop();
  }

  /** {@code depends on dep}, or with a condition, outside of which it asks for nothing. */
  void addDependency(Expr dep, Expr condition, Position position) {
    Expr whole = dep;
    if (condition != null) {
      whole = exprs.or(dep, new Simplifier(exprs, symbols).comparison(condition, false));
    }
    entry.dependency = exprs.and(entry.dependency, whole);
    entry.dependencies.add(new Dependency(whole, position));
  }

  void addVisibility(Expr condition, Position position) {
    if (condition == null) {
      return;
    }
    entry.visibility = exprs.and(entry.visibility, condition);
    entry.visibilities.add(new Dependency(condition, position));
  }

  void setType(SymbolType type, Position position) {
    Symbol symbol = entry.symbol;
    if (symbol.type == SymbolType.UNKNOWN) {
      symbol.type = type;
    } else if (symbol.type != type) {
      problems.warn(
          Code.D2108,
          "`%s` is %s already; its type is not changed to %s"
              .formatted(symbol.name(), symbol.type.word(), type.word()),
          position);
    }
  }

  Property addPrompt(Property.Kind kind, String words, Expr condition, Position position) {
    String text = words;
    if (!text.isEmpty() && ByteStrings.isSpace(text.charAt(0))) {
      problems.warn(Code.D2108, "blanks before the words of a prompt are left out", position);
      int start = 0;
      while (start < text.length() && ByteStrings.isSpace(text.charAt(start))) {
        start++;
      }
      text = text.substring(start);
    }
    if (entry.prompt != null) {
      problems.warn(Code.D2108, "a second prompt replaces the first", position);
    }
    Property prompt = add(kind, text, null, null, null, condition, position);
    if (kind == Property.Kind.PROMPT) {
      for (MenuNode above = entry.parent; above != null; above = above.parent) {
        if (above.visibility != null) {
          prompt.condition = exprs.and(prompt.condition, above.visibility);
        }
      }
    }
    entry.prompt = prompt;
    return prompt;
  }

  Property addValue(Property.Kind kind, Expr value, Expr condition, Position position) {
    return add(kind, null, value, null, null, condition, position);
  }

  Property addRange(Symbol low, Symbol high, Expr condition, Position position) {
    return add(Property.Kind.RANGE, null, null, low, high, condition, position);
  }

  private Property add(
      Property.Kind kind,
      String text,
      Expr value,
      Symbol low,
      Symbol high,
      Expr condition,
      Position position) {
    Property property = new Property(kind, text, value, low, high, condition, entry, position);
    if (entry.symbol != null) {
      entry.symbol.properties.add(property);
    }
    return property;
  }
}
