package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.eval.Resolver;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.MenuNode;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.Tristate;

/**
 * Finds the fewest settings that turn one configuration into another: what was changed in
 * menuconfig, without its consequences.
 */
public final class MinimalChange {
  private final Resolver resolver;
  private final Configuration before;
  private final String goal;

  private MinimalChange(Configuration before, Configuration after) {
    this.resolver = before.resolver();
    this.before = before;
    this.goal = after.text();
  }

  /**
   * The fewest settings that, added to what {@code before} asks for, give {@code after}; empty when
   * no settings do.
   */
  public static Optional<List<Assignment>> find(Configuration before, Configuration after) {
    return KconfigLimits.onDeepStack(() -> new MinimalChange(before, after).find());
  }

  /** Empty when no settings lead there, for example because the file was edited by hand. */
  private Optional<List<Assignment>> find() {
    Configuration after = resolver.resolve(new BaseConfig.Text("goal", goal), List.of());
    Map<String, Assignment> candidates = new LinkedHashMap<>();
    Configuration reached = before;
    while (!reached.text().equals(goal)) {
      // What did not differ may do so now: its default follows another option.
      int known = candidates.size();
      candidates(reached, after).forEach(a -> candidates.putIfAbsent(a.name(), a));
      if (candidates.size() == known) {
        return Optional.empty();
      }
      reached = with(List.copyOf(candidates.values()));
    }
    List<Assignment> needed = new ArrayList<>(candidates.values());
    // Drop larger and then smaller pieces, from the end: what depends on others comes after them.
    for (int size = Math.max(1, needed.size() / 2); size >= 1; size /= 2) {
      for (int end = needed.size(); end > 0; end -= size) {
        List<Assignment> fewer = new ArrayList<>(needed);
        fewer.subList(Math.max(0, end - size), end).clear();
        if (leadsThere(fewer)) {
          needed = fewer;
        }
      }
    }
    return Optional.of(List.copyOf(needed));
  }

  /** Every option with a prompt that differs, in the order of the menu. */
  private List<Assignment> candidates(Configuration now, Configuration after) {
    Map<String, Assignment> differing = new LinkedHashMap<>();
    MenuNode root = resolver.model().root();
    for (MenuNode node = root.firstChild(); node != null; node = node.following(root)) {
      Symbol symbol = node.symbolOrNull();
      if (symbol == null || symbol.isChoice() || !symbol.hasPrompt()) {
        continue;
      }
      String wanted = after.value(symbol);
      boolean differs =
          !wanted.equals(now.value(symbol)) || after.isWritten(symbol) != now.isWritten(symbol);
      if (differs && after.visibility(symbol) != Tristate.N) {
        differing.putIfAbsent(symbol.name(), new Assignment(symbol.name(), wanted));
      }
    }
    return new ArrayList<>(differing.values());
  }

  private boolean leadsThere(List<Assignment> changes) {
    return with(changes).text().equals(goal);
  }

  private Configuration with(List<Assignment> changes) {
    Map<String, Assignment> all = new LinkedHashMap<>();
    before.asked().forEach(a -> all.put(a.name(), a));
    changes.forEach(a -> all.put(a.name(), a));
    return resolver.resolve(before.base(), List.copyOf(all.values()));
  }
}
