package org.distroc.boot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.distroc.arch.RegisterDump;

/**
 * What a guest's CPU was doing when it was sampled.
 *
 * @param state what it did
 * @param at the address of its next instruction
 */
public record CpuState(State state, long at) {
  /** What a processor can do. */
  public enum State {
    /** It waits in the kernel: every program sleeps. */
    IDLE,
    /** It executes the kernel. */
    KERNEL,
    /** It executes the decompressor of the kernel. */
    EARLY,
    /** It executes a program. */
    USER,
    /** No kernel has taken over yet. */
    FIRMWARE
  }

  /** From what QEMU's {@code info registers} prints. */
  public static Optional<CpuState> of(String registers, RegisterDump dump) {
    Optional<String> at = value(dump.counter(), registers);
    Optional<String> level = value(dump.privilege(), registers);
    if (at.isEmpty() || level.isEmpty()) {
      return Optional.empty();
    }
    long address = Long.parseUnsignedLong(at.get(), 16);
    boolean user = level.get().equals(dump.programs());
    boolean paging;
    if (dump.control().isEmpty()) {
      paging = user || Long.compareUnsigned(address, dump.lowestKernel()) >= 0;
    } else {
      Optional<String> control = value(dump.control(), registers);
      if (control.isEmpty()) {
        return Optional.empty();
      }
      paging = (Long.parseUnsignedLong(control.get(), 16) & dump.virtualMemory()) != 0;
    }
    boolean halted = Pattern.compile(dump.halted()).matcher(registers).find();
    boolean low = address >= 0 && address < dump.lowestKernel();
    State kernel = halted ? State.IDLE : low ? State.EARLY : State.KERNEL;
    return Optional.of(
        new CpuState(!paging ? State.FIRMWARE : user ? State.USER : kernel, address));
  }

  private static Optional<String> value(String pattern, String registers) {
    Matcher matcher = Pattern.compile(pattern).matcher(registers);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The latest of several samples that has the most frequent state. */
  public static Optional<CpuState> mostly(List<CpuState> seen) {
    Map<State, Long> counts =
        seen.stream()
            .map(CpuState::state)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return seen.stream().reduce((a, b) -> counts.get(b.state()) >= counts.get(a.state()) ? b : a);
  }

  /** The function it is in, or its address. */
  public String where(Symbolizer book) {
    Optional<String> name = state == State.USER ? book.inInit(at) : book.inKernel(at);
    return name.orElse("0x" + Long.toHexString(at));
  }

  /** A phrase with its state and place. */
  public String inWords(Symbolizer book) {
    String what =
        switch (state) {
          case IDLE -> "idle in the kernel";
          case KERNEL -> "in the kernel";
          case EARLY -> "in the kernel's decompressor";
          case USER -> "in a program";
          case FIRMWARE -> "in the firmware or the boot loader";
        };
    return what + ", at " + where(book);
  }
}
