package org.distroc.kconfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the fewest settings that turn one configuration into another: what a person changed in
 * menuconfig, without all that followed from it.
 */
final class MinimalChange {
  private final KconfigTree tree;
  private final Configuration before;
  private final String goal;

  MinimalChange(Configuration before, Configuration after) {
    this.tree = before.tree();
    this.before = before;
    this.goal = after.text();
  }

  /** Empty when no settings lead there, for example because the file was edited by hand. */
  Optional<List<Assignment>> find() {
    Configuration after = tree.resolve(new BaseConfig.Text("goal", goal), List.of());
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

  /** Every option that a person can set and that differs, in the order of the menu. */
  private List<Assignment> candidates(Configuration now, Configuration after) {
    Map<String, Assignment> differing = new LinkedHashMap<>();
    MenuNode root = tree.root();
    for (MenuNode node = root.list; node != null; node = node.following(root)) {
      Symbol symbol = node.symbol;
      if (symbol == null || symbol.choice || !symbol.hasPrompt()) {
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
    return tree.resolve(before.base(), List.copyOf(all.values()));
  }
}
