package org.distroc.build;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Finds out why a build built what it built. */
final class Reasons {
  private static final List<String> STAGES =
      List.of(Reason.PROJECT, Reason.INIT, Reason.KERNEL, Reason.IMAGE);

  private Reasons() {}

  /**
   * The reasons of a build that is done: for each stage that made something anew at least one.
   *
   * @param former the last build that was whole, if there is one
   * @param finished whether no other was begun after that one
   * @param damaged names of files that were not as the last build left them
   * @param stages which stage makes a file, by its name
   * @param versions gives the version of a tool by its identity, or an empty text
   */
  static List<Reason> of(
      Optional<FinishedBuild> former,
      boolean finished,
      FinishedBuild now,
      List<String> damaged,
      Map<String, String> stages,
      UnaryOperator<String> versions) {
    if (former.isEmpty()) {
      return List.of(new Reason(Reason.EVERYTHING, "nothing was built in this folder before"));
    }
    List<Reason> reasons = new ArrayList<>();
    if (!finished) {
      reasons.add(new Reason(Reason.EVERYTHING, "the last build did not come to its end"));
    }
    for (String name : damaged) {
      String stage = stages.getOrDefault(name, name.contains(".o") ? Reason.INIT : Reason.PROJECT);
      reasons.add(new Reason(stage, name + " was changed or removed since the last build"));
    }
    reasons.addAll(InputChanges.between(former.get().inputs(), now.inputs(), versions));
    Set<String> made = made(former.get(), now, stages);
    if (made.isEmpty()) {
      return List.of(nothing(reasons));
    }
    addConsequences(made, reasons);
    return reasons;
  }

  private static Reason nothing(List<Reason> changes) {
    return changes.isEmpty()
        ? Reason.UNCHANGED
        : new Reason(
            Reason.NOTHING, changes.get(0).because() + ", but nothing that is built from it");
  }

  /** A stage that nothing was changed for was run because of what others made. */
  private static void addConsequences(Set<String> made, List<Reason> reasons) {
    for (String stage : STAGES) {
      boolean explained =
          reasons.stream()
              .anyMatch(r -> r.stage().equals(stage) || r.stage().equals(Reason.EVERYTHING));
      if (made.contains(stage) && !explained) {
        List<String> others = new ArrayList<>(made);
        others.removeAll(List.of(stage, Reason.IMAGE));
        reasons.add(
            new Reason(
                stage,
                others.isEmpty()
                    ? "something that it is made from is newer"
                    : String.join(" and ", others) + " changed"));
      }
    }
  }

  /** The stages whose files are others than before. */
  private static Set<String> made(
      FinishedBuild before, FinishedBuild now, Map<String, String> stages) {
    Set<String> made = new LinkedHashSet<>();
    for (Output output : now.outputs()) {
      Optional<Output> old = before.output(output.name());
      if (old.isEmpty() || !old.get().digest().equals(output.digest())) {
        made.add(stages.getOrDefault(output.name(), Reason.PROJECT));
      }
    }
    return made;
  }
}
