package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.MenuNode;

/**
 * What differs between two configurations, in the order of the menus.
 *
 * @param groups one for each menu that has a difference
 */
public record ConfigurationDiff(List<Group> groups) {
  /**
   * The differences below one menu.
   *
   * @param menu its title and those above it, from the top
   * @param changes options in the order of the menu
   */
  public record Group(List<String> menu, List<Change> changes) {
    /** Copies the lists. */
    public Group {
      menu = List.copyOf(menu);
      changes = List.copyOf(changes);
    }
  }

  /**
   * An option that differs.
   *
   * @param name without {@code CONFIG_}
   * @param before its value; empty when the option is not defined, or not written
   * @param after the same for the second configuration
   */
  public record Change(String name, Optional<String> before, Optional<String> after) {}

  /** Copies the list. */
  public ConfigurationDiff {
    groups = List.copyOf(groups);
  }

  /** The differences, which may be of two trees: menus are those of the second one first. */
  public static ConfigurationDiff between(Configuration before, Configuration after) {
    return KconfigLimits.onDeepStack(() -> compute(before, after));
  }

  private static ConfigurationDiff compute(Configuration before, Configuration after) {
    Map<List<String>, List<Change>> groups = new LinkedHashMap<>();
    Set<String> done = new LinkedHashSet<>();
    for (Configuration side : List.of(after, before)) {
      MenuNode root = side.model().root();
      for (MenuNode node = root.firstChild(); node != null; node = node.following(root)) {
        if (node.symbolOrNull() == null
            || node.symbolOrNull().isChoice()
            || !done.add(node.symbolOrNull().name())) {
          continue;
        }
        String name = node.symbolOrNull().name();
        Optional<String> old = written(before, name);
        Optional<String> now = written(after, name);
        if (!old.equals(now)) {
          groups
              .computeIfAbsent(node.menuPath(), m -> new ArrayList<>())
              .add(new Change(name, old, now));
        }
      }
    }
    return new ConfigurationDiff(
        groups.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue())).toList());
  }

  private static Optional<String> written(Configuration configuration, String name) {
    return configuration
        .model()
        .option(name)
        .filter(configuration::isWritten)
        .map(configuration::value);
  }
}
