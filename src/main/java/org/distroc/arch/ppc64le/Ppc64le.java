package org.distroc.arch.ppc64le;

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

/** 64-bit POWER, little-endian. */
public final class Ppc64le {
  /** A server of IBM's; its firmware, SLOF, comes with QEMU. */
  public static final Board BOARD =
      new Board(
          "qemu-system-ppc64",
          "qemu-system-ppc",
          List.of(),
          Optional.of("pseries"),
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
          "ppc64le",
          new KernelBuild(
              "powerpc",
              "powerpc",
              "ppc64le_defconfig",
              "vmlinux",
              "vmlinux",
              2047,
              KernelBuild.FEWER_WARNINGS,
              new ConfigMarks(Set.of("powerpc"), Map.of("PPC64", "y", "CPU_LITTLE_ENDIAN", "y"))),
          new CrossCompiler(
              "powerpc64le-linux-gnu-",
              "gcc-powerpc64le-linux-gnu",
              "binutils-powerpc64le-linux-gnu",
              Set.of("ppc64le"),
              List.of("/usr/lib/powerpc64le-linux-gnu/libc.a", "/usr/lib/libc.a"),
              "libc6-dev-ppc64el-cross",
              "/usr/powerpc64le-linux-gnu/lib/libc.a"),
          new ElfPrograms(
              new ElfTarget(21, true, false), Optional.empty(), Set.of(), Optional.empty()),
          new Consoles("hvc0", "HVC_CONSOLE", List.of(), List.of()),
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
              List.of(
                  "PPC64",
                  "PPC_BOOK3S_64",
                  "PPC_PSERIES",
                  "PPC_POWERNV=n",
                  "PPC_OF_BOOT_TRAMPOLINE",
                  "CPU_LITTLE_ENDIAN"),
              List.of("HVC_CONSOLE"),
              List.of("PCI", "VIRTIO_PCI"),
              List.of()),
          new SyscallAbi(
              "ppc64le",
              "arch/powerpc",
              List.of(
                  new SyscallAbi.Table(
                      "arch/powerpc/kernel/syscalls/syscall.tbl", "common", "64", "nospu")),
              Set.of("PPC", "PPC64", "64BIT", "MMU")),
          debug(),
          new ElfKernel(new ElfTarget(21, true, false)),
          ProgramRules.unchecked("r13", new ProgramRules.Mnemonics("blr", "sc", "wait")),
          Optional.empty());

  private Ppc64le() {}

  private static DebugAbi debug() {
    return DebugAbi.untraced(
        new DebugAbi.Registers("pc", "r1", "r3", "r4", "r3", "r13"),
        "\\bNIP:\\s+(?<user>0{4}[0-9a-f]{12})|\\[?(?<kernel>c0{3}[0-9a-f]{12})");
  }
}
