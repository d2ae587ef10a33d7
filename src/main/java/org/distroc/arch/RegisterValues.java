package org.distroc.arch;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What is known of the general registers of a processor with 32 of them, for instructions that
 * compute an address step by step: some are constants, some are a distance from where C libraries
 * keep a thread's variables. Immutable.
 */
public final class RegisterValues {
  /** Nothing is known. */
  public static final RegisterValues NONE = new RegisterValues(0, 0, new long[0]);

  private static final int COUNT = 32;

  private final int constants;
  private final int threads;
  private final long[] values;

  private RegisterValues(int constants, int threads, long[] values) {
    this.constants = constants;
    this.threads = threads;
    this.values = values;
  }

  /** The constant in a register. */
  public OptionalLong constant(int register) {
    return has(constants, register) ? OptionalLong.of(values[register]) : OptionalLong.empty();
  }

  /** How far from a thread's variables a register points. */
  public OptionalLong fromThread(int register) {
    return has(threads, register) ? OptionalLong.of(values[register]) : OptionalLong.empty();
  }

  private static boolean has(int set, int register) {
    return (set >>> register & 1) != 0;
  }

  /** With a constant in a register. */
  public RegisterValues with(int register, long constant) {
    return new RegisterValues(
        constants | 1 << register, threads & ~(1 << register), changed(register, constant));
  }

  /** With a register that points so far from a thread's variables. */
  public RegisterValues withFromThread(int register, long distance) {
    return new RegisterValues(
        constants & ~(1 << register), threads | 1 << register, changed(register, distance));
  }

  /** The same kind of value in another register, plus a constant; unknown if that is not known. */
  public RegisterValues withSum(int register, int from, long more) {
    if (has(constants, from)) {
      return with(register, values[from] + more);
    }
    return has(threads, from) ? withFromThread(register, values[from] + more) : without(register);
  }

  /** Without what is known of a register. */
  public RegisterValues without(int register) {
    return withoutAll(1 << register);
  }

  /**
   * Without what is known of some registers.
   *
   * @param registers the bit of each
   */
  public RegisterValues withoutAll(int registers) {
    if (((constants | threads) & registers) == 0) {
      return this;
    }
    int left = constants & ~registers;
    int leftThreads = threads & ~registers;
    return (left | leftThreads) == 0 ? NONE : new RegisterValues(left, leftThreads, values);
  }

  private long[] changed(int register, long value) {
    long[] all = values.length == 0 ? new long[COUNT] : Arrays.copyOf(values, COUNT);
    all[register] = value;
    return all;
  }
}
