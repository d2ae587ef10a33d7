package org.distroc.kconfig.explain;

import java.util.List;
import java.util.Optional;
import org.distroc.kconfig.model.Expr;
import org.distroc.kconfig.model.Position;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Tristate;

/**
 * Everything that there is to say about one option.
 *
 * @param symbol the option
 * @param menu the titles of the menus that its first prompt is in, from the top
 * @param help its help text; empty when it has none
 * @param value its value in the configuration
 * @param why where the value comes from
 * @param needs each written line that it depends on, with the line's value
 * @param neededBy options that depend on it, as far as they name it
 * @param selects the options that it selects
 * @param selectedBy the {@code select} lines that name it
 * @param impliedBy the options that imply it
 */
public record OptionDescription(
    Symbol symbol,
    List<String> menu,
    Optional<String> help,
    String value,
    ChainLink why,
    List<Need> needs,
    List<Symbol> neededBy,
    List<Symbol> selects,
    List<Selection> selectedBy,
    List<Symbol> impliedBy) {
  /**
   * A line that must hold.
   *
   * @param expr as written
   * @param value what it is now
   * @param position where it is
   */
  public record Need(Expr expr, Tristate value, Position position) {}

  /**
   * A {@code select} line.
   *
   * @param by the option that it belongs to
   * @param active whether it is in force now
   * @param position where it is
   */
  public record Selection(Symbol by, boolean active, Position position) {}

  /** Copies the lists. */
  public OptionDescription {
    menu = List.copyOf(menu);
    needs = List.copyOf(needs);
    neededBy = List.copyOf(neededBy);
    selects = List.copyOf(selects);
    selectedBy = List.copyOf(selectedBy);
    impliedBy = List.copyOf(impliedBy);
  }
}
