package org.distroc.boot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a guest's processor was doing when it was looked at.
 *
 * @param state what it did
 * @param at the address of its next instruction
 */
record Processor(State state, long at) {
  private static final Pattern AT = Pattern.compile("\\b[RE]IP=([0-9a-f]{8,16})\\b");
  private static final Pattern LEVEL = Pattern.compile("\\bCPL=([0-3])\\b");
  private static final Pattern HALTED = Pattern.compile("\\bHLT=1\\b");
  private static final Pattern CONTROL = Pattern.compile("\\bCR0=([0-9a-f]{8,16})\\b");

  /** The bit of CR0 that is set as soon as a kernel has taken over from the firmware. */
  private static final long PAGING = 1L << 31;

  /** What a processor can do. */
  enum State {
    /** It waits in the kernel: every program sleeps. */
    IDLE,
    /** It executes the kernel. */
    KERNEL,
    /** It executes a program. */
    USER,
    /** No kernel has taken over yet. */
    FIRMWARE
  }

  /** From what QEMU's {@code info registers} prints. */
  static Optional<Processor> of(String registers) {
    Matcher at = AT.matcher(registers);
    Matcher level = LEVEL.matcher(registers);
    Matcher control = CONTROL.matcher(registers);
    if (!at.find() || !level.find() || !control.find()) {
      return Optional.empty();
    }
    boolean paging = (Long.parseUnsignedLong(control.group(1), 16) & PAGING) != 0;
    State state =
        !paging
            ? State.FIRMWARE
            : level.group(1).equals("3")
                ? State.USER
                : HALTED.matcher(registers).find() ? State.IDLE : State.KERNEL;
    return Optional.of(new Processor(state, Long.parseUnsignedLong(at.group(1), 16)));
  }

  /** The one of several looks that shows the state which was seen most. */
  static Optional<Processor> mostly(List<Processor> seen) {
    Map<State, Long> counts =
        seen.stream()
            .map(Processor::state)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return seen.stream()
        .reduce((a, b) -> counts.get(b.state()) >= counts.get(a.state()) ? b : a);
  }

  /** Where it is, in words. */
  String where(AddressBook book) {
    Optional<String> name =
        state == State.USER
            ? book.inInit(at)
            : state == State.FIRMWARE ? Optional.empty() : book.inKernel(at);
    return name.orElse("0x" + Long.toHexString(at));
  }
}
