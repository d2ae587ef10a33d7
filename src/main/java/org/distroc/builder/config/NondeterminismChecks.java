package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.List;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;

/**
 * Warns about options that put random data into the kernel, so that no two builds are the same. The
 * reasons name the kernel's files that do so.
 */
final class NondeterminismChecks {
  private static final String GENERATED_KEY = "certs/signing_key.pem";

  private NondeterminismChecks() {}

  /** A warning for each such option that is on. */
  static List<Diagnostic> check(BuildPlan plan, ResolvedConfig config) {
    List<Diagnostic> warnings = new ArrayList<>();
    if (config.isOn("RANDSTRUCT")) {
      warnings.add(
          warning(plan, List.of("RANDSTRUCT_FULL", "RANDSTRUCT_PERFORMANCE"))
              .why("scripts/gen-randstruct-seed.sh uses a random seed for the layout of structures")
              .help("set `RANDSTRUCT_NONE: y`, or accept builds that are not reproducible"));
    }
    boolean generatesKey = config.value("MODULE_SIG_KEY").filter(GENERATED_KEY::equals).isPresent();
    if (config.isOn("SYSTEM_TRUSTED_KEYRING") && generatesKey) {
      warnings.add(
          warning(plan, List.of("MODULE_SIG", "MODULE_SIG_FORCE", "SYSTEM_TRUSTED_KEYRING"))
              .why(
                  "certs/Makefile generates a new key for signing modules, and embeds it in the"
                      + " kernel")
              .help("set `MODULE_SIG: n`, or accept builds that are not reproducible"));
    }
    return warnings;
  }

  /** A warning at the option if the recipe sets it, or else at the base, which does. */
  private static Diagnostic warning(BuildPlan plan, List<String> options) {
    return Diagnostic.warning(Code.D6035, "the build of this kernel is not reproducible")
        .at(
            plan.kernel().options().stream()
                .filter(option -> options.contains(option.name()))
                .map(KernelPlan.Option::at)
                .findFirst()
                .orElse(plan.locations().base()));
  }
}
