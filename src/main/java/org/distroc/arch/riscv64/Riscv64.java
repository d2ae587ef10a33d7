package org.distroc.arch.riscv64;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
import org.distroc.arch.FlatImage;
import org.distroc.arch.KernelBuild;
import org.distroc.arch.ProgramRules;
import org.distroc.arch.RegisterDump;
import org.distroc.arch.SyscallAbi;
import org.distroc.spec.Network;

/** 64-bit RISC-V. */
public final class Riscv64 {
  /** QEMU's board without a model; its firmware, OpenSBI, comes with QEMU. */
  public static final Board BOARD =
      new Board(
          "qemu-system-riscv64",
          "qemu-system-misc",
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
          "riscv64",
          new KernelBuild(
              "riscv",
              "riscv",
              "defconfig",
              "Image",
              "arch/riscv/boot/Image",
              1023,
              KernelBuild.FEWER_WARNINGS + " -Wno-attribute-alias",
              new ConfigMarks(Set.of("riscv"), Map.of("RISCV", "y", "64BIT", "y"))),
          new CrossCompiler(
              "riscv64-linux-gnu-",
              "gcc-riscv64-linux-gnu",
              "binutils-riscv64-linux-gnu",
              Set.of("riscv64"),
              List.of("/usr/lib/riscv64-linux-gnu/libc.a", "/usr/lib/libc.a"),
              "libc6-dev-riscv64-cross",
              "/usr/riscv64-linux-gnu/lib/libc.a"),
          new ElfPrograms(
              new ElfTarget(243, true, false), Optional.empty(), Set.of(), Optional.empty()),
          new Consoles("ttyS0", "SERIAL_8250_CONSOLE", List.of(), List.of("earlycon=sbi")),
          BOARD,
          Drivers.of(
              List.of(new Driver("ttySIF", "SERIAL_SIFIVE_CONSOLE")),
              Map.of(
                  Network.E1000,
                  List.of("PCI_HOST_GENERIC", "E1000", "INET"),
                  Network.VIRTIO,
                  List.of("PCI_HOST_GENERIC", "VIRTIO_PCI", "VIRTIO_NET", "INET")),
              List.of("SMP")),
          new Features(
              List.of("MMU", "NONPORTABLE", "SIFIVE_PLIC"),
              List.of("SERIAL_8250", "SERIAL_8250_CONSOLE", "SERIAL_OF_PLATFORM"),
              List.of("PCI", "PCI_HOST_GENERIC", "VIRTIO_PCI"),
              List.of("RISCV_SBI")),
          new SyscallAbi(
              "riscv64",
              "arch/riscv",
              List.of(
                  new SyscallAbi.SharedTable("arch/riscv/kernel/Makefile.syscalls"),
                  new SyscallAbi.Header("arch/riscv/include/uapi/asm/unistd.h")),
              Set.of("RISCV", "64BIT", "MMU")),
          debug(),
          new FlatImage(48, (byte) 'R', (byte) 'I', (byte) 'S', (byte) 'C', (byte) 'V'),
          rules(),
          Optional.of(new Riscv64Decoder()));

  private Riscv64() {}

  /** Numbers are those of the shared table. */
  private static ProgramRules rules() {
    return new ProgramRules(
        "tp",
        OptionalLong.empty(),
        ProgramRules.NO_CALL,
        Set.of(93, 94),
        Set.of(),
        new ProgramRules.StackRule(
            16,
            0,
            false,
            "as the calling convention says",
            ProgramRules.Remedy.of("subtract a multiple of 16 from `sp`, and nothing else")),
        new ProgramRules.EntryReturn(
            "the kernel jumps to `_start`: there is no return address in ra, but 0. `ret` jumps\n"
                + "there: panic, exitcode=0x0000000b; after a call it jumps behind that, for ever",
            0),
        Optional.empty(),
        Optional.empty(),
        new ProgramRules.Mnemonics("ret", "ecall", "wfi"));
  }

  private static DebugAbi debug() {
    return DebugAbi.untraced(
        new DebugAbi.Registers("pc", "sp", "a0", "a1", "a0", "tp"),
        "unhandled signal \\d+ code 0x[0-9a-f]+ at 0x(?<init>[0-9a-f]+)"
            + "|\\bepc : (?<user>0{4}[0-9a-f]{12})\\b"
            + "|(?:0x|\\[<)?(?<kernel>ffff[0-9a-f]{12})\\b");
  }
}
