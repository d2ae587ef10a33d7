package org.distroc.debug;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The course of one boot, in the time that the guest ran: what it was held by the debugger is left
 * out.
 *
 * @param stages one after the other, without gaps, from power-on to the end of the boot
 * @param initcalls of the kernel, in the order in which they began
 * @param unseen stages of which nobody saw the beginning; their time counts for the stage before
 * @param stops how often the debugger stopped the guest
 * @param held how long it did in all
 * @param cost of one stop, which is taken off each time that ends with one; what is shorter than a
 *     part of it cannot be distinguished from none
 */
public record BootTimes(
    List<Stage> stages,
    List<Initcall> initcalls,
    Set<Name> unseen,
    int stops,
    Duration held,
    Duration cost) {

  /** Copies what could change. */
  public BootTimes {
    stages = List.copyOf(stages);
    initcalls = List.copyOf(initcalls);
    unseen = Set.copyOf(unseen);
  }

  /** The stages of a boot, in their order. */
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
   * @param function its name; it may be hostile, for the kernel's source may be
   * @param begin since power-on
   * @param result what it returned; errors are negative
   */
  public record Initcall(String function, Duration begin, Duration length, int result) {}

  /** From power-on to the end. */
  public Duration total() {
    return stages.stream().map(Stage::length).reduce(Duration.ZERO, Duration::plus);
  }

  /** What all initcalls took together. */
  public Duration inInitcalls() {
    return initcalls.stream().map(Initcall::length).reduce(Duration.ZERO, Duration::plus);
  }
}
