package org.distroc.kconfig.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.value.Assignment;

/**
 * What to change in a fragment so that it gives another configuration: as little as possible, and
 * everything that it asks for takes effect.
 *
 * @param settings to add or to change
 * @param removed names of options that it should no longer ask for
 */
public record FragmentRevision(List<Assignment> settings, List<String> removed) {
  /** Copies the lists. */
  public FragmentRevision {
    settings = List.copyOf(settings);
    removed = List.copyOf(removed);
  }

  /** Whether the fragment already gives the configuration. */
  public boolean isEmpty() {
    return settings.isEmpty() && removed.isEmpty();
  }

  /**
   * The revision that leads from one configuration to a saved one. An option that is back at what
   * the base gives is removed from the fragment, not set.
   *
   * @param before with the fragment to revise
   * @param saved the text of a whole {@code .config}
   * @return proven by resolving; empty when no settings on this base lead there
   */
  public static Optional<FragmentRevision> between(Configuration before, String saved) {
    Configuration goal =
        before.resolver().resolve(new BaseConfig.Text(".config", saved), List.of());
    if (goal.text().equals(before.text())) {
      return Optional.of(new FragmentRevision(List.of(), List.of()));
    }
    return MinimalChange.find(before, goal)
        .flatMap(changes -> new Search(before, goal).find(changes));
  }

  /** Reduces changes that lead to the goal to those that a user would write. */
  private static final class Search {
    private final Configuration before;
    private final Configuration goal;
    private final Map<String, Assignment> asked = new LinkedHashMap<>();

    Search(Configuration before, Configuration goal) {
      this.before = before;
      this.goal = goal;
      before.asked().forEach(a -> asked.put(a.name(), a));
    }

    Optional<FragmentRevision> find(List<Assignment> changes) {
      changes.forEach(a -> asked.put(a.name(), a));
      List<String> removed = new ArrayList<>();
      for (Assignment old : before.asked()) {
        Assignment now = asked.get(old.name());
        if ((!now.equals(old) || !takes(now)) && canDoWithout(old.name())) {
          asked.remove(old.name());
          removed.add(old.name());
        }
      }
      if (!asked.values().stream().allMatch(this::takes)) {
        return Optional.empty();
      }
      List<Assignment> settings =
          changes.stream().filter(a -> asked.containsKey(a.name())).toList();
      return Optional.of(new FragmentRevision(settings, removed));
    }

    private boolean takes(Assignment setting) {
      return OptionExplainer.takes(goal, setting);
    }

    private boolean canDoWithout(String name) {
      Map<String, Assignment> fewer = new LinkedHashMap<>(asked);
      fewer.remove(name);
      return goal.resolver()
          .resolve(before.base(), List.copyOf(fewer.values()))
          .text()
          .equals(goal.text());
    }
  }
}
