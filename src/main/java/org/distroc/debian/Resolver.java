package org.distroc.debian;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.NearestNames;

/**
 * Finds the packages that a request needs. It takes the newest version of each, the first
 * alternative of a dependency that is there, and for a name that several packages provide the most
 * usual one. Where that leads into a conflict or to something missing, the next alternative is
 * taken. The result depends on the lists and the request only, not on what the host has installed.
 */
final class Resolver {
  /** How often another alternative is tried. */
  private static final int MOST_TRIES = 200;

  private final PackageIndex index;
  private final String suites;
  private final boolean together;
  private final Set<PackageRecord> banned = new HashSet<>();

  /**
   * A package that was taken.
   *
   * @param by the one that needs it; null for a package of the recipe
   * @param relation for which it was taken
   * @param replaceable whether another could stand for it
   */
  private record Taken(
      PackageRecord one, Request root, Taken by, Relation relation, boolean replaceable) {
    /** Who needs whom, from the recipe's package on. */
    String chain() {
      return by == null
          ? "`" + one.name() + "`, which the recipe lists"
          : "`" + one.name() + "` for " + by.path();
    }

    private String path() {
      return by == null ? "`" + one.name() + "`" : "`" + one.name() + "`, for " + by.path();
    }
  }

  /** A dead end, with the packages that could be replaced to avoid it. */
  private static final class DeadEnd extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Diagnostic error;
    private final transient List<Taken> suspects;

    DeadEnd(Diagnostic error, List<Taken> suspects) {
      super(error.message(), null, false, false);
      this.error = error;
      this.suspects = suspects;
    }
  }

  /**
   * Packages of an index.
   *
   * @param suites as messages name them
   * @param together whether packages that exclude each other are an error
   */
  Resolver(PackageIndex index, String suites, boolean together) {
    this.index = index;
    this.suites = suites;
    this.together = together;
  }

  /**
   * The packages for a request, each after the packages that it was taken for.
   *
   * @throws Failure D4200 for a name that no suite has, D4201 for a dependency that nothing
   *     satisfies, D4202 for packages that exclude each other
   */
  List<PackageRecord> resolve(Collection<Request> requests) {
    List<Diagnostic> unknown =
        requests.stream()
            .filter(one -> index.candidates(new Relation(one.name(), "", "")).isEmpty())
            .map(this::unknown)
            .toList();
    if (!unknown.isEmpty()) {
      throw new Failure(unknown);
    }
    Diagnostic first = null;
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        return attempt(requests);
      } catch (DeadEnd end) {
        first = first == null ? end.error : first;
        Optional<Taken> other = end.suspects.stream().filter(Taken::replaceable).findFirst();
        if (other.isEmpty()) {
          break;
        }
        banned.add(other.get().one());
      }
    }
    throw new Failure(first);
  }

  private List<PackageRecord> attempt(Collection<Request> requests) throws DeadEnd {
    Map<String, Taken> taken = new LinkedHashMap<>();
    Deque<Taken> open = new ArrayDeque<>();
    for (Request request : requests) {
      Taken one = root(request);
      if (taken.putIfAbsent(one.one().name(), one) == null) {
        open.add(one);
      }
    }
    while (!open.isEmpty()) {
      Taken by = open.remove();
      for (List<Relation> group : Relation.groups(by.one().depends())) {
        if (taken.values().stream().noneMatch(t -> satisfies(t, group))) {
          Taken next = next(by, group, taken);
          taken.put(next.one().name(), next);
          open.add(next);
        }
      }
    }
    if (together) {
      checkConflicts(taken.values());
    }
    return taken.values().stream().map(Taken::one).toList();
  }

  private static boolean satisfies(Taken taken, List<Relation> group) {
    return group.stream().anyMatch(relation -> taken.one().satisfies(relation));
  }

  private Taken root(Request request) {
    PackageRecord one = index.candidates(new Relation(request.name(), "", "")).get(0);
    return new Taken(one, request, null, null, false);
  }

  private Taken next(Taken by, List<Relation> group, Map<String, Taken> taken) throws DeadEnd {
    List<Taken> choices = new ArrayList<>();
    for (Relation relation : group) {
      for (PackageRecord one : index.candidates(relation)) {
        if (!banned.contains(one) && !taken.containsKey(one.name())) {
          choices.add(new Taken(one, by.root(), by, relation, false));
        }
      }
    }
    if (choices.isEmpty()) {
      throw new DeadEnd(unsatisfied(by, group, taken), List.of(by));
    }
    Taken first = choices.get(0);
    return new Taken(first.one(), by.root(), by, first.relation(), choices.size() > 1);
  }

  private static void checkConflicts(Collection<Taken> taken) throws DeadEnd {
    for (Taken one : taken) {
      for (Relation not : Relation.list(one.one().conflicts())) {
        for (Taken other : taken) {
          if (other != one && other.one().satisfies(not)) {
            throw new DeadEnd(conflict(one, other, not), List.of(other, one));
          }
        }
      }
    }
  }

  private Diagnostic unknown(Request request) {
    Diagnostic error =
        Diagnostic.error(Code.D4200, "no package `" + request.name() + "` in " + suites)
            .at(request.at())
            .label("unknown package");
    List<String> near = NearestNames.to(request.name(), index.names());
    for (String name : near) {
      error = error.help("did you mean `" + name + "`?");
    }
    return near.isEmpty()
        ? error.help("search for it at https://packages.debian.org, in this suite")
        : error;
  }

  private Diagnostic unsatisfied(Taken by, List<Relation> group, Map<String, Taken> taken) {
    String wanted =
        String.join(" or ", group.stream().map(relation -> "`" + relation + "`").toList());
    Diagnostic error =
        Diagnostic.error(
                Code.D4201, "`" + by.one().shown() + "` needs " + wanted + ", which is not there")
            .at(by.root().at())
            .why(by.chain());
    for (Relation relation : group) {
      Taken chosen = taken.get(relation.name());
      List<PackageRecord> versions = index.named(relation.name());
      if (chosen != null) {
        error = error.why("`" + chosen.one().shown() + "` was taken: " + chosen.chain());
      } else if (versions.isEmpty()) {
        error = error.why("no package `" + relation.name() + "` in " + suites);
      } else {
        error =
            error.why(
                "the suites have `"
                    + relation.name()
                    + "` in version "
                    + versions.get(0).version());
      }
    }
    return error.help("name suites that belong together, or leave `" + by.root().name() + "` out");
  }

  private static Diagnostic conflict(Taken one, Taken other, Relation not) {
    return Diagnostic.error(
            Code.D4202,
            "`" + one.one().name() + "` and `" + other.one().name() + "` exclude each other")
        .at(one.root().at())
        .why("`" + one.one().shown() + "` conflicts with `" + not + "`")
        .why(one.chain())
        .why(other.chain())
        .help("leave one of them out")
        .help("or take single programs of their packages with `programs`");
  }
}
