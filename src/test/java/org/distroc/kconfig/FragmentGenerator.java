package org.distroc.kconfig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.SymbolType;

/** Generates plausible and broken fragments; the same seed gives the same ones. */
final class FragmentGenerator {
  private final Random random;
  private final List<Symbol> promptable;
  private final List<Symbol> all;

  FragmentGenerator(KconfigTree tree, long seed) {
    random = new Random(seed);
    all = tree.options().filter(s -> s.type() != SymbolType.UNKNOWN).toList();
    promptable = all.stream().filter(Symbol::hasPrompt).toList();
  }

  /** Some lines of a whole configuration, in any order. */
  String partOf(String config) {
    List<String> lines = new ArrayList<>();
    config.lines().filter(l -> l.contains("CONFIG_")).forEach(lines::add);
    Collections.shuffle(lines, random);
    int wanted = 1 << random.nextInt(13);
    return String.join("\n", lines.subList(0, Math.min(wanted, lines.size()))) + "\n";
  }

  /** One option with a value that may be right or wrong. */
  String flip() {
    List<Symbol> from = random.nextInt(5) == 0 ? all : promptable;
    return line(from.get(random.nextInt(from.size()))) + "\n";
  }

  private String line(Symbol symbol) {
    String name = symbol.name();
    return switch (symbol.type()) {
      case BOOL, TRISTATE ->
          switch (random.nextInt(5)) {
            case 0 -> "# CONFIG_" + name + " is not set";
            case 1 -> "CONFIG_" + name + "=m";
            case 2 -> "CONFIG_" + name + "=n";
            default -> "CONFIG_" + name + "=y";
          };
      case INT -> "CONFIG_" + name + "=" + pick("0", "1", "-1", "17", "99999999", "007", "x", "");
      case HEX -> "CONFIG_" + name + "=" + pick("0x0", "ff", "0xffffffff", "0X1000", "0xg", "");
      default ->
          "CONFIG_"
              + name
              + "="
              + pick("\"\"", "\"a \\\"b\\\" \\\\ c\"", "\"open", "bare", "\"x\"y");
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
