package org.distroc.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.builder.Requirements;
import org.distroc.builder.config.Menuconfig;
import org.distroc.builder.config.OptionFixes;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.FragmentRevision;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.edit.OptionEdit;

/** The changes of kernel options that are written back into a recipe. */
final class OptionChanges {
  private final RunContext context;
  private final Planning planning;

  OptionChanges(RunContext context, Planning planning) {
    this.context = context;
    this.planning = planning;
  }

  /**
   * A verified change that makes ineffective options of a recipe take effect; empty if there is
   * none or the kernel is not on this machine.
   */
  Optional<RecipeChange> fix(Path file) {
    // The check that follows reports the warnings.
    Recipe recipe = context.read(file, new ArrayList<>());
    return planning
        .planToCheck(recipe)
        .map(plan -> OptionFixes.find(plan, planning.resolve(plan)))
        .filter(fixes -> !fixes.isEmpty())
        .map(
            fixes ->
                new RecipeChange(
                    file,
                    recipe,
                    context.options().overrides(),
                    context.bases(file),
                    fixes.stream().map(a -> OptionEdit.set(a.name(), a.value())).toList()));
  }

  /** The change that the user makes in the kernel's menuconfig; empty for none. */
  Optional<RecipeChange> menuconfig(Path file) {
    Recipe recipe = planning.read(file);
    BuildPlan plan = planning.plan(recipe).plan();
    context.tools().require(Requirements.toMenuconfig(plan.architecture()), List.of());
    Configuration before = planning.resolve(plan);
    Optional<String> saved =
        new Menuconfig(context.host(), plan)
            .run(
                before,
                () ->
                    context
                        .listener()
                        .info("Waiting for another menuconfig of this kernel to exit."));
    if (saved.isEmpty()) {
      return Optional.empty();
    }
    FragmentRevision revision =
        FragmentRevision.between(before, saved.get())
            .orElseThrow(() -> new Failure(notByOptions(recipe)));
    List<OptionEdit> edits = new ArrayList<>();
    revision.settings().forEach(a -> edits.add(OptionEdit.set(a.name(), a.value())));
    for (String name : revision.removed()) {
      plan.kernel().options().stream()
          .filter(option -> option.name().equals(name) && plan.kernel().isInFragment(option))
          .findFirst()
          .ifPresent(
              option -> {
                throw new Failure(inFragment(option));
              });
      edits.add(OptionEdit.remove(name));
    }
    return edits.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RecipeChange(
                file, recipe, context.options().overrides(), context.bases(file), edits));
  }

  private static Diagnostic inFragment(KernelPlan.Option option) {
    return Diagnostic.error(
            Code.D2080, "the menuconfig result needs a change of a fragment: " + option.name())
        .at(option.at())
        .help("remove the line, and start menuconfig again");
  }

  private static Diagnostic notByOptions(Recipe recipe) {
    return Diagnostic.error(
            Code.D2080, "the menuconfig result cannot be expressed as recipe options")
        .at(recipe.locations().nearest("/kernel/options"))
        .why("no set of options on this base produces that configuration")
        .help("change individual options, without loading a file in menuconfig");
  }
}
