package org.distroc.diff;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.builder.LastBuild;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.plan.BuildPlan;
import org.distroc.recipe.Recipe;

/**
 * A recipe with everything that is compared of it.
 *
 * @param shown as the user named it
 * @param configuration of its kernel, computed
 * @param built what was built of it; empty if that is not up to date
 */
record RecipeState(
    String shown,
    Recipe recipe,
    BuildPlan plan,
    Configuration configuration,
    Optional<LastBuild> built) {

  /** The state of a recipe that is planned. */
  static RecipeState of(Pipeline pipeline, String shown, Recipe recipe, Planned planned) {
    BuildPlan plan = planned.plan();
    return new RecipeState(
        shown,
        recipe,
        plan,
        pipeline.configuration(plan),
        LastBuild.of(pipeline.folder(plan), planned.origin().inputs()));
  }

  /** Sizes of what was built, in bytes, by name. */
  Map<String, Long> outputs() {
    return built
        .<Map<String, Long>>map(last -> new TreeMap<>(last.artifacts().sizes()))
        .orElse(Map.of());
  }

  /** Whether the kernel has an option at all. */
  boolean isDefined(String option) {
    return configuration.model().option(option).isPresent();
  }
}
