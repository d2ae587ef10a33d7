package org.distroc.pipeline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distroc.builder.BuildInputs;
import org.distroc.diag.Diagnostic;
import org.distroc.plan.BuildPlan;

/**
 * A plan with its origin.
 *
 * @param plan a recipe put together with its kernel
 * @param origin what the plan was made from
 */
public record Planned(BuildPlan plan, Origin origin) {

  /**
   * What a plan was made from.
   *
   * @param recipe the recipe as the user named it
   * @param inputs everything that decides the bytes of its build
   * @param warnings diagnostics of the recipe that do not stop the build
   */
  public record Origin(String recipe, BuildInputs inputs, List<Diagnostic> warnings) {
    /** Copies the list. */
    public Origin {
      warnings = List.copyOf(warnings);
    }
  }

  /** A plan that no recipe's inputs are recorded for: it is built whatever the folder holds. */
  public static Planned of(BuildPlan plan) {
    return new Planned(
        plan, new Origin(plan.recipe().shown(), new BuildInputs(Map.of()), List.of()));
  }

  /**
   * The same origin with another plan. A changed plan keeps the warnings, but its inputs no longer
   * identify the kernel, so that its build and the recipe's are never taken for each other.
   */
  public Planned with(BuildPlan other) {
    return other.equals(plan)
        ? new Planned(other, origin)
        : new Planned(other, new Origin(origin.recipe(), unsettled(), origin.warnings()));
  }

  private BuildInputs unsettled() {
    Map<String, String> values = new TreeMap<>(origin.inputs().values());
    values.remove(BuildInputs.KERNEL);
    return new BuildInputs(values);
  }
}
