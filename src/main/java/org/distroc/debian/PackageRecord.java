package org.distroc.debian;

import java.util.List;

/**
 * A package in one version, as the list of a suite describes it.
 *
 * @param archive the address that {@code path} starts from, without a slash at its end
 * @param suite whose list has it
 * @param path of its .deb in the archive
 * @param size of its .deb in bytes
 * @param sha256 digest of its .deb
 * @param priority how usual it is: {@code required}, {@code important}, {@code standard} and so on
 * @param depends what must be in the tree as well: its Pre-Depends and Depends, one field
 * @param conflicts what must not: its Conflicts and Breaks, one field
 * @param provides other names that it goes by
 */
record PackageRecord(
    String name,
    String version,
    String archive,
    String suite,
    String path,
    long size,
    String sha256,
    String priority,
    String depends,
    String conflicts,
    String provides) {
  private static final List<String> PRIORITIES =
      List.of("required", "important", "standard", "optional");

  /** The .deb, apart from what the resolver needs. */
  PinnedDeb pinned() {
    return new PinnedDeb(name, version, suite, archive, path, size, sha256);
  }

  /** 0 for the most usual. */
  int rank() {
    int index = PRIORITIES.indexOf(priority);
    return index < 0 ? PRIORITIES.size() : index;
  }

  /** Whether it is what a relation asks for, by its own name or one that it provides. */
  boolean satisfies(Relation relation) {
    return name.equals(relation.name()) && relation.accepts(version) || provides(relation);
  }

  /** Whether one of the names that it provides is what a relation asks for. */
  boolean provides(Relation relation) {
    // A name that is provided without a version satisfies no relation with one.
    return !provides.isEmpty()
        && Relation.list(provides).stream()
            .filter(one -> one.name().equals(relation.name()))
            .anyMatch(
                one ->
                    relation.operator().isEmpty()
                        || !one.version().isEmpty() && relation.accepts(one.version()));
  }

  /** As people write it: {@code libc6 2.36-9}. */
  String shown() {
    return name + " " + version;
  }
}
