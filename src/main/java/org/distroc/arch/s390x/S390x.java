package org.distroc.arch.s390x;

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
import org.distroc.arch.S390Image;
import org.distroc.arch.SyscallAbi;
import org.distroc.spec.Network;

/** IBM Z, the mainframe: 64 bits, numbers with their highest byte first. */
public final class S390x {
  /** The board has no bus of its own for network cards other than virtio. */
  public static final Board BOARD =
      new Board(
          "qemu-system-s390x",
          "qemu-system-misc",
          List.of(),
          Optional.of("s390-ccw-virtio"),
          Optional.empty(),
          Board.Screen.NONE,
          Map.of(Network.VIRTIO, "virtio-net-ccw"),
          Optional.empty(),
          "",
          RegisterDump.NONE,
          Optional.empty());

  /** All facts. */
  public static final Architecture ARCHITECTURE =
      new Architecture(
          "s390x",
          new KernelBuild(
              "s390",
              "s390",
              "defconfig",
              "bzImage",
              "arch/s390/boot/bzImage",
              895,
              KernelBuild.FEWER_WARNINGS,
              new ConfigMarks(Set.of("s390"), Map.of("S390", "y", "64BIT", "y"))),
          new CrossCompiler(
              "s390x-linux-gnu-",
              "gcc-s390x-linux-gnu",
              "binutils-s390x-linux-gnu",
              Set.of("s390x"),
              List.of("/usr/lib/s390x-linux-gnu/libc.a", "/usr/lib/libc.a"),
              "libc6-dev-s390x-cross",
              "/usr/s390x-linux-gnu/lib/libc.a"),
          new ElfPrograms(
              new ElfTarget(22, true, true), Optional.empty(), Set.of(), Optional.empty()),
          new Consoles("ttysclp0", "SCLP_VT220_CONSOLE", List.of(), List.of("earlyprintk")),
          BOARD,
          Drivers.of(
              List.of(
                  new Driver("ttysclp", "SCLP_VT220_CONSOLE"), new Driver("sclp", "SCLP_CONSOLE")),
              Map.of(Network.VIRTIO, List.of("S390_GUEST", "VIRTIO_NET", "INET")),
              List.of("SMP")),
          new Features(
              List.of(),
              List.of("SCLP_VT220_TTY", "SCLP_VT220_CONSOLE"),
              List.of("S390_GUEST"),
              List.of()),
          new SyscallAbi(
              "s390x",
              "arch/s390",
              List.of(
                  new SyscallAbi.Table("arch/s390/kernel/syscalls/syscall.tbl", "common", "64")),
              Set.of("S390", "64BIT", "MMU")),
          debug(),
          new S390Image(),
          ProgramRules.unchecked("%a0", new ProgramRules.Mnemonics("br %r14", "svc", "lpsw")),
          Optional.empty());

  private S390x() {}

  private static DebugAbi debug() {
    return DebugAbi.untraced(
        new DebugAbi.Registers("pc", "r15", "r2", "r3", "r2", "r13"),
        "(?s)User PSW : [0-9a-f]{16} (?<user>[0-9a-f]{16})|Krnl PSW : [0-9a-f]{16}"
            + " (?<kernel>[0-9a-f]{16})");
  }
}
