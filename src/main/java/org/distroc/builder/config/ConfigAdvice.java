package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Architecture;
import org.distroc.arch.ElfPrograms;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.format.KernelNeed;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.Tristate;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.spec.Compression;
import org.distroc.spec.Display;

/**
 * Checks a configuration against the rest of the plan: all options took effect, and yet the guest
 * might print nothing or never start init. Options that this kernel does not have are ignored.
 */
final class ConfigAdvice {
  private final BuildPlan plan;
  private final Configuration configuration;
  private final KconfigTree tree;
  private final OptionRemedies remedies;
  private final List<Diagnostic> findings = new ArrayList<>();
  private final Set<String> missed = new HashSet<>();

  private ConfigAdvice(BuildPlan plan, Configuration configuration) {
    this.plan = plan;
    this.configuration = configuration;
    this.tree = KconfigTree.of(configuration);
    this.remedies = new OptionRemedies(configuration);
  }

  /** Errors for what cannot work, warnings for what probably does not, each with a verified fix. */
  static List<Diagnostic> of(BuildPlan plan, Configuration configuration) {
    ConfigAdvice advice = new ConfigAdvice(plan, configuration);
    advice.images();
    if (plan.hasInit()) {
      advice.compression();
    }
    if (plan.root().isPresent()) {
      advice.memory(new RootNeeds(plan, plan.root().get()));
    }
    advice.implied();
    if (plan.init().isPresent()) {
      advice.init();
    }
    advice.display();
    if (advice.lacks("PRINTK") && !advice.meansToBeSilent()) {
      advice.add(
          Diagnostic.warning(Code.D2065, "this kernel prints nothing, not even when it panics")
              .at(plan.locations().base())
              .why("the kernel option PRINTK is off: no messages, no panic text"),
          "PRINTK");
      advice.help("or, if this is intended, write `PRINTK: n`");
    }
    advice.repetitions();
    return List.copyOf(advice.findings);
  }

  private void images() {
    for (KernelNeed need : plan.kernelNeeds()) {
      if (lacks(need.option())) {
        add(
            Diagnostic.error(need.code(), need.without())
                .at(plan.place(need))
                .label(need.label())
                .why("the kernel option " + need.option() + " is off"),
            need.option());
      }
    }
  }

  private void memory(RootNeeds needs) {
    findings.addAll(needs.memory(has("TMPFS")));
  }

  /** What root and init need of the kernel and of the machine. */
  private void implied() {
    for (RootNeeds.Need need : ImpliedOptions.needs(plan)) {
      List<String> missing = remedies.missing(need.options());
      if (!missing.isEmpty()) {
        missed.addAll(missing);
        findings.add(remedies.with(need.without().why(OptionRemedies.areOff(missing)), missing));
      }
    }
    plan.init()
        .flatMap(InitPlan::described)
        .ifPresent(described -> findings.addAll(InitNeeds.ofMachine(plan, described.system())));
  }

  private void compression() {
    Compression compression = plan.image().compression();
    if (compression != Compression.NONE && lacks(compression.option())) {
      add(
          Diagnostic.error(Code.D4001, "this kernel cannot unpack the initramfs")
              .at(plan.locations().compression())
              .why("the kernel option " + compression.option() + " is off"),
          compression.option());
      help("or do not compress the initramfs: `compression: none`");
    }
  }

  private void init() {
    Span init = plan.locations().init();
    Optional<String> wide =
        plan.architecture().programs().compat().map(ElfPrograms.Compat::kernelOption);
    if (wide.filter(this::lacks).isPresent()) {
      add(
          Diagnostic.warning(Code.D2063, "this is a 32-bit kernel, but init is a 64-bit program")
              .at(init)
              .label("compiled for 64 bits")
              .why("the kernel would fail with `Failed to execute /init (error -8)`, and panic"),
          wide.get());
    }
    if (lacks("BINFMT_ELF")) {
      add(
          Diagnostic.warning(Code.D2064, "this kernel cannot run ELF programs, such as init")
              .at(init)
              .why("the kernel would fail with `Failed to execute /init (error -8)`, and panic"),
          "BINFMT_ELF");
    }
  }

