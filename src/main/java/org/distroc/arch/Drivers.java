package org.distroc.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.spec.Network;

/**
 * The kernel options behind the devices of an architecture's machines. Where an option has
 * alternatives, they are separated by {@code |}, the usual one first.
 *
 * @param consoles what {@code console=} can name
 * @param disks what {@code root=} can name
 * @param networks the options that each kind of network card needs, TCP/IP included
 * @param processors the options that a second processor needs
 * @param loadAddress the option with the address that the kernel is unpacked to
 */
public record Drivers(
    List<Driver> consoles,
    List<Driver> disks,
    Map<Network, List<String>> networks,
    List<String> processors,
    Optional<String> loadAddress) {

  /** Consoles that kernels of all architectures may have. */
  private static final List<Driver> CONSOLES_EVERYWHERE =
      List.of(
          new Driver("ttyS", "SERIAL_8250_CONSOLE"),
          new Driver("uart", "SERIAL_8250_CONSOLE"),
          new Driver("tty", "VT_CONSOLE"),
          new Driver("hvc", "VIRTIO_CONSOLE|HVC_XEN|HVC_CONSOLE"),
          new Driver("ttyUSB", "USB_SERIAL_CONSOLE"),
          new Driver("ttyGS", "U_SERIAL_CONSOLE"),
          new Driver("ttynull", "NULL_TTY"),
          new Driver("ttyprintk", "TTY_PRINTK"),
          new Driver("netcon", "NETCONSOLE"),
          new Driver("netcon_ext", "NETCONSOLE"));

  /** Disks of boards with PCI or virtio, on any architecture. */
  public static final List<Driver> DISKS_EVERYWHERE =
      List.of(
          new Driver("vd", "VIRTIO_PCI|VIRTIO_MMIO|S390_GUEST", "VIRTIO_BLK"),
          new Driver("sd", "BLK_DEV_SD", "SCSI_VIRTIO|SATA_AHCI|ATA_PIIX|USB_STORAGE"),
          new Driver("sr", "BLK_DEV_SR", "SCSI_VIRTIO|SATA_AHCI|ATA_PIIX"),
          new Driver("nvme", "BLK_DEV_NVME"),
          new Driver("mmcblk", "MMC_BLOCK"),
          new Driver("ram", "BLK_DEV_RAM"),
          new Driver("loop", "BLK_DEV_LOOP"),
          new Driver("md", "BLK_DEV_MD"),
          new Driver("dm-", "BLK_DEV_DM"),
          new Driver("mapper/", "BLK_DEV_DM"),
          new Driver("mtdblock", "MTD_BLOCK|MTD_BLOCK_RO"),
          new Driver("ubi", "MTD_UBI"),
          new Driver("nbd", "BLK_DEV_NBD"),
          new Driver("pmem", "BLK_DEV_PMEM"),
          new Driver("nfs", "ROOT_NFS"),
          new Driver("cifs", "CIFS_ROOT"));

  /**
   * The drivers of a board without a BIOS.
   *
   * @param consoles those of its own devices
   * @param networks the options for its network cards
   * @param processors the options that a second processor needs
   */
  public static Drivers of(
      List<Driver> consoles, Map<Network, List<String>> networks, List<String> processors) {
    List<Driver> all = new ArrayList<>(consoles);
    all.addAll(CONSOLES_EVERYWHERE);
    return new Drivers(all, DISKS_EVERYWHERE, networks, processors, Optional.empty());
  }

  /** Copies the collections. */
  public Drivers {
    consoles = List.copyOf(consoles);
    disks = List.copyOf(disks);
    networks = Map.copyOf(networks);
    processors = List.copyOf(processors);
  }

  /**
   * What brings a kind of device.
   *
   * @param device the kernel's name for it, without the number or letter of a single one
   * @param options the options that it needs
   */
  public record Driver(String device, List<String> options) {
    /** A driver with its options. */
    public Driver(String device, String... options) {
      this(device, List.of(options));
    }

    /** Copies the list. */
    public Driver {
      options = List.copyOf(options);
    }
  }

  /** The driver of a console, by the name without a number. */
  public Optional<Driver> console(String device) {
    return consoles.stream().filter(driver -> driver.device().equals(device)).findFirst();
  }

  /** The driver of a disk, by the name below {@code /dev}: the longest name that it starts with. */
  public Optional<Driver> disk(String name) {
    return disks.stream()
        .filter(driver -> name.startsWith(driver.device()))
        .max((one, other) -> Integer.compare(one.device().length(), other.device().length()));
  }
}
