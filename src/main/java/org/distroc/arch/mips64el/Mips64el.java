package org.distroc.arch.mips64el;

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

/** 64-bit MIPS, little-endian, with the calling convention n64. */
public final class Mips64el {
  /** A board for development, with a 64-bit processor. */
  public static final Board BOARD =
      new Board(
          "qemu-system-mips64el",
          "qemu-system-mips",
          List.of(),
          Optional.of("malta"),
          Optional.of("5KEc"),
          Board.Screen.NONE,
          Map.of(Network.E1000, "e1000", Network.VIRTIO, "virtio-net-pci"),
          Optional.empty(),
          "",
          RegisterDump.NONE,
          Optional.empty());

  /** All facts. */
  public static final Architecture ARCHITECTURE =
      new Architecture(
          "mips64el",
          new KernelBuild(
              "mips",
              "mips",
              "64r2el_defconfig",
              "vmlinuz",
              "vmlinuz",
              4095,
              KernelBuild.FEWER_WARNINGS,
              new ConfigMarks(
                  Set.of("mips"), Map.of("MIPS", "y", "CPU_LITTLE_ENDIAN", "y", "64BIT", "y"))),
          new CrossCompiler(
              "mips64el-linux-gnuabi64-",
              "gcc-mips64el-linux-gnuabi64",
              "binutils-mips64el-linux-gnuabi64",
              Set.of("mips64el"),
              List.of("/usr/lib/mips64el-linux-gnuabi64/libc.a", "/usr/lib/libc.a"),
              "libc6-dev-mips64el-cross",
              "/usr/mips64el-linux-gnuabi64/lib/libc.a"),
          // The processors of the board cannot forbid that memory is executed.
          new ElfPrograms(
              new ElfTarget(8, true, false), Optional.empty(), Set.of(), Optional.empty()),
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
              List.of("MIPS_MALTA", "CPU_LITTLE_ENDIAN", "CPU_MIPS64_R2", "64BIT"),
              List.of("SERIAL_8250", "SERIAL_8250_CONSOLE"),
              List.of("PCI", "VIRTIO_PCI"),
              List.of()),
          new SyscallAbi(
              "mips64el",
              "arch/mips",
              List.of(
                  new SyscallAbi.Table(
                      "arch/mips/kernel/syscalls/syscall_n64.tbl", Set.of("n64"), 5000)),
              Set.of("MIPS", "64BIT", "MMU")),
          debug(),
          new ElfKernel(new ElfTarget(8, true, false)),
          ProgramRules.unchecked("$3", new ProgramRules.Mnemonics("jr $31", "syscall", "wait")),
          Optional.empty());

  private Mips64el() {}

  private static DebugAbi debug() {
    return DebugAbi.untraced(
        new DebugAbi.Registers("pc", "r29", "r4", "r5", "r2", "r28"),
        "\\bepc\\s*(?:=|:)+\\s*(?<user>0{4}[0-9a-f]{12})\\b|\\b(?<kernel>[89a-f][0-9a-f]{15})\\b");
  }
}
