package org.distroc.builder;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Finds out why a build rebuilt its stages. */
final class RebuildReasons {
  private final FinishedBuild now;
  private final Map<String, Stage> stages;
  private final UnaryOperator<String> versions;

  /**
   * For a finished build.
   *
   * @param stages the stage that makes a file, by file name; all others are generated files
   * @param versions returns the version of a tool by its identity, or an empty string
   */
  RebuildReasons(FinishedBuild now, Map<String, Stage> stages, UnaryOperator<String> versions) {
    this.now = now;
    this.stages = stages;
    this.versions = versions;
  }

  /** Why a build had nothing to do although inputs changed. */
  List<RebuildReason> ofNone(Optional<FinishedBuild> previous) {
    List<RebuildReason> changes = previous.map(this::changes).orElse(List.of());
    return changes.isEmpty()
        ? List.of(new RebuildReason(Stage.NOTHING, "the change affects no output"))
        : List.of(
            new RebuildReason(
                Stage.NOTHING, changes.get(0).because() + ", which affects no output"));
  }

  /**
   * Why a build ran make: at least one reason for each stage whose output changed.
   *
   * @param previous the last complete build, if there is one
   * @param finished whether no other build was started after it
   * @param damaged names of files that were changed since the last build
   */
  List<RebuildReason> ofRun(
      Optional<FinishedBuild> previous, boolean finished, List<String> damaged) {
    if (previous.isEmpty()) {
      return List.of(
          new RebuildReason(Stage.EVERYTHING, "nothing was built in this folder before"));
    }
    List<RebuildReason> reasons = new ArrayList<>();
    if (!finished) {
      reasons.add(new RebuildReason(Stage.EVERYTHING, "the last build did not finish"));
    }
    for (String name : damaged) {
      reasons.add(
          new RebuildReason(stage(name), name + " was changed or removed since the last build"));
    }
    reasons.addAll(changes(previous.get()));
    addConsequences(changedStages(previous.get()), reasons);
    return reasons.isEmpty()
        ? List.of(
            new RebuildReason(
                Stage.KERNEL, "its source is a folder that can change, so make checked it"))
        : reasons;
  }

  private List<RebuildReason> changes(FinishedBuild previous) {
    return InputChanges.between(previous.inputs(), now.inputs(), versions);
  }

  private Stage stage(String name) {
    boolean part = name.matches(".*\\.(o|a|d|dep)|tools/[^.]*|/.*|headers/.*");
    return stages.getOrDefault(name, part ? Stage.INIT : Stage.PROJECT);
  }

  /** Adds reasons for stages that changed only because earlier stages did. */
  private static void addConsequences(Set<Stage> changed, List<RebuildReason> reasons) {
    for (Stage stage : changed) {
      boolean explained =
          reasons.stream()
              .anyMatch(r -> r.stage().equals(stage) || r.stage().equals(Stage.EVERYTHING));
      if (!explained) {
        List<Stage> others = new ArrayList<>(changed);
        others.removeAll(List.of(stage, Stage.IMAGE));
        reasons.add(
            new RebuildReason(
                stage,
                others.isEmpty()
                    ? "the generated project changed"
                    : String.join(" and ", others.stream().map(Stage::toString).toList())
                        + " changed"));
      }
    }
  }

  /** The stages whose files changed. */
  private Set<Stage> changedStages(FinishedBuild before) {
    Set<Stage> changed = new LinkedHashSet<>();
    for (OutputFile output : now.outputs()) {
      Optional<OutputFile> old = before.output(output.name());
      if (old.isEmpty() || !old.get().digest().equals(output.digest())) {
        changed.add(stage(output.name()));
      }
    }
    changed.removeAll(List.of(Stage.NOTHING, Stage.PROJECT));
    return changed;
  }
}
