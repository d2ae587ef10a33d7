package org.distroc.arch.x86;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.Board;
import org.distroc.arch.Drivers;
import org.distroc.arch.Drivers.Driver;
import org.distroc.arch.ElfTarget;
import org.distroc.arch.ProgramRules;
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

  /**
   * Drivers of PCs. Since Linux 5.14, no driver calls a disk {@code hda}; those of QEMU's IDE and
   * SATA controllers all call it {@code sda}.
   */
  public static final Drivers DRIVERS =
      new Drivers(
          List.of(
              new Driver("ttyS", "SERIAL_8250_CONSOLE"),
              new Driver("tty", "VT_CONSOLE"),
              new Driver("hvc", "VIRTIO_CONSOLE|HVC_XEN"),
              new Driver("uart", "SERIAL_8250_CONSOLE"),
              new Driver("ttyUSB", "USB_SERIAL_CONSOLE"),
              new Driver("ttyGS", "U_SERIAL_CONSOLE"),
              new Driver("lp", "LP_CONSOLE"),
              new Driver("ttynull", "NULL_TTY"),
              new Driver("ttyprintk", "TTY_PRINTK"),
              new Driver("brl", "A11Y_BRAILLE_CONSOLE"),
              new Driver("netcon", "NETCONSOLE"),
              new Driver("netcon_ext", "NETCONSOLE")),
          List.of(
              new Driver(
                  "sd",
                  "BLK_DEV_SD",
                  "ATA_PIIX|SATA_AHCI|ATA_GENERIC|SCSI_VIRTIO|USB_STORAGE|MEGARAID_SAS"
                      + "|VMWARE_PVSCSI|SCSI_SYM53C8XX_2|FUSION_SPI"),
              new Driver("sr", "BLK_DEV_SR", "ATA_PIIX|SATA_AHCI|ATA_GENERIC|SCSI_VIRTIO"),
              new Driver("hd", "BLK_DEV_IDE"),
              new Driver("vd", "VIRTIO_PCI|VIRTIO_MMIO", "VIRTIO_BLK"),
              new Driver("nvme", "BLK_DEV_NVME"),
              new Driver("mmcblk", "MMC_BLOCK"),
              new Driver("fd", "BLK_DEV_FD"),
              new Driver("ram", "BLK_DEV_RAM"),
              new Driver("loop", "BLK_DEV_LOOP"),
              new Driver("md", "BLK_DEV_MD"),
              new Driver("dm-", "BLK_DEV_DM"),
              new Driver("mapper/", "BLK_DEV_DM"),
              new Driver("mtdblock", "MTD_BLOCK|MTD_BLOCK_RO"),
              new Driver("ubi", "MTD_UBI"),
              new Driver("nbd", "BLK_DEV_NBD"),
              new Driver("pmem", "BLK_DEV_PMEM"),
              new Driver("xvd", "XEN_BLKDEV_FRONTEND"),
              new Driver("nfs", "ROOT_NFS"),
              new Driver("cifs", "CIFS_ROOT")),
          Map.of(
              Network.E1000, List.of("E1000", "INET"),
              Network.VIRTIO, List.of("VIRTIO_PCI", "VIRTIO_NET", "INET")),
          List.of("SMP", "ACPI|X86_MPPARSE"),
          Optional.of("PHYSICAL_START"));

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

  /** A return address is on the stack. */
  public static final ProgramRules.EntryReturn ENTRY_RETURN =
      new ProgramRules.EntryReturn(
          "the kernel jumps to `_start`; on the stack is the number of arguments, 1, and no\n"
              + "return address. `ret` jumps there: panic, exitcode=0x0000000b",
          1);

  private X86() {}
}
