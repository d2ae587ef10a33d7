package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.explain.LineFindings;
import org.distroc.kconfig.explain.LineGroup;
import org.distroc.kconfig.explain.LineGroup.Kind;
import org.distroc.kconfig.explain.LineReview;
import org.distroc.kconfig.explain.OptionExplanation.Fix;
import org.distroc.kconfig.explain.SettingLine;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;

/** Lines of a recipe's fragments that do not take effect. Each was written for a purpose. */
final class FragmentFindings {
  private FragmentFindings() {}

  /** Errors for fragments that are not for kernels of the plan's architecture. */
  static List<Diagnostic> kinds(BuildPlan plan, KconfigModel model) {
    List<Diagnostic> errors = new ArrayList<>();
    for (KernelPlan.Fragment fragment : plan.kernel().fragments()) {
      new ConfigFileKind(fragment.shown(), fragment.text())
          .mistake(plan.architecture(), model)
          .ifPresent(errors::add);
    }
    return errors;
  }

  /** An error for each group of lines that come out otherwise. */
  static List<Diagnostic> errors(BuildPlan plan, Configuration configuration) {
    return findings(plan, configuration, kind -> kind != Kind.UNKNOWN_OFF).stream()
        .map(Diagnostic::asError)
        .toList();
  }

  /** Warnings for options that are turned off, and that the kernel does not define. */
  static List<Diagnostic> warnings(BuildPlan plan, Configuration configuration) {
    return findings(plan, configuration, kind -> kind == Kind.UNKNOWN_OFF);
  }

  private static List<Diagnostic> findings(
      BuildPlan plan, Configuration configuration, Predicate<Kind> kinds) {
    List<Diagnostic> findings = new ArrayList<>();
    for (KernelPlan.Fragment fragment : plan.kernel().fragments()) {
      List<SettingLine> lines =
          plan.kernel().options().stream()
              .filter(option -> option.at().file().equals(fragment.shown()))
              .map(FragmentFindings::line)
              .toList();
      LineReview.Result review = LineReview.ofFragment(configuration, lines);
      List<LineGroup> groups =
          review.groups().stream().filter(group -> kinds.test(group.kind())).toList();
      findings.addAll(
          LineFindings.of(
              new LineReview.Result(groups, 0),
              settings -> "add " + new Fix(settings, false) + " under `kernel: options:`"));
    }
    return findings;
  }

  private static SettingLine line(KernelPlan.Option option) {
    return new SettingLine(
        option.at(),
        new Assignment(option.name(), option.value()),
        option.type() == SymbolType.STRING);
  }
}
