package org.distroc.arch.arm;

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
import org.distroc.arch.Drivers.Driver;
import org.distroc.arch.ElfPrograms;
import org.distroc.arch.ElfTarget;
import org.distroc.arch.Features;
import org.distroc.arch.KernelBuild;
import org.distroc.arch.ProgramRules;
import org.distroc.arch.RegisterDump;
import org.distroc.arch.SyscallAbi;
import org.distroc.arch.ZImage;
import org.distroc.spec.Network;

/** 32-bit ARM, version 7. */
public final class Arm {
  /** QEMU's board without a model. */
  public static final Board BOARD =
      new Board(
          "qemu-system-arm",
          "qemu-system-arm",
          List.of(),
          Optional.of("virt"),
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
          "arm",
          new KernelBuild(
              "arm",
              "arm",
              "multi_v7_defconfig",
              "zImage",
              "arch/arm/boot/zImage",
              1023,
              KernelBuild.FEWER_WARNINGS + " -Wno-attribute-alias",
              new ConfigMarks(Set.of("arm"), Map.of("ARM", "y", "64BIT", "n"))),
          new CrossCompiler(
              "arm-linux-gnueabihf-",
              "gcc-arm-linux-gnueabihf",
              "binutils-arm-linux-gnueabihf",
              Set.of("arm"),
              List.of("/usr/lib/arm-linux-gnueabihf/libc.a", "/usr/lib/libc.a"),
              "libc6-dev-armhf-cross",
              "/usr/arm-linux-gnueabihf/lib/libc.a"),
          // The table in arch/arm/kernel/elf.c: without PT_GNU_STACK everything can be executed.
          new ElfPrograms(
              new ElfTarget(40, false, false),
              Optional.empty(),
              Set.of(new ElfTarget(40, false, false)),
              Optional.empty()),
          new Consoles(
              "ttyAMA0",
              "SERIAL_AMBA_PL011_CONSOLE",
              List.of(),
              List.of("earlycon=pl011,0x9000000")),
          BOARD,
          Drivers.of(
              List.of(new Driver("ttyAMA", "SERIAL_AMBA_PL011_CONSOLE")),
              Map.of(
                  Network.E1000,
                  List.of("PCI_HOST_GENERIC", "E1000", "INET"),
                  Network.VIRTIO,
                  List.of("PCI_HOST_GENERIC", "VIRTIO_PCI", "VIRTIO_NET", "INET")),
              List.of("SMP")),
          new Features(
              List.of("MMU", "ARCH_MULTIPLATFORM", "ARCH_MULTI_V7", "ARCH_VIRT", "AEABI"),
              List.of("SERIAL_AMBA_PL011", "SERIAL_AMBA_PL011_CONSOLE"),
              List.of("PCI", "PCI_HOST_GENERIC", "VIRTIO_PCI"),
              List.of("ARM_PSCI")),
          new SyscallAbi(
              "arm",
              "arch/arm",
              List.of(new SyscallAbi.Table("arch/arm/tools/syscall.tbl", "common", "eabi")),
              Set.of("ARM", "AEABI", "MMU")),
          debug(),
          new ZImage(),
          ProgramRules.unchecked("tpidruro", new ProgramRules.Mnemonics("bx lr", "svc #0", "wfi")),
          Optional.empty());

  private Arm() {}

  private static DebugAbi debug() {
    return DebugAbi.untraced(
        new DebugAbi.Registers("pc", "sp", "r0", "r1", "r0", "tpidrprw"),
        "\\bpc : \\[<(?<user>[0-7][0-9a-f]{7})>\\]|(?:0x|\\[<)(?<kernel>[89a-f][0-9a-f]{7})");
  }
}
