package org.distroc.kconfig.model;

import java.util.Optional;
import org.distroc.kconfig.value.ByteStrings;

/** A line of an option's definition that affects its value or its visibility. */
public final class Property {
  /** What it says. */
  public enum Kind {
    /** The text under which the user may set the option. */
    PROMPT,
    /** The text of a comment. */
    COMMENT,
    /** The title of a menu, or of a {@code menuconfig}. */
    MENU,
    /** The value of an option that is not set. */
    DEFAULT,
    /** Another option is raised to at least this option's value. */
    SELECT,
    /** Another option gets this option's value by default. */
    IMPLY,
    /** The least and the greatest number. */
    RANGE
  }

  Kind kind;

  /** Bytes; null except for prompts, comments and menus. */
  final String text;

  /** The value of a default, the target of a select or imply. */
  Expr value;

  final Symbol low;
  final Symbol high;
  final MenuNode node;
  final Position position;

  /** As written after {@code if}; null when nothing was. */
  Expr writtenCondition;

  /** What was written and the dependencies of everything around it, simplified; null for always. */
  Expr condition;

  Property(
      Kind kind,
      String text,
      Expr value,
      Symbol low,
      Symbol high,
      Expr condition,
      MenuNode node,
      Position position) {
    this.kind = kind;
    this.text = text;
    this.value = value;
    this.low = low;
    this.high = high;
    this.writtenCondition = condition;
    this.condition = condition;
    this.node = node;
    this.position = position;
  }

  /** What it says. */
  public Kind kind() {
    return kind;
  }

  /** The words of a prompt, comment or menu; empty for the other kinds. */
  public String text() {
    return text == null ? "" : ByteStrings.toText(text);
  }

  /** As {@link #text} with one byte per character; null for the other kinds. */
  public String rawText() {
    return text;
  }

  /** As {@link #value}; null for none. */
  public Expr valueOrNull() {
    return value;
  }

  /** The value of a default, or the option that a select or imply names. */
  public Optional<Expr> value() {
    return Optional.ofNullable(value);
  }

  /** The option that a select or imply names, or the single symbol of a default. */
  public Optional<Symbol> target() {
    return value instanceof Expr.Ref ref ? Optional.of(ref.symbol()) : Optional.empty();
  }

  /** As {@link #target}; null for none. */
  public Symbol targetOrNull() {
    return value instanceof Expr.Ref ref ? ref.symbol() : null;
  }

  /** As {@link #low}; null for none. */
  public Symbol lowOrNull() {
    return low;
  }

  /** As {@link #high}; null for none. */
  public Symbol highOrNull() {
    return high;
  }

  /** The lower bound of a range. */
  public Optional<Symbol> low() {
    return Optional.ofNullable(low);
  }

  /** The upper bound of a range. */
  public Optional<Symbol> high() {
    return Optional.ofNullable(high);
  }

  /** As {@link #condition}; null for always. */
  public Expr conditionOrNull() {
    return condition;
  }

  /** As {@link #writtenCondition}; null for none. */
  public Expr writtenConditionOrNull() {
    return writtenCondition;
  }

  /** When it applies: its own {@code if} together with every dependency around it. */
  public Optional<Expr> condition() {
    return Optional.ofNullable(condition);
  }

  /** Its own {@code if} alone, as written. */
  public Optional<Expr> writtenCondition() {
    return Optional.ofNullable(writtenCondition);
  }

  /** The definition that it belongs to. */
  public MenuNode node() {
    return node;
  }

  /** Where it is. */
  public Position position() {
    return position;
  }
}
