package org.distroc.plan;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.distroc.arch.Board;
import org.distroc.spec.Acceleration;
import org.distroc.spec.Display;
import org.distroc.spec.DriveBus;
import org.distroc.spec.Firmware;
import org.distroc.spec.Network;

/**
 * The machine that QEMU emulates.
 *
 * @param board what QEMU emulates
 * @param memory in bytes
 * @param display where the guest's console is
 * @param acceleration what executes the guest's instructions
 * @param cpu the processor model as QEMU names it; QEMU's own default if absent
 * @param machineType the board as QEMU names it; QEMU's own default if absent
 * @param smp number of processors, at least 1
 * @param network the network card
 * @param firmware what starts it
 * @param flags further arguments, passed to QEMU unchanged, after all others
 * @param drive how it is connected to what it boots
 * @param disks further disks
 */
public record Machine(
    Board board,
    long memory,
    Display display,
    Acceleration acceleration,
    Optional<String> cpu,
    Optional<String> machineType,
    int smp,
    Network network,
    Firmware firmware,
    List<String> flags,
    DriveBus drive,
    DataDisks disks) {

  /** Copies the flags; rejects a machine without memory or processor. */
  public Machine {
    Objects.requireNonNull(board);
    Objects.requireNonNull(display);
    Objects.requireNonNull(acceleration);
    Objects.requireNonNull(cpu);
    Objects.requireNonNull(machineType);
    Objects.requireNonNull(network);
    Objects.requireNonNull(firmware);
    Objects.requireNonNull(drive);
    Objects.requireNonNull(disks);
    flags = List.copyOf(flags);
    if (memory < 1 || smp < 1) {
      throw new IllegalArgumentException("no such machine: " + memory + " bytes, " + smp + " CPUs");
    }
  }

  /** With the drive that fits what it boots. */
  public Machine(
      Board board,
      long memory,
      Display display,
      Acceleration acceleration,
      Optional<String> cpu,
      Optional<String> machineType,
      int smp,
      Network network,
      Firmware firmware,
      List<String> flags) {
    this(
        board,
        memory,
        display,
        acceleration,
        cpu,
        machineType,
        smp,
        network,
        firmware,
        flags,
        DriveBus.AUTO,
        DataDisks.NONE);
  }

  /** A machine with one processor and QEMU's defaults for the rest. */
  public static Machine of(Board board, long memory, Display display) {
    return new Machine(
        board,
        memory,
        display,
        Acceleration.AUTO,
        Optional.empty(),
        Optional.empty(),
        1,
        Network.NONE,
        Firmware.BIOS,
        List.of());
  }

  /** The name of QEMU's program. */
  public String qemu() {
    return board.qemu();
  }

  /** A copy with another acceleration. */
  public Machine with(Acceleration other) {
    return new Machine(
        board,
        memory,
        display,
        other,
        cpu,
        machineType,
        smp,
        network,
        firmware,
        flags,
        drive,
        disks);
  }

  /** A copy with its console elsewhere. */
  public Machine with(Display other) {
    return new Machine(
        board,
        memory,
        other,
        acceleration,
        cpu,
        machineType,
        smp,
        network,
        firmware,
        flags,
        drive,
        disks);
  }

  /** A copy with other raw flags. */
  public Machine withFlags(List<String> others) {
    return new Machine(
        board,
        memory,
        display,
        acceleration,
        cpu,
        machineType,
        smp,
        network,
        firmware,
        others,
        drive,
        disks);
  }

  /** A copy with other data disks. */
  public Machine with(DataDisks others) {
    return new Machine(
        board,
        memory,
        display,
        acceleration,
        cpu,
        machineType,
        smp,
        network,
        firmware,
        flags,
        drive,
        others);
  }
}
