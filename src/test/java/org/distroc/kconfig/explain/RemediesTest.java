package org.distroc.kconfig.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.distroc.kconfig.Differential;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.OptionExplanation.Fix;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.SymbolType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random fragments, many with two members of a choice: which options take, and what each remedy
 * does to all of them, by the kernel's own program. {@code -Ddistroc.fragments} sets their number,
 * {@code -Ddistroc.seed} the first.
 */
@Tag("kernel")
class RemediesTest {
  private static final int FRAGMENTS = Integer.getInteger("distroc.fragments", 6);
  private static final long SEED = Long.getLong("distroc.seed", 1);
  private static final int OPTIONS = 8;

  private final List<String> wrong = new ArrayList<>();
  private int remedies;
  private int options;
  private KconfigTree tree;
  private Differential kernel;
  private String base;

  @Test
  void keepWhatTheyPromise(@TempDir Path folder) {
    for (String source : System.getProperty("distroc.kernel.trees", "").split(":")) {
      kernel =
          new Differential(
              Path.of(source), Differential.Arch.X86, folder.resolve("" + wrong.size() + options));
      tree = kernel.tree;
      base = kernel.conf.target("tinyconfig");
      for (long seed = SEED; seed < SEED + FRAGMENTS; seed++) {
        compare(seed);
      }
    }
    System.err.println(options + " options, " + remedies + " remedies, " + wrong.size() + " wrong");
    assertTrue(remedies > FRAGMENTS / 2, "only " + remedies + " remedies");
    assertEquals("", String.join("\n", wrong));
  }

  private void compare(long seed) {
    Map<String, Assignment> asked = fragment(new Random(seed));
    Configuration ours =
        tree.resolve(new BaseConfig.Target("tinyconfig"), List.copyOf(asked.values()));
    String theirs = conf(asked);
    for (Assignment wanted : asked.values()) {
      OptionExplanation explanation = tree.explain(ours, wanted);
      options++;
      if (explanation.takes() != takes(theirs, wanted)) {
        wrong.add(kernel.title + " " + seed + ": " + wanted + " takes: " + explanation.takes());
      }
      for (Fix fix : explanation.fixes()) {
        remedies++;
        check(seed, asked, theirs, wanted, fix);
      }
    }
  }

  private void check(
      long seed, Map<String, Assignment> asked, String before, Assignment wanted, Fix fix) {
    Map<String, Assignment> fixed = new LinkedHashMap<>(asked);
    fix.additions().forEach(a -> fixed.put(a.name(), a));
    String after = conf(fixed);
    for (Assignment a : fixed.values()) {
      boolean promised =
          a.name().equals(wanted.name())
              || fix.additions().contains(a)
              || takes(before, asked.get(a.name()));
      if (promised && !takes(after, a)) {
        wrong.add(
            kernel.title + " " + seed + ": " + fix + " for " + wanted + ": " + a + " is lost");
      }
    }
  }

  private String conf(Map<String, Assignment> asked) {
    return kernel.conf.olddefconfig(
        base + asked.values().stream().map(this::line).collect(Collectors.joining("\n")) + "\n");
  }

  private String line(Assignment assignment) {
    return assignment.line(tree.symbol(assignment.name()).orElseThrow().type());
  }

  private boolean takes(String config, Assignment wanted) {
    SymbolType type = tree.symbol(wanted.name()).orElseThrow().type();
    String prefix = "\nCONFIG_" + wanted.name() + "=";
    int at = config.indexOf(prefix);
    if (at < 0) {
      return type.isLogic() && wanted.value().equals("n");
    }
    String value =
        config.substring(at + prefix.length(), config.indexOf('\n', at + prefix.length()));
    return type == SymbolType.STRING
        ? line(wanted).equals("CONFIG_" + wanted.name() + "=" + value)
        : type.isSame(value, wanted.value());
  }

  private Map<String, Assignment> fragment(Random random) {
    List<Symbol> promptable =
        tree.options().filter(s -> s.type() != SymbolType.UNKNOWN && s.hasPrompt()).toList();
    List<Symbol> members = promptable.stream().filter(Symbol::isChoiceValue).toList();
    Map<String, Assignment> asked = new LinkedHashMap<>();
    while (asked.size() < OPTIONS) {
      boolean choice = random.nextInt(4) == 0;
      List<Symbol> from = choice ? members : promptable;
      Symbol symbol = from.get(random.nextInt(from.size()));
      add(asked, symbol, choice ? "y" : value(symbol.type(), random));
      if (choice) {
        List<Symbol> others =
            members.stream()
                .filter(m -> m.choiceNodeOrNull() == symbol.choiceNodeOrNull())
                .toList();
        add(asked, others.get(random.nextInt(others.size())), "y");
      }
    }
    return asked;
  }

  private static void add(Map<String, Assignment> asked, Symbol symbol, String value) {
    asked.put(symbol.name(), new Assignment(symbol.name(), value));
  }

  private static String value(SymbolType type, Random random) {
    return switch (type) {
      case BOOL -> random.nextInt(4) == 0 ? "n" : "y";
      case TRISTATE -> List.of("y", "y", "y", "m", "n").get(random.nextInt(5));
      case INT -> List.of("0", "1", "17").get(random.nextInt(3));
      case HEX -> List.of("0x0", "0x1000").get(random.nextInt(2));
      default -> List.of("", "x").get(random.nextInt(2));
    };
  }
}
