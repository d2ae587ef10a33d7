package org.distroc.debug;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The stages of one boot, in guest time: time that the debugger stopped the guest is excluded.
 *
 * @param stages one after the other, without gaps, from power-on to the end of the boot
 * @param initcalls of the kernel, in the order in which they began
 * @param unseen stages whose beginning was not seen; their time is part of the previous stage
 * @param stops how often the debugger stopped the guest
 * @param held how long in total
 * @param cost of one stop, subtracted from each time that ends with one; times much shorter than it
 *     cannot be told from zero
 */
public record BootTimes(
    List<Stage> stages,
    List<Initcall> initcalls,
    Set<Name> unseen,
    int stops,
    Duration held,
    Duration cost) {

  /** Copies the collections. */
  public BootTimes {
    stages = List.copyOf(stages);
    initcalls = List.copyOf(initcalls);
    unseen = Set.copyOf(unseen);
  }

  /** The stages of a boot, in order. */
  public enum Name {
    /** QEMU itself starts; the guest does not run yet. */
    QEMU("QEMU starts"),
    /** SeaBIOS or OVMF; without a boot loader also what loads the kernel. */
    FIRMWARE("firmware"),
    /** The boot loader, and the kernel's own code for real mode. */
    LOADER("boot loader"),
    /** The kernel unpacks itself. */
    DECOMPRESSOR("decompressor"),
    /** The kernel, until the first instruction of init. */
    KERNEL("kernel"),
    /** Init, until the prompt is seen. */
    INIT("init");

    private final String words;

    Name(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * A stage.
   *
   * @param begin since power-on
   */
  public record Stage(Name name, Duration begin, Duration length) {}

  /**
   * A function that the kernel calls once to set something up.
   *
   * @param function its name; untrusted, like the kernel's source
   * @param begin since power-on
   * @param result what it returned; errors are negative
   */
  public record Initcall(String function, Duration begin, Duration length, int result) {}

  /** From power-on to the end. */
  public Duration total() {
    return stages.stream().map(Stage::length).reduce(Duration.ZERO, Duration::plus);
  }

  /** The total time of all initcalls. */
  public Duration inInitcalls() {
    return initcalls.stream().map(Initcall::length).reduce(Duration.ZERO, Duration::plus);
  }
}
