package org.distroc.kconfig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An option, a constant, or a choice (which has no name of its own in newer kernels). It never
 * changes once its tree is loaded; values belong to a {@link Configuration}.
 */
public final class Symbol {
  private static final Property[] NONE = {};

  /** Numbered in the order of first mention; y, m and n are 0, 1 and 2. */
  final int id;

  /** Its bytes; null for a choice without a name. */
  final String name;

  final boolean constant;
  final boolean choice;

  SymbolType type = SymbolType.UNKNOWN;

  /** Older kernels only: a choice whose members may all be n. */
  boolean optional;

  /** Newest kernels only: it is read from a {@code .config} but never written. */
  boolean transitional;

  /** Whether a choice block lists it, by the rules of the kernel's version. */
  boolean choiceValue;

  /**
   * Newer kernels: the choice block around its first prompt. Older ones: the choice that lists it.
   */
  MenuNode choiceNode;

  /** For a choice of an older kernel: its members in order. */
  final List<Symbol> choiceMembers = new ArrayList<>(0);

  final List<Property> properties = new ArrayList<>(4);
  final List<MenuNode> definitions = new ArrayList<>(1);

  boolean checked;

  /** The dependencies of all definitions, any of which suffices; null when there are none. */
  Expr directDependency;

  /** Who selects it, under what condition; null when nobody does. */
  Expr selectedBy;

  /** Who implies it, under what condition; null when nobody does. */
  Expr impliedBy;

  /** The answers to {@link Property.Kind#DEFAULT} and prompts are asked often: split once. */
  Property[] defaults;

  Property[] prompts;
  Property[] ranges;

  /**
   * The numbers of {@link #directDependency}, {@link #selectedBy}, {@link #impliedBy} and of the
   * condition of each prompt; -1 where there is none. A value that is known already is found by
   * them without a look at the expression, of which there are too many for a processor's cache.
   */
  int[] boundIds;

  Symbol(int id, String name, boolean constant, boolean choice) {
    this.id = id;
    this.name = name;
    this.constant = constant;
    this.choice = choice;
  }

  /** Without {@code CONFIG_}; a choice without a name is called {@code <choice>}. */
  public String name() {
    return name == null ? "<choice>" : ByteStrings.toText(name);
  }

  /** Its type as defined: a tristate stays one even when modules are off. */
  public SymbolType type() {
    return type;
  }

  /** Whether it is a quoted text, a number, or y, m, n, and not an option. */
  public boolean isConstant() {
    return constant || type == SymbolType.UNKNOWN && definitions.isEmpty() && looksLikeNumber();
  }

  /** Whether it stands for a choice block. */
  public boolean isChoice() {
    return choice;
  }

  /** Whether it is one of the options of a choice block. */
  public boolean isChoiceValue() {
    return choiceValue;
  }

  /** The choice block that it belongs to. */
  public Optional<MenuNode> choiceBlock() {
    return Optional.ofNullable(choiceNode);
  }

  /** Prompts, defaults, selects and so on, of all definitions, in the order of the files. */
  public List<Property> properties() {
    return Collections.unmodifiableList(properties);
  }

  /** The properties of one kind. */
  public List<Property> properties(Property.Kind kind) {
    return properties.stream().filter(p -> p.kind() == kind).toList();
  }

  /** Where it is defined; empty when it is only mentioned. */
  public List<MenuNode> definitions() {
    return Collections.unmodifiableList(definitions);
  }

  /** Whether any definition has a prompt, so that a person may set it. */
  public boolean hasPrompt() {
    return prompts.length > 0;
  }

  /** The dependencies of all definitions, joined by {@code ||}. */
  public Optional<Expr> directDependency() {
    return Optional.ofNullable(directDependency);
  }

  /** For each {@code select} of it the selecting option and the condition, joined by {@code ||}. */
  public Optional<Expr> selectedBy() {
    return Optional.ofNullable(selectedBy);
  }

  /** For each {@code imply} of it the implying option and the condition, joined by {@code ||}. */
  public Optional<Expr> impliedBy() {
    return Optional.ofNullable(impliedBy);
  }

  /** The text of its first prompt. */
  public Optional<String> prompt() {
    return prompts.length == 0 ? Optional.empty() : Optional.of(prompts[0].text());
  }

  /** Splits the properties by kind once they are complete. */
  void seal() {
    defaults = properties.isEmpty() ? NONE : only(p -> p.kind == Property.Kind.DEFAULT);
    prompts = properties.isEmpty() ? NONE : only(p -> p.text != null);
    ranges = properties.isEmpty() ? NONE : only(p -> p.kind == Property.Kind.RANGE);
    boundIds = new int[3 + prompts.length];
    boundIds[0] = id(directDependency);
    boundIds[1] = id(selectedBy);
    boundIds[2] = id(impliedBy);
    for (int i = 0; i < prompts.length; i++) {
      boundIds[3 + i] = id(prompts[i].condition);
    }
  }

  private static int id(Expr expr) {
    return expr == null ? -1 : expr.id;
  }

  private Property[] only(Predicate<Property> wanted) {
    int count = 0;
    for (Property property : properties) {
      count += wanted.test(property) ? 1 : 0;
    }
    if (count == 0) {
      return NONE;
    }
    Property[] found = new Property[count];
    for (int i = properties.size() - 1; i >= 0; i--) {
      if (wanted.test(properties.get(i))) {
        found[--count] = properties.get(i);
      }
    }
    return found;
  }

  private boolean looksLikeNumber() {
    return name != null
        && !name.isEmpty()
        && (Character.isDigit(name.charAt(0)) || name.charAt(0) == '-');
  }

  /** The name, in quotes when it is a quoted constant. */
  @Override
  public String toString() {
    return constant && id > 2 ? '"' + name() + '"' : name();
  }
}
