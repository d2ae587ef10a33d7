package org.distroc.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.distroc.debian.PinnedDeb;
import org.distroc.debian.ResolvedPackages;

/**
 * A package that only one of two recipes takes files from, or that both have in other versions.
 *
 * @param name of the package
 * @param before its version; empty if the first recipe does not have it
 * @param after its version; empty if the second recipe does not have it
 */
record PackageChange(String name, Optional<String> before, Optional<String> after) {

  /** All packages that differ, by name. */
  static List<PackageChange> between(ResolvedPackages before, ResolvedPackages after) {
    SortedMap<String, PinnedDeb> one = byName(before);
    SortedMap<String, PinnedDeb> other = byName(after);
    TreeSet<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    List<PackageChange> changes = new ArrayList<>();
    for (String name : names) {
      PinnedDeb old = one.get(name);
      PinnedDeb now = other.get(name);
      if (old == null || now == null || !Objects.equals(old.sha256(), now.sha256())) {
        boolean sameVersion = old != null && now != null && old.version().equals(now.version());
        changes.add(new PackageChange(name, version(old, sameVersion), version(now, sameVersion)));
      }
    }
    return changes;
  }

  /** Two archives may have different files of one version. */
  private static Optional<String> version(PinnedDeb deb, boolean withDigest) {
    return Optional.ofNullable(deb)
        .map(
            one ->
                withDigest
                    ? one.version() + " (sha256 " + one.sha256().substring(0, 12) + "…)"
                    : one.version());
  }

  private static SortedMap<String, PinnedDeb> byName(ResolvedPackages packages) {
    SortedMap<String, PinnedDeb> debs = new TreeMap<>();
    packages.all().forEach(deb -> debs.put(deb.name(), deb));
    return debs;
  }

  /** For people: {@code ~ busybox 1.35.0-4 -> 1.36.1-6}. */
  String line() {
    return before.isEmpty()
        ? "+ " + name + " " + after.orElse("")
        : after.isEmpty()
            ? "- " + name + " " + before.get()
            : "~ " + name + " " + before.get() + " -> " + after.get();
  }

  /** For programs. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("before", before.orElse(null));
    map.put("after", after.orElse(null));
    return map;
  }
}
