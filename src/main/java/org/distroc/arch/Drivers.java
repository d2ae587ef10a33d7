package org.distroc.arch;

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
