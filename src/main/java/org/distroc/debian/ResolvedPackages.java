package org.distroc.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.distroc.host.Sha256;

/**
 * The .debs for a recipe.
 *
 * @param whole packages that are in the tree as a whole, each after one that needs it
 * @param parts packages that single files are taken from
 */
public record ResolvedPackages(List<PinnedDeb> whole, List<PinnedDeb> parts) {
  /** Nothing. */
  public static final ResolvedPackages NONE = new ResolvedPackages(List.of(), List.of());

  /** Copies the lists. */
  public ResolvedPackages {
    whole = List.copyOf(whole);
    parts = List.copyOf(parts);
  }

  /** All of them. */
  public List<PinnedDeb> all() {
    return Stream.concat(whole.stream(), parts.stream()).toList();
  }

  /**
   * Without the packages that no file was taken from.
   *
   * @param origins of the entries of a tree
   */
  public ResolvedPackages usedBy(Set<String> origins) {
    return new ResolvedPackages(
        whole, parts.stream().filter(deb -> origins.contains(deb.shown())).toList());
  }

  /** A digest that changes whenever a package does. */
  public String identity() {
    return Sha256.of(text());
  }

  /** As lines, for the cache. */
  String text() {
    StringBuilder text = new StringBuilder();
    whole.forEach(deb -> line(text, "whole", deb));
    parts.forEach(deb -> line(text, "part", deb));
    return text.append("end\n").toString();
  }

  private static void line(StringBuilder text, String use, PinnedDeb deb) {
    text.append(use + " " + deb.name() + " " + deb.version() + " " + deb.suite() + " ")
        .append(deb.archive() + " " + deb.path() + " " + deb.size() + " " + deb.sha256() + "\n");
  }

  /** Reads {@link #text}; empty if it is damaged. */
  static Optional<ResolvedPackages> parse(String text) {
    List<PinnedDeb> whole = new ArrayList<>();
    List<PinnedDeb> parts = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] f = line.split(" ");
      if (line.equals("end")) {
        return Optional.of(new ResolvedPackages(whole, parts));
      }
      if (f.length != 8 || !DebNames.isSize(f[6]) || !DebNames.isDigest(f[7])) {
        return Optional.empty();
      }
      (f[0].equals("whole") ? whole : parts)
          .add(new PinnedDeb(f[1], f[2], f[3], f[4], f[5], Long.parseLong(f[6]), f[7]));
    }
    return Optional.empty();
  }
}
