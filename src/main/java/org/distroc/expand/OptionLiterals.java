package org.distroc.expand;

import java.util.Set;
import org.distroc.plan.KernelPlan;

/**
 * How the value of a kernel option is written into a configuration. That depends on the type the
 * kernel gives the option: {@code y} for a string option is the string {@code "y"}.
 *
 * @param stringOptions the names, without {@code CONFIG_}, of the options asked for that are strings
 */
public record OptionLiterals(Set<String> stringOptions) {

  /** Copies the names. */
  public OptionLiterals {
    stringOptions = Set.copyOf(stringOptions);
  }

  /** The line of a configuration that asks for the option. */
  public String line(KernelPlan.Option option) {
    String symbol = "CONFIG_" + option.name();
    if (stringOptions.contains(option.name())) {
      return symbol + "=" + Quoting.kconfigString(option.value());
    }
    if (option.value().equals("n")) {
      return "# " + symbol + " is not set";
    }
    boolean plain = option.value().matches("[ym]|-?[0-9]+|0[xX][0-9a-fA-F]+");
    return symbol + "=" + (plain ? option.value() : Quoting.kconfigString(option.value()));
  }
}
