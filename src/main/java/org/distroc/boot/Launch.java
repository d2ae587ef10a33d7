package org.distroc.boot;

import org.distroc.format.BootMedium;
import org.distroc.host.Command;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.qemu.QemuCommandLine;

/**
 * The QEMU and the accelerator that a machine is started with.
 *
 * @param qemu the program
 * @param accelerator what executes the guest's instructions
 * @param notice a sentence to print once, if a probe has just chosen the accelerator; else empty
 * @param kvmFault why TCG is used instead of KVM, if the recipe did not ask for it; else empty
 */
public record Launch(Qemu qemu, Accelerator accelerator, String notice, String kvmFault) {

  /** A requested accelerator. */
  public Launch(Qemu qemu, Accelerator accelerator, String notice) {
    this(qemu, accelerator, notice, "");
  }

  /** The same with another accelerator. */
  public Launch with(Accelerator other) {
    return new Launch(qemu, other, notice, kvmFault);
  }

  /** QEMU for a machine, confined to what that needs. */
  public Command command(Machine machine, BootMedium medium, QemuCommandLine.Mode mode) {
    return Command.of(QemuCommandLine.of(qemu, accelerator, machine, medium, mode))
        // Where it keeps what a guest writes to its disk. QEMU replaces /tmp by /var/tmp, which the
        // sandbox does not have, but only if it is spelled like that.
        .with("TMPDIR", "/tmp/.")
        .confined(QemuConfinement.of(this, machine, medium, mode));
  }
}
