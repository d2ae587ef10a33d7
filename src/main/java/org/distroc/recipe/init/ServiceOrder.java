package org.distroc.recipe.init;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.recipe.text.Node;

/** The order of services: each after those that it names, otherwise as written. */
final class ServiceOrder {
  private final Map<String, List<String>> after = new LinkedHashMap<>();
  private final Set<String> done = new LinkedHashSet<>();
  private List<String> cycle = List.of();

  private ServiceOrder(Node.Keys services) {
    if (services != null) {
      services.entries().forEach((name, entry) -> after.put(name, after(entry.value())));
    }
    after.keySet().forEach(name -> visit(name, new ArrayList<>()));
  }

  /** The names in an order that starts no service before one that it comes after. */
  static List<String> of(Node.Keys services) {
    return List.copyOf(new ServiceOrder(services).done);
  }

  /** Services that wait for each other, the first one again at the end; empty if there are none. */
  static Optional<List<String>> cycle(Node.Keys services) {
    List<String> cycle = new ServiceOrder(services).cycle;
    return cycle.isEmpty() ? Optional.empty() : Optional.of(cycle);
  }

  /** The names that a service lists. */
  static List<String> after(Node service) {
    List<String> names = new ArrayList<>();
    if (service instanceof Node.Keys keys && keys.get("after") != null) {
      Node list = keys.get("after");
      for (Node item : list instanceof Node.Items items ? items.items() : List.of(list)) {
        if (item instanceof Node.Scalar name) {
          names.add(name.text());
        }
      }
    }
    return names;
  }

  private void visit(String name, List<String> path) {
    if (path.contains(name)) {
      if (cycle.isEmpty()) {
        List<String> found = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
        found.add(name);
        cycle = found;
      }
      return;
    }
    if (done.contains(name) || !after.containsKey(name)) {
      return;
    }
    path.add(name);
    after.get(name).forEach(other -> visit(other, path));
    path.remove(path.size() - 1);
    done.add(name);
  }
}
