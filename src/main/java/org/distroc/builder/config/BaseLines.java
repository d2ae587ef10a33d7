package org.distroc.builder.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.LineFindings;
import org.distroc.kconfig.explain.LineReview;
import org.distroc.kconfig.explain.OptionExplanation.Fix;
import org.distroc.kconfig.explain.SettingLine;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;

/** The lines of the file that is the base of a recipe. */
final class BaseLines {
  private final String file;
  private final String content;

  BaseLines(String file, String content) {
    this.file = file;
    this.content = content;
  }

  /** The error for a file that is not for kernels of the plan's architecture. */
  List<Diagnostic> kind(BuildPlan plan, KconfigModel model) {
    return new ConfigFileKind(file, content).mistake(plan.architecture(), model).stream().toList();
  }

  /** Warnings about lines that do not take effect, unless the recipe overrides them. */
  List<Diagnostic> review(BuildPlan plan, Configuration configuration) {
    Set<String> overridden =
        plan.kernel().options().stream().map(KernelPlan.Option::name).collect(Collectors.toSet());
    List<SettingLine> lines =
        SettingLine.of(file, content).stream()
            .filter(line -> !overridden.contains(line.name()))
            .toList();
    return LineFindings.of(
        LineReview.ofBase(configuration, lines),
        settings -> "add " + new Fix(settings, false) + " under `kernel: options:`");
  }
}
