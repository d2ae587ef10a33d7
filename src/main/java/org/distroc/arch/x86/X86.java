package org.distroc.arch.x86;

import java.util.List;
import java.util.Map;
import org.distroc.arch.Board;
import org.distroc.arch.ElfTarget;
import org.distroc.arch.RegisterDump;
import org.distroc.spec.Network;

/** Facts of both x86 architectures. */
public final class X86 {
  /** 32-bit programs: {@code EM_386}. */
  public static final ElfTarget ELF_32 = new ElfTarget(3, false, false);

  /** A VGA card. */
  public static final Board.Screen SCREEN =
      new Board.Screen(List.of("-vga", "std"), List.of("-vga", "none"));

  /** Cards on PCI. */
  public static final Map<Network, String> NETWORK_DEVICES =
      Map.of(Network.E1000, "e1000", Network.VIRTIO, "virtio-net-pci");

  /** The device with which a guest ends QEMU. */
  public static final String DEBUG_EXIT = "isa-debug-exit";

  /** gdb calls both architectures by one name. */
  public static final String DEBUGGER_FEATURES = "xmlRegisters=i386";

  /** Where a BIOS puts the first sector of a disk. */
  public static final long BOOT_SECTOR = 0x7c00;

  /**
   * CR0 has the bit for paging; a kernel runs above the lowest PAGE_OFFSET of its arch/x86/Kconfig,
   * a 64-bit one far above.
   */
  public static final RegisterDump REGISTERS =
      new RegisterDump(
          "\\b[RE]IP=([0-9a-f]{8,16})\\b",
          "\\bCPL=([0-3])\\b",
          "3",
          "\\bHLT=1\\b",
          "\\bCR0=([0-9a-f]{8,16})\\b",
          1L << 31,
          0x4000_0000L);

  private X86() {}
}
