package org.distroc.debian;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/** Warns of maintainer scripts that would have done something to the tree. */
final class ScriptFindings {
  /** What a first installation does is in this one; others are for upgrades and removals. */
  private static final String SCRIPT = "postinst";

  private static final int MOST_LINES = 8;

  private final Map<String, StoredPackage> packages;

  ScriptFindings(Map<String, StoredPackage> packages) {
    this.packages = packages;
  }

  /**
   * One warning for each package of the recipe that has such scripts, or that brings packages which
   * have. A package that two bring is reported for the first.
   */
  List<Diagnostic> of(Collection<PackageRequest> requests) {
    Set<String> told = new HashSet<>();
    requests.stream()
        .filter(one -> one.allow().contains(SCRIPT))
        .forEach(one -> told.addAll(closure(one.name())));
    List<Diagnostic> warnings = new ArrayList<>();
    for (PackageRequest request : requests) {
      List<String> lines = new ArrayList<>();
      Set<String> remedies = new LinkedHashSet<>();
      for (String name : closure(request.name())) {
        if (told.add(name)) {
          add(packages.get(name), lines, remedies);
        }
      }
      if (!lines.isEmpty()) {
        warnings.add(warning(request, lines, remedies));
      }
    }
    return warnings;
  }

  private static void add(StoredPackage one, List<String> lines, Set<String> remedies) {
    String text = one.tree().scripts().getOrDefault(SCRIPT, "");
    if (ScriptActions.isHarmless(text)) {
      return;
    }
    List<ScriptActions.Action> actions = ScriptActions.of(text);
    lines.add(
        actions.isEmpty()
            ? one.deb().name() + ": its postinst calls programs of the new system"
            : one.deb().name() + ": " + actions.get(0).line());
    actions.forEach(action -> remedies.add(action.remedy()));
  }

  private static Diagnostic warning(
      PackageRequest request, List<String> lines, Set<String> remedies) {
    Diagnostic warning =
        Diagnostic.warning(Code.D4210, "maintainer scripts of `" + request.name() + "` are not run")
            .at(request.at())
            .label("has scripts that change the root");
    for (String line : lines.subList(0, Math.min(MOST_LINES, lines.size()))) {
      warning = warning.why(line);
    }
    if (lines.size() > MOST_LINES) {
      warning = warning.why("and " + (lines.size() - MOST_LINES) + " more");
    }
    for (String remedy : remedies.stream().limit(4).toList()) {
      warning = warning.help("if it matters, " + remedy);
    }
    return warning.help("then write `allow: [postinst]` at the package");
  }

  /** A package and all that it brings. */
  private Set<String> closure(String name) {
    Set<String> closure = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      String next = open.remove();
      StoredPackage one = packages.get(next);
      if (one != null && closure.add(next)) {
        for (String field : List.of("Pre-Depends", "Depends")) {
          for (Relation relation : Relation.list(one.tree().field(field))) {
            open.add(relation.name());
          }
        }
      }
    }
    return closure;
  }
}
