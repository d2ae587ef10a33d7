package org.distroc.arch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.host.Tool;
import org.distroc.spec.Firmware;
import org.distroc.spec.Network;

/**
 * The machine that QEMU emulates for an architecture.
 *
 * @param qemu QEMU's program
 * @param qemuPackage the Debian package with that program
 * @param firmware the kinds of firmware that can start it, the usual one first; empty if a recipe
 *     cannot choose, since QEMU itself starts kernels
 * @param machine QEMU's name of the board; empty for QEMU's default
 * @param cpu QEMU's name of the processor; empty for QEMU's default
 * @param screen its graphics card with a text screen, if it has one
 * @param networkDevices QEMU's devices for the kinds of network cards
 * @param debugExit QEMU's device with which a guest ends QEMU, whose status is then twice the
 *     guest's number plus one; empty without such a device
 * @param debuggerFeatures the features that a debugger announces to QEMU
 * @param registers how QEMU prints the processor's registers
 * @param probe the guest that is raced under KVM and TCG; without one, guests run under TCG
 */
public record Board(
    String qemu,
    String qemuPackage,
    List<Firmware> firmware,
    Optional<String> machine,
    Optional<String> cpu,
    Screen screen,
    Map<Network, String> networkDevices,
    Optional<String> debugExit,
    String debuggerFeatures,
    RegisterDump registers,
    Optional<Probe> probe) {

  /** Copies the collections. */
  public Board {
    firmware = List.copyOf(firmware);
    networkDevices = Map.copyOf(networkDevices);
  }

  /**
   * QEMU's arguments for a graphics card with a text screen.
   *
   * @param on with the card
   * @param off without any
   */
  public record Screen(List<String> on, List<String> off) {
    /** A board without a text screen. */
    public static final Screen NONE = new Screen(List.of(), List.of());

    /** Copies the lists. */
    public Screen {
      on = List.copyOf(on);
      off = List.copyOf(off);
    }
  }

  /**
   * A tiny guest that tries whether an accelerator works.
   *
   * @param program a file next to this class: the boot sector in hexadecimal, with comments after
   *     semicolons
   * @param arguments for QEMU, so that the guest can end it
   * @param drive how QEMU attaches the disk with the boot sector
   * @param answer QEMU's exit status if the guest computed the right answer
   */
  public record Probe(String program, List<String> arguments, String drive, int answer) {
    /** Copies the arguments. */
    public Probe {
      arguments = List.copyOf(arguments);
    }
  }

  /** Whether it has a text screen. */
  public boolean hasScreen() {
    return !screen.on().isEmpty();
  }

  /** QEMU's program as a tool of the host. */
  public Tool emulator() {
    return Tool.program(qemu, qemuPackage, "boot images");
  }
}
