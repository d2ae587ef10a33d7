package org.distroc.arch;

import java.util.ArrayList;
import java.util.List;
import org.distroc.spec.Feature;
import org.distroc.spec.Network;

/**
 * The kernel options behind the features that a recipe may ask for. Each is the name of an option
 * that is built in, or {@code NAME=value}.
 *
 * @param machine what makes a kernel one for the board
 * @param console the drivers of the serial port, and a console on it
 * @param bus what virtual disks and network cards are connected to
 * @param poweroff what switches the machine off
 */
public record Features(
    List<String> machine, List<String> console, List<String> bus, List<String> poweroff) {
  private static final List<String> VIRTIO = List.of("VIRTIO_MENU");

  /** Copies the lists. */
  public Features {
    machine = List.copyOf(machine);
    console = List.copyOf(console);
    bus = List.copyOf(bus);
    poweroff = List.copyOf(poweroff);
  }

  /**
   * The options of a feature, in order.
   *
   * @param card the network card of the machine; a virtual one if it has none
   */
  public List<String> of(Feature feature, Network card) {
    return switch (feature) {
      case MACHINE -> machine;
      case CONSOLE -> all(List.of("PRINTK", "TTY"), console);
      case INITRAMFS -> List.of("BLK_DEV_INITRD");
      case ELF -> List.of("BINFMT_ELF");
      case NETWORK ->
          card == Network.E1000
              ? all(
                  List.of("NET", "INET", "NETDEVICES", "ETHERNET"),
                  bus,
                  List.of("NET_VENDOR_INTEL", "E1000"))
              : all(
                  List.of("NET", "INET", "NETDEVICES", "NET_CORE"),
                  VIRTIO,
                  bus,
                  List.of("VIRTIO_NET"));
      case DISK -> all(List.of("BLOCK", "BLK_DEV"), VIRTIO, bus, List.of("VIRTIO_BLK"));
      case POWEROFF -> poweroff;
    };
  }

  @SafeVarargs
  private static List<String> all(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
