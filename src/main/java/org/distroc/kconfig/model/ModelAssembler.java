package org.distroc.kconfig.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.model.Expr.Relation;
import org.distroc.kconfig.model.MenuNode.Dependency;
import org.distroc.kconfig.value.SymbolType;

/**
 * Puts a finished model together from its parts, as they were stored. Nothing is checked or
 * simplified; each part must be given the values that it had. Only {@code kconfig.store} needs it:
 * models are read from files by {@link MenuBuilder}.
 */
public final class ModelAssembler {
  private final SymbolTable symbols = new SymbolTable();

  /** The constants y, m and n are there from the start. */
  public ModelAssembler() {}

  /** All symbols so far, by number. */
  public SymbolTable symbols() {
    return symbols;
  }

  /** The value of a symbol, as expression {@code id}. */
  public Expr ref(int id, Symbol symbol) {
    return new Expr.Ref(id, symbol);
  }

  /** A negation, as expression {@code id}. */
  public Expr not(int id, Expr operand) {
    return new Expr.Not(id, operand);
  }

  /** {@code left && right}, as expression {@code id}. */
  public Expr and(int id, Expr left, Expr right) {
    return new Expr.And(id, left, right);
  }

  /** {@code left || right}, as expression {@code id}. */
  public Expr or(int id, Expr left, Expr right) {
    return new Expr.Or(id, left, right);
  }

  /** A comparison, as expression {@code id}. */
  public Expr compare(int id, Relation relation, Symbol left, Symbol right) {
    return new Expr.Compare(id, relation, left, right);
  }

  /** A menu entry that is not linked to others yet; null where it has none. */
  public MenuNode node(Symbol symbol, MenuNode enclosing, Position position) {
    return new MenuNode(symbol, enclosing, position);
  }

  /** What the lines of an entry say; null for what it does not have. */
  public void fill(
      MenuNode node, HelpText help, boolean ifBlock, Expr dependency, Expr visibility) {
    node.help = help;
    node.inIfBlock = ifBlock;
    node.dependency = dependency;
    node.visibility = visibility;
  }

  /** The written dependencies and {@code visible if} lines of an entry, and a choice's members. */
  public void addLines(
      MenuNode node,
      List<Dependency> dependencies,
      List<Dependency> visibilities,
      List<Symbol> choiceMembers) {
    node.dependencies.addAll(dependencies);
    node.visibilities.addAll(visibilities);
    node.choiceMembers.addAll(choiceMembers);
  }

  /** The place of an entry in the menu, and its prompt; null for what it does not have. */
  public void link(MenuNode node, MenuNode parent, MenuNode next, MenuNode child, Property prompt) {
    node.parent = parent;
    node.next = next;
    node.list = child;
    node.prompt = prompt;
  }

  /** A property; null where its kind has none. */
  public Property property(
      Property.Kind kind,
      String rawText,
      Expr value,
      Symbol low,
      Symbol high,
      Expr writtenCondition,
      Expr condition,
      MenuNode node,
      Position position) {
    Property property =
        new Property(kind, rawText, value, low, high, writtenCondition, node, position);
    property.condition = condition;
    return property;
  }

  /** The type and the flags of a symbol. */
  public void fill(
      Symbol symbol, SymbolType type, boolean optional, boolean transitional, boolean choiceValue) {
    symbol.type = type;
    symbol.optional = optional;
    symbol.transitional = transitional;
    symbol.choiceValue = choiceValue;
  }

  /** The choice that a symbol belongs to, and the members of the choice that it is. */
  public void fillChoice(Symbol symbol, MenuNode choiceNode, List<Symbol> choiceMembers) {
    symbol.choiceNode = choiceNode;
    symbol.choiceMembers.addAll(choiceMembers);
  }

  /** What bounds a symbol's value, and its definitions. It is complete afterwards. */
  public void complete(
      Symbol symbol,
      Expr directDependency,
      Expr selectedBy,
      Expr impliedBy,
      List<MenuNode> definitions,
      List<Property> properties) {
    symbol.directDependency = directDependency;
    symbol.selectedBy = selectedBy;
    symbol.impliedBy = impliedBy;
    symbol.definitions.addAll(definitions);
    symbol.properties.addAll(properties);
    symbol.seal();
  }

  /** The finished model. */
  public KconfigModel model(
      Path srctree,
      Map<String, String> variables,
      Dialect dialect,
      int expressions,
      MenuNode root,
      Symbol modules,
      List<Diagnostic> warnings,
      List<String> files) {
    return new KconfigModel(
        srctree, variables, dialect, symbols, expressions, root, modules, warnings, files);
  }
}
