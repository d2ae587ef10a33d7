package org.distroc.arch.x86_64;

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
import org.distroc.arch.ElfTarget;
import org.distroc.arch.Features;
import org.distroc.arch.KernelBuild;
import org.distroc.arch.ProgramRules;
import org.distroc.arch.SyscallAbi;
import org.distroc.arch.x86.BzImage;
import org.distroc.arch.x86.X86;
import org.distroc.arch.x86.X86Decoder;
import org.distroc.spec.Firmware;

/** 64-bit x86. */
public final class X8664 {
  /** The 64-bit calls, without those of x32. */
  public static final SyscallAbi SYSCALLS =
      new SyscallAbi(
          "x86_64",
          "arch/x86",
          List.of(new SyscallAbi.Table("arch/x86/entry/syscalls/syscall_64.tbl", "common", "64")),
          Set.of("X86", "X86_64", "64BIT", "MMU"));

  /** A PC with a 64-bit processor. */
  public static final Board BOARD =
      new Board(
          "qemu-system-x86_64",
          "qemu-system-x86",
          List.of(Firmware.BIOS, Firmware.UEFI),
          Optional.empty(),
          Optional.empty(),
          X86.SCREEN,
          X86.NETWORK_DEVICES,
          Optional.of(X86.DEBUG_EXIT),
          X86.DEBUGGER_FEATURES,
          X86.REGISTERS,
          Optional.of(
              new Board.Probe(
                  "x86_64/probe.hex",
                  List.of("-vga", "none", "-device", X86.DEBUG_EXIT + ",iobase=0xf4,iosize=1"),
                  "if=ide",
                  2 * 0x2a + 1)));

  /** All facts. */
  public static final Architecture ARCHITECTURE =
      new Architecture(
          "x86_64",
          new KernelBuild(
              "x86_64",
              "x86",
              "x86_64_defconfig",
              "bzImage",
              "arch/x86/boot/bzImage",
              2047,
              KernelBuild.FEWER_WARNINGS,
              new ConfigMarks(
                  Set.of("x86", "x86_64"), Map.of("64BIT", "y", "X86_64", "y", "X86_32", "n"))),
          new CrossCompiler(
              "x86_64-linux-gnu-",
              "gcc-x86-64-linux-gnu",
              "binutils-x86-64-linux-gnu",
              Set.of("amd64", "x86_64"),
              List.of("/usr/lib/x86_64-linux-gnu/libc.a", "/usr/lib64/libc.a", "/usr/lib/libc.a"),
              "libc6-dev-amd64-cross",
              "/usr/x86_64-linux-gnu/lib/libc.a"),
          programs(),
          new Consoles(
              "ttyS0",
              "SERIAL_8250_CONSOLE",
              List.of("VGA_CONSOLE", "FRAMEBUFFER_CONSOLE"),
              List.of("earlyprintk=serial,ttyS0,115200")),
          BOARD,
          X86.DRIVERS,
          new Features(
              List.of("64BIT"),
              List.of("SERIAL_8250", "SERIAL_8250_CONSOLE"),
              List.of("PCI", "VIRTIO_PCI"),
              List.of("ACPI")),
          SYSCALLS,
          debug(),
          new BzImage(),
          rules(),
          Optional.of(new X86Decoder(true)));

  private X8664() {}

  private static ElfPrograms programs() {
    return new ElfPrograms(
        new ElfTarget(62, true, false),
        Optional.of(new ElfPrograms.Compat(X86.ELF_32, "64BIT", "IA32_EMULATION", "-m32")),
        Set.of(X86.ELF_32),
        Optional.empty());
  }

  private static ProgramRules rules() {
    return new ProgramRules(
        "%fs",
        OptionalLong.of(0x28),
        158,
        Set.of(60, 231),
        Set.of(172, 173),
        new ProgramRules.StackRule(
            16,
            8,
            true,
            "else instructions like `movaps` fail: panic, exitcode=0x0000000b",
            new ProgramRules.Remedy(
                "put `and $-16, %rsp` before the call, and push nothing after it",
                "put `and %rsp, -16` before the call, and push nothing after it")),
        X86.ENTRY_RETURN,
        Optional.of(
            new ProgramRules.FourthArgument(
                "r10",
                "the kernel takes it from r10; C passes it in rcx, which `syscall` itself"
                    + " overwrites",
                new ProgramRules.Remedy(
                    "put `mov %rcx, %r10` before the `syscall`",
                    "put `mov %r10, %rcx` before the `syscall`"))),
        Optional.of(
            new ProgramRules.CompatCalls(
                "`int $0x80` and `sysenter` are for 32-bit programs; without IA32_EMULATION\n"
                    + "the kernel kills a process that uses them",
                "use `syscall`, with the 64-bit number in rax and the arguments in"
                    + " rdi, rsi, rdx, r10, r8, r9")),
        new ProgramRules.Mnemonics("ret", "syscall", "hlt"));
  }

  /** The {@code syscall} instruction, and the psABI's registers. */
  private static DebugAbi debug() {
    return new DebugAbi(
        new DebugAbi.Registers("rip", "rsp", "rdi", "rsi", "rax", "gs_base"),
        Optional.of(
            new DebugAbi.SyscallEntry(
                "do_syscall_64",
                "arch/x86/include/uapi/asm/ptrace-abi.h",
                "FRAME_SIZE",
                "ORIG_RAX",
                List.of("RDI", "RSI", "RDX", "R10", "R8", "R9"),
                "RAX",
                "RIP")),
        "start_thread",
        "($cs & 3) == 3",
        new DebugAbi.KernelStart(
            X86.BOOT_SECTOR,
            List.of("phys_startup_64", "phys_startup_32"),
            List.of("x86_64_start_kernel", "i386_start_kernel", "start_kernel"),
            Optional.of("i386_start_kernel"),
            "rax"),
        "init\\[\\d+\\](?::|\\s)[^\\n]*?\\sip(?::|\\s+)(?<init>[0-9a-f]+)"
            + "|RIP:\\s+0033:(?:0x)?(?<user>[0-9a-f]+)"
            + "|(?:0x|\\[<)(?<kernel>ffffffff[0-9a-f]{8})");
  }
}
