package org.distroc.arch.i386;

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
import org.distroc.arch.ElfPrograms;
import org.distroc.arch.Features;
import org.distroc.arch.KernelBuild;
import org.distroc.arch.ProgramRules;
import org.distroc.arch.SyscallAbi;
import org.distroc.arch.x86.BzImage;
import org.distroc.arch.x86.X86;
import org.distroc.arch.x86.X86Decoder;
import org.distroc.spec.Firmware;

/** 32-bit x86. */
public final class I386 {
  /** A PC with a 32-bit processor; OVMF is for 64-bit ones. */
  public static final Board BOARD =
      new Board(
          "qemu-system-i386",
          "qemu-system-x86",
          List.of(Firmware.BIOS),
          Optional.empty(),
          Optional.empty(),
          X86.SCREEN,
          X86.NETWORK_DEVICES,
          Optional.of(X86.DEBUG_EXIT),
          X86.DEBUGGER_FEATURES,
          X86.REGISTERS,
          Optional.empty());

  /** All facts. */
  public static final Architecture ARCHITECTURE =
      new Architecture(
          "i386",
          new KernelBuild(
              "i386",
              "x86",
              "i386_defconfig",
              "bzImage",
              "arch/x86/boot/bzImage",
              2047,
              KernelBuild.FEWER_WARNINGS,
              new ConfigMarks(
                  Set.of("x86", "i386"), Map.of("64BIT", "n", "X86_64", "n", "X86_32", "y"))),
          // Not gcc-multilib: Debian cannot install it next to any cross compiler.
          new CrossCompiler(
              "i686-linux-gnu-",
              "gcc-i686-linux-gnu",
              "binutils-i686-linux-gnu",
              Set.of("i386", "x86"),
              List.of("/usr/lib/i386-linux-gnu/libc.a", "/usr/lib/libc.a"),
              "libc6-dev-i386-cross",
              "/usr/i686-linux-gnu/lib/libc.a"),
          // A kernel without PAE has no way to forbid that memory is executed.
          new ElfPrograms(X86.ELF_32, Optional.empty(), Set.of(X86.ELF_32), Optional.of("X86_PAE")),
          new Consoles(
              "ttyS0",
              "SERIAL_8250_CONSOLE",
              List.of("VGA_CONSOLE", "FRAMEBUFFER_CONSOLE"),
              List.of("earlyprintk=serial,ttyS0,115200")),
          BOARD,
          X86.DRIVERS,
          new Features(
              List.of("64BIT=n"),
              List.of("SERIAL_8250", "SERIAL_8250_CONSOLE"),
              List.of("PCI", "VIRTIO_PCI"),
              List.of("ACPI")),
          new SyscallAbi(
              "i386",
              "arch/x86",
              List.of(new SyscallAbi.Table("arch/x86/entry/syscalls/syscall_32.tbl", "i386")),
              Set.of("X86", "X86_32", "MMU")),
          debug(),
          new BzImage(),
          rules(),
          Optional.of(new X86Decoder(false)));

  private I386() {}

  /** The kernel passes arguments in registers, as with {@code -mregparm=3}. */
  private static DebugAbi debug() {
    return new DebugAbi(
        new DebugAbi.Registers("eip", "esp", "eax", "edx", "eax", "fs_base"),
        Optional.empty(),
        "start_thread",
        "($cs & 3) == 3",
        new DebugAbi.KernelStart(
            X86.BOOT_SECTOR,
            List.of("phys_startup_32"),
            List.of("i386_start_kernel", "start_kernel"),
            Optional.empty(),
            ""),
        "init\\[\\d+\\](?::|\\s)[^\\n]*?\\sip(?::|\\s+)(?<init>[0-9a-f]+)"
            + "|EIP:\\s+(?:0073:)?(?:0x)?(?<user>(?!c)[0-9a-f]+)\\b"
            + "|(?:0x|\\[<)(?<kernel>c[0-9a-f]{7})");
  }

  /** Numbers are those of syscall_32.tbl. */
  private static ProgramRules rules() {
    return new ProgramRules(
        "%gs",
        OptionalLong.of(0x14),
        243,
        Set.of(1, 252),
        Set.of(101, 110),
        new ProgramRules.StackRule(
            4,
            4,
            false,
            "else each word on the stack is spread over two, and takes longer to read and write",
            new ProgramRules.Remedy(
                "put `and $-4, %esp` before the call, and push nothing but whole words after it",
                "put `and %esp, -4` before the call, and push nothing but whole words after it")),
        X86.ENTRY_RETURN,
        Optional.empty(),
        Optional.empty(),
        new ProgramRules.Mnemonics("ret", "int $0x80", "hlt"));
  }
}
