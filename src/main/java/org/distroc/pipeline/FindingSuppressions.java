package org.distroc.pipeline;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;

/** Findings that {@code init.allow} turns into warnings. */
final class FindingSuppressions {
  /** What only the check of a plan reports; the check of a build reports the others. */
  private static final Set<Code> PLANNED = EnumSet.of(Code.D4312);

  private final List<InitPlan.Allowance> allowed;
  private final Set<Code> used = EnumSet.noneOf(Code.class);

  FindingSuppressions(BuildPlan plan) {
    this.allowed = plan.init().map(InitPlan::allowed).orElse(List.of());
  }

  /** The findings, allowed ones as warnings. */
  List<Diagnostic> applied(List<Diagnostic> findings) {
    List<Diagnostic> applied = new ArrayList<>();
    for (Diagnostic finding : findings) {
      Optional<InitPlan.Allowance> allowance =
          allowed.stream().filter(a -> a.code() == finding.code()).findFirst();
      allowance.ifPresent(a -> used.add(a.code()));
      applied.add(allowance.isPresent() ? finding.asWarning() : finding);
    }
    return applied;
  }

  /** A warning for each unused allowance of what the check of a plan reports. */
  List<Diagnostic> unusedByPlan() {
    return unused(true);
  }

  /** A warning for each unused allowance of what the check of a build reports. */
  List<Diagnostic> unused() {
    return unused(false);
  }

  private List<Diagnostic> unused(boolean planned) {
    return allowed.stream()
        .filter(a -> !used.contains(a.code()) && PLANNED.contains(a.code()) == planned)
        .map(
            a ->
                Diagnostic.warning(
                        Code.D3020, "unused `init.allow`: " + a.code() + " was not reported")
                    .at(a.at())
                    .label("unused")
                    .why("init passes that check: " + a.code().title())
                    .help("remove it, so that the check can fail when it should"))
        .toList();
  }
}
