package org.distroc.boot;

import java.util.Locale;
import java.util.Optional;
import org.distroc.qemu.Accelerator;

/**
 * The result of probing the accelerators of a machine with a tiny guest. Times are in milliseconds.
 *
 * @param tcgMillis the time under TCG
 * @param kvmMillis the time under KVM, if it gave the right answer
 * @param kvmFault why KVM does not work; empty if it does
 * @param sandbox whether QEMU's seccomp sandbox works
 */
record AcceleratorProbe(
    long tcgMillis, Optional<Long> kvmMillis, String kvmFault, boolean sandbox) {

  /** The faster one of those that work. */
  Accelerator winner() {
    return kvmMillis.filter(millis -> millis <= tcgMillis).isPresent()
        ? Accelerator.KVM
        : Accelerator.TCG;
  }

  /** The choice and its reason, as a message. */
  String sentence() {
    if (winner() == Accelerator.KVM) {
      return String.format(
          Locale.ROOT,
          "Using KVM: a probe guest took %d ms, and %d ms under TCG.",
          kvmMillis.get(),
          tcgMillis);
    }
    String why =
        kvmMillis
            .map(
                millis ->
                    String.format(
                        Locale.ROOT,
                        "a probe guest took %d ms, and %d ms under KVM",
                        tcgMillis,
                        millis))
            .orElse(kvmFault);
    return "Using TCG, QEMU's emulator: " + why + ".";
  }

  /** As lines of a file. */
  String written() {
    return "tcg "
        + tcgMillis
        + "\nkvm "
        + kvmMillis.map(String::valueOf).orElse("- " + kvmFault)
        + "\nsandbox "
        + sandbox
        + "\n";
  }

  /** From lines of a file; empty if they are not from {@link #written}. */
  static Optional<AcceleratorProbe> read(String text) {
    String[] lines = text.split("\n", -1);
    try {
      String kvm = lines[1].substring("kvm ".length());
      boolean worked = !kvm.startsWith("- ");
      AcceleratorProbe trial =
          new AcceleratorProbe(
              Long.parseLong(lines[0].substring("tcg ".length())),
              worked ? Optional.of(Long.valueOf(kvm)) : Optional.empty(),
              worked ? "" : kvm.substring(2),
              Boolean.parseBoolean(lines[2].substring("sandbox ".length())));
      return trial.written().equals(text) ? Optional.of(trial) : Optional.empty();
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
