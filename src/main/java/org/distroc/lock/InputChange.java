package org.distroc.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.distroc.debian.ResolvedPackages;

/**
 * A difference between two builds.
 *
 * @param pointer where the lock file has the old value, as a JSON pointer; for a new one, the map
 *     that it would be in
 * @param subject what changed, for people
 * @param before the old value; empty if there was none
 * @param after the new value; empty if there is none
 */
public record InputChange(
    String pointer, String subject, Optional<String> before, Optional<String> after) {

  /** As one line: {@code gcc: 12.2.0 -> 13.1.0}; digests are abbreviated. */
  public String line() {
    return subject + ": " + shown(before) + " -> " + shown(after);
  }

  private static String shown(Optional<String> value) {
    return value.map(text -> text.replaceAll("([0-9a-f]{12})[0-9a-f]{28,}", "$1…")).orElse("none");
  }

  /** What differs between the inputs of two builds. */
  static List<InputChange> ofInputs(Inputs before, Inputs after) {
    List<InputChange> changes = new ArrayList<>();
    add(changes, "/distroc/language", "the recipe language", before.language(), after.language());
    add(
        changes,
        "/distroc/templates",
        "the digest of distroc's templates",
        before.templates(),
        after.templates());
    compare(changes, "/recipe", before.recipe(), after.recipe());
    compare(changes, "/files", before.files(), after.files());
    compare(changes, "/bases", before.bases(), after.bases());
    add(
        changes,
        "/kernel/identity",
        "the kernel source",
        before.kernel().identity(),
        after.kernel().identity());
    compare(changes, "/packages", digests(before.packages()), digests(after.packages()));
    return changes;
  }

  private static SortedMap<String, String> digests(ResolvedPackages packages) {
    SortedMap<String, String> digests = new TreeMap<>();
    packages.all().forEach(deb -> digests.put(deb.name(), deb.version() + " " + deb.sha256()));
    return digests;
  }

  /** The difference between two kernel configurations. */
  static List<InputChange> ofConfig(String before, String after) {
    List<InputChange> changes = new ArrayList<>();
    add(changes, "/kernel/config", "the kernel's configuration", before, after);
    return changes;
  }

  /** What differs between two sets of tools. */
  static List<InputChange> ofTools(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    List<InputChange> changes = new ArrayList<>();
    compare(changes, "/tools", before, after);
    return changes;
  }

  /** What differs between the outputs of two builds. */
  static List<InputChange> ofOutputs(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    List<InputChange> changes = new ArrayList<>();
    compare(changes, "/outputs", before, after);
    return changes;
  }

  private static void add(
      List<InputChange> changes, String pointer, String subject, String before, String after) {
    if (!before.equals(after)) {
      changes.add(new InputChange(pointer, subject, Optional.of(before), Optional.of(after)));
    }
  }

  private static void compare(
      List<InputChange> changes,
      String map,
      SortedMap<String, String> before,
      SortedMap<String, String> after) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      if (!Objects.equals(before.get(name), after.get(name))) {
        String key = name.replace("~", "~0").replace("/", "~1");
        changes.add(
            new InputChange(
                before.containsKey(name) ? map + "/" + key : map,
                "`" + name + "`",
                Optional.ofNullable(before.get(name)),
                Optional.ofNullable(after.get(name))));
      }
    }
  }
}