  private void display() {
    Architecture architecture = plan.architecture();
    String port = architecture.consoles().serial();
    boolean usesPort =
        plan.kernel().cmdline().stream().anyMatch(word -> word.startsWith("console=" + port));
    if (plan.machine().display() == Display.SERIAL
        && usesPort
        && lacks(architecture.consoles().serialOption())) {
      add(
          Diagnostic.warning(
                  Code.D2061, "the display is serial, but this kernel has no serial console")
              .at(plan.locations().display())
              .label("shows nothing")
              .why(
                  "the kernel option "
                      + architecture.consoles().serialOption()
                      + " is off, so nothing drives "
                      + port),
          architecture.consoles().serialOption());
    }
    List<String> screen = architecture.consoles().screenOptions();
    if (plan.machine().display() == Display.VGA
        && screen.stream().anyMatch(this::lacks)
        && screen.stream().noneMatch(this::has)) {
      add(
          Diagnostic.warning(
                  Code.D2062, "the display is a screen, but this kernel has no screen console")
              .at(plan.locations().display())
              .label("stays black")
              .why("the kernel has neither " + String.join(" nor ", screen) + " on"),
          screen.get(0));
      help("or use the serial port: `display: serial`");
    }
  }

  private boolean meansToBeSilent() {
    return configuration.asked("PRINTK").isPresent();
  }

  private boolean lacks(String option) {
    return remedies.lacks(option);
  }

  private boolean has(String option) {
    return remedies.has(option);
  }

  private void help(String remedy) {
    findings.set(findings.size() - 1, findings.get(findings.size() - 1).help(remedy));
  }

  /** Adds a finding with verified settings that turn the option on. */
  private void add(Diagnostic finding, String option) {
    missed.add(option);
    findings.add(remedies.with(finding, option));
  }

  /** Warns about redundant options: all of them could be removed together without an effect. */
  private void repetitions() {
    // What repeats the base of one architecture may be needed on another of the recipe.
    if (plan.kernel().options().isEmpty() || plan.recipe().variant().isPresent()) {
      return;
    }
    Configuration bare = tree.resolve(configuration.base(), List.of());
    List<Assignment> kept = new ArrayList<>(configuration.asked());
    for (KernelPlan.Option option : plan.kernel().own()) {
      Optional<String> before = bare.value(option.name());
      boolean silence = option.name().equals("PRINTK") && option.value().equals("n");
      boolean same = before.equals(configuration.value(option.name()));
      // What a feature asks for may be there already: that depends on the architecture.
      boolean implied = plan.kernel().features().containsKey(option.name());
      if (silence
          || !same
          || implied
          || missed.contains(option.name())
          || !isSettable(option.name())) {
        continue;
      }
      List<Assignment> fewer = new ArrayList<>(kept);
      fewer.removeIf(a -> a.name().equals(option.name()));
      if (tree.resolve(configuration.base(), fewer).text().equals(configuration.text())) {
        kept = fewer;
        findings.add(repetition(option));
      }
    }
  }

  /**
   * Whether users can set the option. If not, the recipe only asserts its value, which is checked.
   */
  private boolean isSettable(String option) {
    return tree.symbol(option).filter(s -> configuration.visibility(s) != Tristate.N).isPresent();
  }

  private Diagnostic repetition(KernelPlan.Option option) {
    String base = plan.kernel().base().orElse("the base");
    return Diagnostic.warning(
            Code.D2060,
            "`" + option.name() + ": " + option.value() + "` repeats what " + base + " gives")
        .at(option.at())
        .label("changes nothing")
        .help("remove the line (verified: the configuration stays the same)");
  }
}
