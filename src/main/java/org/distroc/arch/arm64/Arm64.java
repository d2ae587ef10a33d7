package org.distroc.arch.arm64;

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

/** 64-bit ARM. */
public final class Arm64 {
  /** QEMU's board without a model; its default processor would be a 32-bit one. */
  public static final Board BOARD =
      new Board(
          "qemu-system-aarch64",
          "qemu-system-arm",
          List.of(),
          Optional.of("virt"),
          Optional.of("cortex-a57"),
          Board.Screen.NONE,
          Map.of(Network.E1000, "e1000", Network.VIRTIO, "virtio-net-pci"),
          Optional.empty(),
          "",
          // The kernel is in the upper half of addresses.
          new RegisterDump(
              "\\bPC=([0-9a-f]{16})\\b", "\\bEL([0-3])", "0", "(?!)", "", 0, Long.MIN_VALUE),
          Optional.empty());

  /** All facts. */
  public static final Architecture ARCHITECTURE =
      new Architecture(
          "arm64",
          new KernelBuild(
              "arm64",
              "arm64",
              "defconfig",
              "Image",
              "arch/arm64/boot/Image",
              2047,
              KernelBuild.FEWER_WARNINGS,
              new ConfigMarks(Set.of("arm64"), Map.of("ARM64", "y", "64BIT", "y"))),
          new CrossCompiler(
              "aarch64-linux-gnu-",
              "gcc-aarch64-linux-gnu",
              "binutils-aarch64-linux-gnu",
              Set.of("aarch64"),
              List.of("/usr/lib/aarch64-linux-gnu/libc.a", "/usr/lib64/libc.a", "/usr/lib/libc.a"),
              "libc6-dev-arm64-cross",
              "/usr/aarch64-linux-gnu/lib/libc.a"),
          // Without PT_GNU_STACK a stack cannot be executed: the table in asm/elf.h.
          new ElfPrograms(
              new ElfTarget(183, true, false), Optional.empty(), Set.of(), Optional.empty()),
          new Consoles(
              "ttyAMA0",
              "SERIAL_AMBA_PL011_CONSOLE",
              List.of(),
              List.of("earlycon=pl011,0x9000000")),
          BOARD,
          drivers(),
          new Features(
              List.of(),
              List.of("SERIAL_AMBA_PL011", "SERIAL_AMBA_PL011_CONSOLE"),
              List.of("PCI", "PCI_HOST_GENERIC", "VIRTIO_PCI"),
              List.of()),
          new SyscallAbi(
              "arm64",
              "arch/arm64",
              List.of(
                  new SyscallAbi.SharedTable("arch/arm64/kernel/Makefile.syscalls"),
                  new SyscallAbi.Header("arch/arm64/include/uapi/asm/unistd.h")),
              Set.of("ARM64", "64BIT", "MMU")),
          debug(),
          new FlatImage(56, (byte) 'A', (byte) 'R', (byte) 'M', (byte) 0x64),
          rules(),
          Optional.of(new Arm64Decoder()));

  private Arm64() {}

  private static Drivers drivers() {
    return Drivers.of(
        List.of(
            new Driver("ttyAMA", "SERIAL_AMBA_PL011_CONSOLE"),
            new Driver("pl", "SERIAL_AMBA_PL011_CONSOLE")),
        Map.of(
            Network.E1000, List.of("PCI_HOST_GENERIC", "E1000", "INET"),
            Network.VIRTIO, List.of("PCI_HOST_GENERIC", "VIRTIO_PCI", "VIRTIO_NET", "INET")),
        List.of("SMP"));
  }

  /** Numbers are those of the shared table. */
  private static ProgramRules rules() {
    return new ProgramRules(
        "tpidr_el0",
        OptionalLong.empty(),
        ProgramRules.NO_CALL,
        Set.of(93, 94),
        Set.of(),
        new ProgramRules.StackRule(
            16,
            0,
            true,
            "else the processor refuses each access to it: panic, exitcode=0x00000007",
            ProgramRules.Remedy.of("subtract a multiple of 16 from `sp`, and nothing else")),
        new ProgramRules.EntryReturn(
            "the kernel jumps to `_start`: there is no return address in x30, but 0. `ret` jumps\n"
                + "there: panic, exitcode=0x0000000b; after a call it jumps behind that, for ever",
            0),
        Optional.empty(),
        Optional.empty(),
        new ProgramRules.Mnemonics("ret", "svc 0", "wfi"));
  }

  private static DebugAbi debug() {
    return new DebugAbi(
        new DebugAbi.Registers("pc", "sp", "x0", "x1", "x0", "tpidr_el1"),
        Optional.empty(),
        "start_thread",
        "($cpsr & 0xf) == 0",
        new DebugAbi.KernelStart(0, List.of(), List.of("start_kernel"), Optional.empty(), ""),
        "init\\[\\d+\\](?::|\\s)[^\\n]*?\\s(?:ip|pc)\\s?:?\\s*(?<init>[0-9a-f]+)"
            + "|\\bpc : (?<user>0{4}[0-9a-f]{12})\\b"
            + "|(?:0x|\\[<)?(?<kernel>ffff[0-9a-f]{12})\\b");
  }
}
