package org.distroc.expand;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.qemu.QemuCommandLine;
import org.distroc.spec.Acceleration;

/**
 * The command of {@code make boot}: the words of {@code distroc boot}, with variables of the
 * Makefile for what distroc looks up on the host. It has no sandbox, since not every QEMU is built
 * with it.
 */
final class MakeBoot {
  /** The longest line, with its tab. */
  private static final int COLUMNS = 96;

  private static final String GAP = " \\\n\t  ";

  private MakeBoot() {}

  /** What executes the guest's instructions without a probe of what works. */
  static Accelerator accelerator(Machine machine) {
    return machine.acceleration() == Acceleration.KVM ? Accelerator.KVM : Accelerator.TCG;
  }

  /** The lines of the rule, without the first tab. */
  static String command(BuildPlan plan) {
    Machine machine = plan.machine();
    Qemu qemu = new Qemu(Path.of(machine.qemu()), false, Optional.of(Path.of("firmware")));
    List<String> words =
        QemuCommandLine.of(
            qemu,
            accelerator(machine),
            machine.withFlags(List.of()),
            plan.medium(format -> Path.of(format.fileName(plan.contents())), Optional.empty()),
            new QemuCommandLine.AtTerminal());
    List<String> quoted = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      quoted.add(variable(words, i).orElse(Quoting.recipeLine(List.of(words.get(i)))));
    }
    machine.flags().forEach(flag -> quoted.add(Quoting.recipeLine(List.of(flag))));
    return lines(quoted);
  }

  private static Optional<String> variable(List<String> words, int i) {
    return switch (i == 0 ? "" : words.get(i - 1)) {
      case "-accel" -> Optional.of("$(ACCEL)");
      case "-bios" -> Optional.of("$(OVMF)");
      default -> Optional.empty();
    };
  }

  /** An option stays on one line with its value if there is room. */
  private static String lines(List<String> words) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (int i = 0; i < words.size(); i++) {
      int together = words.get(i).length();
      if (words.get(i).startsWith("-") && i + 1 < words.size()) {
        together += 1 + words.get(i + 1).length();
      }
      boolean breaks = column + together > COLUMNS && words.get(i).startsWith("-");
      text.append(i == 0 ? "" : breaks ? GAP : " ").append(words.get(i));
      column = (breaks ? GAP.length() : column + 1) + words.get(i).length();
    }
    return text.toString();
  }
}
