package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.distroc.arch.Drivers;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.plan.Machine;
import org.distroc.spec.Network;

/** Warns about parts of the machine that this kernel does not use. */
final class MachineAdvice {
  private static final long MIB = 1L << 20;

  /** An unpacked kernel of this size would be a very small one. */
  private static final long SMALLEST_KERNEL = 4 * MIB;

  private final BuildPlan plan;
  private final Configuration configuration;
  private final OptionRemedies remedies;
  private final Drivers drivers;
  private final List<Diagnostic> findings = new ArrayList<>();

  private MachineAdvice(BuildPlan plan, Configuration configuration) {
    this.plan = plan;
    this.configuration = configuration;
    this.remedies = new OptionRemedies(configuration);
    this.drivers = plan.architecture().drivers();
  }

  /** A warning for each of them, with verified remedies. */
  static List<Diagnostic> of(BuildPlan plan, Configuration configuration) {
    MachineAdvice advice = new MachineAdvice(plan, configuration);
    advice.network();
    advice.processors();
    advice.memory();
    advice.modules();
    return List.copyOf(advice.findings);
  }

  private void network() {
    Network network = plan.machine().network();
    List<String> missing = remedies.missing(drivers.networks().getOrDefault(network, List.of()));
    if (!missing.isEmpty()) {
      boolean card = !missing.equals(List.of("INET"));
      findings.add(
          remedies.with(
              Diagnostic.warning(
                      Code.D2158,
                      card
                          ? "the machine has a network card, but this kernel has no driver for it"
                          : "the machine has a network card, but this kernel has no TCP/IP")
                  .at(plan.locations().nearest("qemu.network"))
                  .label("not used")
                  .why(OptionRemedies.areOff(missing)),
              missing));
    }
  }

  private void processors() {
    int processors =
        Math.max(
            plan.machine().smp(),
            plan.tests().stream().mapToInt(test -> test.machine().smp()).max().orElse(1));
    if (processors < 2) {
      return;
    }
    String key = plan.machine().smp() > 1 ? "qemu.smp" : "qemu.variants.smp";
    List<String> missing = remedies.missing(drivers.processors());
    if (!missing.isEmpty()) {
      findings.add(
          remedies.with(
              Diagnostic.warning(Code.D2159, "this kernel uses one processor only")
                  .at(plan.locations().nearest(key))
                  .label("the others stay off")
                  .why(OptionRemedies.areOff(missing)),
              missing));
      return;
    }
    Optional<Integer> most =
        configuration.value("NR_CPUS").filter(v -> v.matches("[0-9]{1,6}")).map(Integer::valueOf);
    if (remedies.has("SMP") && most.filter(number -> number < processors).isPresent()) {
      findings.add(
          Diagnostic.warning(
                  Code.D2159,
                  "this kernel uses " + most.get() + " of " + processors + " processors")
              .at(plan.locations().nearest(key))
              .label("the others stay off")
              .why("the kernel option NR_CPUS is " + most.get())
              .help("set `NR_CPUS: " + processors + "` under `kernel: options:`"));
    }
  }

  private void memory() {
    Optional<Long> address =
        drivers.loadAddress().flatMap(configuration::value).flatMap(MachineAdvice::number);
    if (address.isEmpty()) {
      return;
    }
    long needed = address.get() + SMALLEST_KERNEL;
    Optional<Machine> small =
        plan.tests().stream()
            .map(test -> test.machine())
            .filter(machine -> machine.memory() < needed)
            .findFirst();
    boolean always = plan.machine().memory() < needed;
    if (always || small.isPresent()) {
      long memory = always ? plan.machine().memory() : small.get().memory();
      findings.add(
          Diagnostic.warning(
                  Code.D2161, memory / MIB + " MiB of memory are too little for this kernel")
              .at(plan.locations().nearest(always ? "qemu.memory" : "qemu.variants.memory"))
              .label("too little")
              .why(
                  String.format(
                      Locale.ROOT,
                      "the kernel is unpacked to the address %d MiB, the option %s, and needs some"
                          + " MiB from there on",
                      address.get() / MIB,
                      drivers.loadAddress().orElseThrow()))
              .help("give it more, such as `memory: " + enough(needed) + "`"));
    }
  }

  /** Twice as much, rounded up to a power of two. */
  private static String enough(long needed) {
    return Long.highestOneBit(2 * needed / MIB - 1) * 2 + "M";
  }

  private static Optional<Long> number(String text) {
    String digits = text.toLowerCase(Locale.ROOT);
    return digits.matches("0x[0-9a-f]{1,12}")
        ? Optional.of(Long.parseLong(digits.substring(2), 16))
        : Optional.empty();
  }

  /** The image has no modules, and init no program that loads them. */
  private void modules() {
    for (KernelPlan.Option option : plan.kernel().options()) {
      if (option.value().equals("m") && isModule(option.name())) {
        findings.add(
            remedies.with(
                Diagnostic.warning(
                        Code.D2160, "`" + option.name() + ": m` is a module that nothing loads")
                    .at(option.at())
                    .label("not in the image")
                    .why("distroc builds the kernel without its modules: images have none"),
                option.name()));
      }
    }
  }

  private boolean isModule(String option) {
    return configuration
        .model()
        .option(option)
        .filter(o -> o.type() == SymbolType.TRISTATE && configuration.value(o).equals("m"))
        .isPresent();
  }
}
