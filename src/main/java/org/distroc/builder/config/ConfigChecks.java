package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.format.KernelNeed;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.spec.Compression;

/**
 * Checks the configuration from olddefconfig against the recipe's options and the rest of the plan,
 * before minutes are spent on compiling.
 */
public final class ConfigChecks {
  private ConfigChecks() {}

  /**
   * Options that did not get the requested value. {@link KernelOptions#check} finds and explains
   * them earlier and faster, but olddefconfig's result is the one that counts.
   */
  public static List<Diagnostic> check(BuildPlan plan, ResolvedConfig config) {
    List<Diagnostic> findings = new ArrayList<>();
    for (KernelPlan.Option option : plan.kernel().options()) {
      boolean off = config.value(option.name()).isEmpty();
      String actual = config.value(option.name()).orElse("n");
      boolean number = option.type() == SymbolType.INT || option.type() == SymbolType.HEX;
      boolean missing = off && (number || option.type() == SymbolType.STRING);
      if (missing || !option.type().isSame(option.value(), actual)) {
        findings.add(mismatch(option, config.value(option.name())));
      }
    }
    findings.addAll(initramfs(plan, config));
    findings.addAll(NondeterminismChecks.check(plan, config));
    return findings;
  }

  private static Diagnostic mismatch(KernelPlan.Option option, Optional<String> actual) {
    return Diagnostic.error(
            Code.D2050,
            "olddefconfig did not accept `" + option.name() + "=" + option.value() + "`")
        .at(option.at())
        .label("becomes " + actual.orElse("n"))
        .why("distroc evaluated the same Kconfig files and expected it to take effect")
        .help("look the option up with `make menuconfig` in the kernel source")
        .help("please report this: the two should always agree");
  }

  private static List<Diagnostic> initramfs(BuildPlan plan, ResolvedConfig config) {
    List<Diagnostic> findings = new ArrayList<>();
    for (KernelNeed need : plan.kernelNeeds()) {
      if (!config.isOn(need.option())) {
        findings.add(
            Diagnostic.error(need.code(), need.without())
                .at(plan.place(need))
                .label(need.label())
                .why("the kernel option " + need.option() + " is off")
                .help("add `" + need.option() + ": y` under `kernel.options`"));
      }
    }
    Compression compression = plan.image().compression();
    if (plan.hasInit() && compression != Compression.NONE && !config.isOn(compression.option())) {
      findings.add(
          Diagnostic.error(Code.D4001, "this kernel cannot unpack the initramfs")
              .at(plan.locations().compression())
              .why("the kernel option " + compression.option() + " is off")
              .help("add `" + compression.option() + ": y` under `kernel.options`")
              .help("or do not compress the initramfs: `compression: none`"));
    }
    return findings;
  }
}
