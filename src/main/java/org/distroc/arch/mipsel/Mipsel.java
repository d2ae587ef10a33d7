package org.distroc.arch.mipsel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Architecture;
import org.distroc.arch.Board;
import org.distroc.arch.ConfigMarks;
import org.distroc.arch.Consoles;
import org.distroc.arch.CrossCompiler;
import org.distroc.arch.DebugAbi;
import org.distroc.arch.Drivers;
import org.distroc.arch.ElfKernel;
import org.distroc.arch.ElfPrograms;
import org.distroc.arch.ElfTarget;
import org.distroc.arch.Features;
import org.distroc.arch.KernelBuild;
import org.distroc.arch.ProgramRules;
import org.distroc.arch.RegisterDump;
import org.distroc.arch.SyscallAbi;
import org.distroc.spec.Network;

/** 32-bit MIPS, little-endian, with the calling convention o32. */
public final class Mipsel {
  /** A board for development, which QEMU emulates down to its serial ports. */
  public static final Board BOARD =
      new Board(
          "qemu-system-mipsel",
          "qemu-system-mips",
          List.of(),
          Optional.of("malta"),
          Optional.empty(),
          Board.Screen.NONE,
          Map.of(Network.E1000, "e1000", Network.VIRTIO, "virtio-net-pci"),
          Optional.empty(),
          "",
          RegisterDump.NONE,
          Optional.empty());

  /** All facts. */
  public static final Architecture ARCHITECTURE =
      new Architecture(
          "mipsel",
          new KernelBuild(
              "mips",
              "mips",
              "32r2el_defconfig",
              "vmlinuz",
              "vmlinuz",
              4095,
              KernelBuild.FEWER_WARNINGS,
              new ConfigMarks(
                  Set.of("mips"), Map.of("MIPS", "y", "CPU_LITTLE_ENDIAN", "y", "64BIT", "n"))),
          new CrossCompiler(
              "mipsel-linux-gnu-",
              "gcc-mipsel-linux-gnu",
              "binutils-mipsel-linux-gnu",
              Set.of("mipsel"),
              List.of("/usr/lib/mipsel-linux-gnu/libc.a", "/usr/lib/libc.a"),
              "libc6-dev-mipsel-cross",
              "/usr/mipsel-linux-gnu/lib/libc.a"),
          // The processors of the board cannot forbid that memory is executed.
          new ElfPrograms(
              new ElfTarget(8, false, false), Optional.empty(), Set.of(), Optional.empty()),
          new Consoles("ttyS0", "SERIAL_8250_CONSOLE", List.of(), List.of("earlycon")),
          BOARD,
          Drivers.of(
              List.of(),
              Map.of(
                  Network.E1000,
                  List.of("E1000", "INET"),
                  Network.VIRTIO,
                  List.of("VIRTIO_PCI", "VIRTIO_NET", "INET")),
              List.of("SMP")),
          new Features(
              List.of("MIPS_MALTA", "CPU_LITTLE_ENDIAN", "CPU_MIPS32_R2"),
              List.of("SERIAL_8250", "SERIAL_8250_CONSOLE"),
              List.of("PCI", "VIRTIO_PCI"),
              List.of()),
          new SyscallAbi(
              "mipsel",
              "arch/mips",
              List.of(
                  new SyscallAbi.Table(
                      "arch/mips/kernel/syscalls/syscall_o32.tbl", Set.of("o32"), 4000)),
              Set.of("MIPS", "32BIT", "MMU")),
          debug(),
          new ElfKernel(new ElfTarget(8, false, false)),
          ProgramRules.unchecked("$3", new ProgramRules.Mnemonics("jr $31", "syscall", "wait")),
          Optional.empty());

  private Mipsel() {}

  private static DebugAbi debug() {
    return DebugAbi.untraced(
        new DebugAbi.Registers("pc", "r29", "r4", "r5", "r2", "r28"),
        "\\bepc\\s*(?:=|:)+\\s*(?<user>[0-7][0-9a-f]{7})\\b|\\b(?<kernel>[89a-f][0-9a-f]{7})\\b");
  }
}
