package org.distroc.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.lock.BuildRecord;
import org.distroc.lock.InputChange;
import org.distroc.report.Plurals;

/**
 * What differs between two locks, or between a lock and a recipe as it is now.
 *
 * @param before the first side, as the user named it
 * @param after the second side
 * @param inputs what differs of inputs, tools and outputs
 * @param packages that differ
 */
record LockDiff(String before, String after, List<InputChange> inputs, List<PackageChange> packages)
    implements Changes {

  /** Copies the lists. */
  LockDiff {
    inputs = List.copyOf(inputs);
    packages = List.copyOf(packages);
  }

  /** Compares two records. */
  static LockDiff between(String before, BuildRecord one, String after, BuildRecord other) {
    List<InputChange> inputs =
        one.changes(other).stream().filter(change -> !group(change).equals("packages")).toList();
    return new LockDiff(
        before,
        after,
        inputs,
        PackageChange.between(one.inputs().packages(), other.inputs().packages()));
  }

  /** The part of the lock file that a change is in. */
  private static String group(InputChange change) {
    return change.pointer().split("/")[1];
  }

  @Override
  public boolean isEmpty() {
    return inputs.isEmpty() && packages.isEmpty();
  }

  @Override
  public String summary() {
    int count = inputs.size() + packages.size();
    return isEmpty()
        ? "no differences: " + before + " and " + after
        : before + " -> " + after + ": " + Plurals.count(count, "item") + " differ";
  }

  @Override
  public List<String> lines(boolean all) {
    List<String> lines = new ArrayList<>();
    String last = "";
    for (InputChange change : inputs) {
      String group = group(change);
      if (!group.equals(last)) {
        lines.add(group);
        last = group;
      }
      lines.add(
          "  "
              + (change.before().isEmpty() ? "+" : change.after().isEmpty() ? "-" : "~")
              + " "
              + change.line());
    }
    if (!packages.isEmpty()) {
      lines.add("packages");
      packages.forEach(change -> lines.add("  " + change.line()));
    }
    return lines;
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("inputs", inputs.stream().map(LockDiff::input).toList());
    map.put("packages", packages.stream().map(PackageChange::toMap).toList());
    return map;
  }

  private static Map<String, Object> input(InputChange change) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("group", group(change));
    map.put("name", change.subject().replace("`", ""));
    map.put("before", change.before().orElse(null));
    map.put("after", change.after().orElse(null));
    return map;
  }
}
