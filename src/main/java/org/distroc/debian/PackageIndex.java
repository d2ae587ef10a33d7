package org.distroc.debian;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The packages of some suites, by name and by the names that they provide. */
final class PackageIndex {
  private static final Set<String> FIELDS =
      Set.of(
          "Package",
          "Version",
          "Priority",
          "Pre-Depends",
          "Depends",
          "Conflicts",
          "Breaks",
          "Provides",
          "Filename",
          "Size",
          "SHA256");

  /** All of Debian has 65,000. */
  private static final int MOST = 1_000_000;

  private static final Comparator<PackageRecord> NEWEST_FIRST =
      Comparator.comparing((PackageRecord one) -> new DebianVersion(one.version())).reversed();

  private final Map<String, List<PackageRecord>> byName = new HashMap<>();
  private final Map<String, List<PackageRecord>> byProvided = new HashMap<>();
  private int count;

  /**
   * Adds the list of a suite. Entries without a digest, or with a path that leads elsewhere, are
   * left out: nothing could be fetched by them.
   */
  void read(InputStream list, String archive, String suite) throws IOException {
    Stanzas stanzas = new Stanzas(list, FIELDS);
    for (Map<String, String> f = stanzas.next(); f != null; f = stanzas.next()) {
      if (++count > MOST) {
        throw new IOException("the lists have more than " + MOST + " packages");
      }
      if (isUsable(f)) {
        add(record(f, archive, suite));
      }
    }
  }

  private static boolean isUsable(Map<String, String> f) {
    return DebNames.isPackage(f.getOrDefault("Package", ""))
        && DebNames.isVersion(f.getOrDefault("Version", ""))
        && DebNames.isPoolPath(f.getOrDefault("Filename", ""))
        && DebNames.isDigest(f.getOrDefault("SHA256", ""))
        && DebNames.isSize(f.getOrDefault("Size", ""));
  }

  private static PackageRecord record(Map<String, String> f, String archive, String suite) {
    return new PackageRecord(
        f.get("Package"),
        f.get("Version"),
        archive,
        suite,
        f.get("Filename"),
        Long.parseLong(f.get("Size")),
        f.get("SHA256"),
        f.getOrDefault("Priority", ""),
        joined(f, "Pre-Depends", "Depends"),
        joined(f, "Conflicts", "Breaks"),
        f.getOrDefault("Provides", ""));
  }

  private static String joined(Map<String, String> f, String one, String other) {
    String first = f.getOrDefault(one, "");
    String second = f.getOrDefault(other, "");
    return first.isEmpty() ? second : second.isEmpty() ? first : first + ", " + second;
  }

  private void add(PackageRecord one) {
    byName.computeIfAbsent(one.name(), name -> new ArrayList<>(1)).add(one);
    for (Relation name : Relation.list(one.provides())) {
      byProvided.computeIfAbsent(name.name(), key -> new ArrayList<>(1)).add(one);
    }
  }

  /** Whether it has no package at all. */
  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** All names of packages. */
  Collection<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /** The versions of a package, the newest first; of equal ones, in the order of the lists. */
  List<PackageRecord> named(String name) {
    return byName.getOrDefault(name, List.of()).stream().sorted(NEWEST_FIRST).toList();
  }

  /** The packages that provide a name, the most usual first, and then by name. */
  List<PackageRecord> providing(String name) {
    return byProvided.getOrDefault(name, List.of()).stream()
        .sorted(
            Comparator.comparingInt(PackageRecord::rank)
                .thenComparing(PackageRecord::name)
                .thenComparing(NEWEST_FIRST))
        .toList();
  }

  /** What can stand for a relation, the best first: packages of that name, then providers. */
  List<PackageRecord> candidates(Relation relation) {
    Set<PackageRecord> found = new LinkedHashSet<>();
    named(relation.name()).stream()
        .filter(one -> relation.accepts(one.version()))
        .forEach(found::add);
    providing(relation.name()).stream().filter(one -> one.provides(relation)).forEach(found::add);
    return List.copyOf(found);
  }
}
