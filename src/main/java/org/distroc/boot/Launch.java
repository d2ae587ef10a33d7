package org.distroc.boot;

import java.util.List;
import org.distroc.format.BootMedium;
import org.distroc.plan.Machine;
import org.distroc.qemu.Accelerator;
import org.distroc.qemu.Qemu;
import org.distroc.qemu.QemuCommandLine;

/**
 * What a machine is started with.
 *
 * @param qemu the program
 * @param accelerator what executes the guest's instructions
 * @param news a sentence to be told once, when the choice was just made by a trial; else empty
 * @param kvmFault why TCG was taken instead of KVM, if it was and nobody asked for it; else empty
 */
public record Launch(Qemu qemu, Accelerator accelerator, String news, String kvmFault) {

  /** An accelerator that was asked for. */
  public Launch(Qemu qemu, Accelerator accelerator, String news) {
    this(qemu, accelerator, news, "");
  }

  /** The same with another accelerator. */
  public Launch with(Accelerator other) {
    return new Launch(qemu, other, news, kvmFault);
  }

  /** QEMU's arguments, the program first. */
  public List<String> command(Machine machine, BootMedium medium, QemuCommandLine.Mode mode) {
    return QemuCommandLine.of(qemu, accelerator, machine, medium, mode);
  }
}
