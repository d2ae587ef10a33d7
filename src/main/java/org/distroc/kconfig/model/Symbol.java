package org.distroc.kconfig.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.distroc.kconfig.value.ByteStrings;
import org.distroc.kconfig.value.SymbolType;

/**
 * An option, a constant, or a choice (which has no name of its own in newer kernels). It never
 * changes once its tree is loaded; values belong to a configuration.
 */
public final class Symbol {
  /** Numbered in the order of first mention; y, m and n are 0, 1 and 2. */
  final int id;

  /** One byte per character; null for a choice without a name. */
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

  /** What selects it, and under which condition; null for nothing. */
  Expr selectedBy;

  /** What implies it, and under which condition; null for nothing. */
  Expr impliedBy;

  /** The properties by kind, split once because evaluation asks for them often. */
  private List<Property> defaults = List.of();

  private List<Property> prompts = List.of();
  private List<Property> ranges = List.of();

  /**
   * The numbers of {@link #directDependency}, {@link #selectedBy}, {@link #impliedBy} and of the
   * condition of each prompt; -1 where there is none. They give a cached value without touching the
   * expression itself: there are too many expressions for a CPU cache.
   */
  private int[] boundIds = {-1, -1, -1};

  Symbol(int id, String name, boolean constant, boolean choice) {
    this.id = id;
    this.name = name;
    this.constant = constant;
    this.choice = choice;
  }

  /** Its number in the tree, in the order of first mention; y, m and n are 0, 1 and 2. */
  public int id() {
    return id;
  }

  /** Its name with one byte per character; null for a choice without a name. */
  public String rawName() {
    return name;
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

  /** Whether it is a quoted text or y, m or n; unlike {@link #isConstant} false for a number. */
  public boolean isLiteral() {
    return constant;
  }

  /** Whether it represents a choice block. */
  public boolean isChoice() {
    return choice;
  }

  /** Whether it is one of the options of a choice block. */
  public boolean isChoiceValue() {
    return choiceValue;
  }

  /** Older kernels only: whether all members of this choice may be n. */
  public boolean isOptional() {
    return optional;
  }

  /** Newest kernels only: whether it is read from a {@code .config} but never written. */
  public boolean isTransitional() {
    return transitional;
  }

  /** The choice block that it belongs to; null for none. */
  public MenuNode choiceNodeOrNull() {
    return choiceNode;
  }

  /** The members of a choice of an older kernel, in order; empty for everything else. */
  public List<Symbol> choiceMembers() {
    return Collections.unmodifiableList(choiceMembers);
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

  /** Whether any definition has a prompt, so that a user may set it. */
  public boolean hasPrompt() {
    return !prompts.isEmpty();
  }

  /** Its default lines, in the order of the files. */
  public List<Property> defaults() {
    return defaults;
  }

  /** Its prompts, in the order of the files. */
  public List<Property> prompts() {
    return prompts;
  }

  /** Its range lines, in the order of the files. */
  public List<Property> ranges() {
    return ranges;
  }

  /** How many numbers {@link #boundId} has. */
  public int boundCount() {
    return boundIds.length;
  }

  /**
   * The number of the direct dependency (0), of what selects it (1), of what implies it (2), and of
   * the condition of each prompt (3 and up); -1 where there is none.
   */
  public int boundId(int index) {
    return boundIds[index];
  }

  /** As {@link #directDependency}; null for none. */
  public Expr directDependencyOrNull() {
    return directDependency;
  }

  /** As {@link #selectedBy}; null for none. */
  public Expr selectedByOrNull() {
    return selectedBy;
  }

  /** As {@link #impliedBy}; null for none. */
  public Expr impliedByOrNull() {
    return impliedBy;
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
    return prompts.isEmpty() ? Optional.empty() : Optional.of(prompts.get(0).text());
  }

  /** Splits the properties by kind once they are complete. */
  void seal() {
    defaults = only(p -> p.kind == Property.Kind.DEFAULT);
    prompts = only(p -> p.text != null);
    ranges = only(p -> p.kind == Property.Kind.RANGE);
    boundIds = new int[3 + prompts.size()];
    boundIds[0] = id(directDependency);
    boundIds[1] = id(selectedBy);
    boundIds[2] = id(impliedBy);
    for (int i = 0; i < prompts.size(); i++) {
      boundIds[3 + i] = id(prompts.get(i).condition);
    }
  }

  private static int id(Expr expr) {
    return expr == null ? -1 : expr.id;
  }

  private List<Property> only(Predicate<Property> wanted) {
    List<Property> found = null;
    for (Property property : properties) {
      if (wanted.test(property)) {
        found = found == null ? new ArrayList<>(2) : found;
        found.add(property);
      }
    }
    return found == null ? List.of() : List.copyOf(found);
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
