package org.distroc.kconfig.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import org.distroc.kconfig.value.ByteStrings;

/**
 * An entry of the menu tree: a definition of an option, a choice, a menu, a comment, or an {@code
 * if} block (which disappears from the tree but stays the {@link #enclosing} of its entries).
 */
public final class MenuNode {
  /**
   * One written dependency.
   *
   * @param expr what must hold
   * @param position the line of {@code depends on}, {@code if} or {@code visible if}
   */
  public record Dependency(Expr expr, Position position) {}

  final Symbol symbol;
  final MenuNode enclosing;
  final Position position;

  MenuNode parent;
  MenuNode next;
  MenuNode list;

  Property prompt;

  /** Null for none, first as written, later with everything around it, simplified. */
  Expr dependency;

  /** Of {@code visible if}; null for always. */
  Expr visibility;

  /** Without the indentation of the file; null when there is none. */
  HelpText help;

  boolean inIfBlock;

  final List<Dependency> dependencies = new ArrayList<>(1);
  final List<Dependency> visibilities = new ArrayList<>(0);

  /** For a choice of a newer kernel: its members in the order of the file. */
  final List<Symbol> choiceMembers = new ArrayList<>(0);

  MenuNode(Symbol symbol, MenuNode parent, Position position) {
    this.symbol = symbol;
    this.parent = parent;
    this.enclosing = parent;
    this.position = position;
  }

  /** As {@link #symbol}; null for none. */
  public Symbol symbolOrNull() {
    return symbol;
  }

  /** As {@link #enclosing}; null for the root. */
  public MenuNode enclosingOrNull() {
    return enclosing;
  }

  /** As {@link #parent}; null for the root. */
  public MenuNode parentOrNull() {
    return parent;
  }

  /** The next entry of the same parent; null for the last one. */
  public MenuNode nextSibling() {
    return next;
  }

  /** The first entry below this one; null for none. */
  public MenuNode firstChild() {
    return list;
  }

  /** As {@link #prompt}; null for none. */
  public Property promptOrNull() {
    return prompt;
  }

  /** As {@link #dependency}; null for none. */
  public Expr dependencyOrNull() {
    return dependency;
  }

  /** The condition of {@code visible if}; null for always. */
  public Expr visibilityOrNull() {
    return visibility;
  }

  /** The help text as in its file; null for none. */
  public HelpText helpTextOrNull() {
    return help;
  }

  /** For a choice of a newer kernel its members, in the order of the file. */
  public List<Symbol> choiceMembers() {
    return Collections.unmodifiableList(choiceMembers);
  }

  /** The titles of the menus around it, from the top, without the title of the whole. */
  public List<String> menuPath() {
    LinkedList<String> path = new LinkedList<>();
    for (MenuNode above = parent; above != null; above = above.parent) {
      boolean menu = above.prompt != null && above.prompt.kind == Property.Kind.MENU;
      if (menu && above.parent != null) {
        path.addFirst(above.prompt.text());
      }
    }
    return path;
  }

  /** The option or choice that is defined here; empty for menus, comments and {@code if}. */
  public Optional<Symbol> symbol() {
    return Optional.ofNullable(symbol);
  }

  /** The block that this entry is written in, {@code if} blocks included; empty for the root. */
  public Optional<MenuNode> enclosing() {
    return Optional.ofNullable(enclosing);
  }

  /** The entry above it in the visible menu; empty for the root. */
  public Optional<MenuNode> parent() {
    return Optional.ofNullable(parent);
  }

  /** The entries below it in the visible menu. */
  public List<MenuNode> children() {
    List<MenuNode> children = new ArrayList<>();
    for (MenuNode child = list; child != null; child = child.next) {
      if (!child.inIfBlock) {
        children.add(child);
      }
    }
    return children;
  }

  /** Its prompt, title or comment. */
  public Optional<Property> prompt() {
    return Optional.ofNullable(prompt);
  }

  /** Everything that it depends on, with what surrounds it, simplified; empty for nothing. */
  public Optional<Expr> dependency() {
    return Optional.ofNullable(dependency);
  }

  /** What its own lines say it depends on; for an {@code if} block its condition. */
  public List<Dependency> dependencies() {
    return Collections.unmodifiableList(dependencies);
  }

  /** The {@code visible if} lines of a menu. */
  public List<Dependency> visibilities() {
    return Collections.unmodifiableList(visibilities);
  }

  /** Its help text, without the indentation of the file. */
  public Optional<String> help() {
    return Optional.ofNullable(help).map(HelpText::get).map(ByteStrings::toText);
  }

  /** Where it begins. */
  public Position position() {
    return position;
  }

  /** Whether it is an {@code if} block. */
  public boolean isIf() {
    return inIfBlock;
  }

  /** Whether it is a choice block. */
  public boolean isChoice() {
    return symbol != null && symbol.choice;
  }

  /** The entry after this one, depth first, below {@code root}; null at the end. */
  public MenuNode following(MenuNode root) {
    if (list != null) {
      return list;
    }
    MenuNode node = this;
    while (node != root && node.next == null) {
      node = node.parent;
    }
    return node == root ? null : node.next;
  }
}
