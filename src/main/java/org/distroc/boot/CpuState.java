package org.distroc.boot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a guest's CPU was doing when it was sampled.
 *
 * @param state what it did
 * @param at the address of its next instruction
 */
public record CpuState(State state, long at) {
  private static final Pattern AT = Pattern.compile("\\b[RE]IP=([0-9a-f]{8,16})\\b");
  private static final Pattern LEVEL = Pattern.compile("\\bCPL=([0-3])\\b");
  private static final Pattern HALTED = Pattern.compile("\\bHLT=1\\b");
  private static final Pattern CONTROL = Pattern.compile("\\bCR0=([0-9a-f]{8,16})\\b");

  /** The bit of CR0 that is set as soon as a kernel has taken over from the firmware. */
  private static final long PAGING = 1L << 31;

  /** A kernel runs above it, a 64-bit one far above: from its arch/x86/Kconfig, PAGE_OFFSET. */
  private static final long LOWEST_KERNEL = 0x4000_0000L;

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
  public static Optional<CpuState> of(String registers) {
    Matcher at = AT.matcher(registers);
    Matcher level = LEVEL.matcher(registers);
    Matcher control = CONTROL.matcher(registers);
    if (!at.find() || !level.find() || !control.find()) {
      return Optional.empty();
    }
    boolean paging = (Long.parseUnsignedLong(control.group(1), 16) & PAGING) != 0;
    long address = Long.parseUnsignedLong(at.group(1), 16);
    boolean user = level.group(1).equals("3");
    boolean halted = HALTED.matcher(registers).find();
    boolean low = address >= 0 && address < LOWEST_KERNEL;
    State kernel = halted ? State.IDLE : low ? State.EARLY : State.KERNEL;
    return Optional.of(
        new CpuState(!paging ? State.FIRMWARE : user ? State.USER : kernel, address));
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
