package org.distroc.elf;

/**
 * What is known about registers at one place of a function, whatever path led there first.
 *
 * @param rax its value, or {@link #UNKNOWN}
 * @param pushed the constant pushed by the instruction before, or {@link #UNKNOWN}
 * @param parameters which registers for parameters got a value
 * @param depth by how many bytes the stack has grown since the function began, or {@link #UNKNOWN}
 * @param misaligned the stack pointer's remainder by 16, or {@link #UNKNOWN}
 * @param frame the depth when rsp was copied to rbp, or {@link #UNKNOWN}
 * @param frameMisaligned the remainder at that time
 */
record RegisterState(
    int rax,
    int pushed,
    Parameters parameters,
    int depth,
    int misaligned,
    int frame,
    int frameMisaligned) {

  /**
   * Which registers for the parameters of a system call got a value since the function began.
   *
   * @param first any of rdi, rsi and rdx, which take the first three
   * @param rcx since the last call: C code has its fourth parameter here
   * @param r10 the kernel has it here
   */
  record Parameters(boolean first, boolean rcx, boolean r10) {
    static final Parameters NONE = new Parameters(false, false, false);

    private Parameters after(X86Instruction i) {
      boolean more =
          i.writesRegister(X86Instruction.RDI)
              || i.writesRegister(X86Instruction.RSI)
              || i.writesRegister(X86Instruction.RDX);
      boolean lost =
          switch (i.flow()) {
            case CALL, COMPUTED_CALL, SYSCALL -> true;
            default -> false;
          };
      return new Parameters(
          first || more,
          !lost && (rcx || i.writesRegister(X86Instruction.RCX)),
          r10 || i.writesRegister(X86Instruction.R10));
    }

    /**
     * Whether a fourth parameter was meant and is not where the kernel looks: something is in rcx,
     * or this hands on to the kernel what it was called with.
     */
    boolean lackR10() {
      return !r10 && (rcx || !first);
    }
  }

  static final int UNKNOWN = Integer.MIN_VALUE;
  private static final int SUB = 5;
  private static final int AND = 4;

  /** Where the kernel starts a program: the stack is aligned. */
  static RegisterState atEntry() {
    return new RegisterState(UNKNOWN, UNKNOWN, Parameters.NONE, 0, 0, UNKNOWN, UNKNOWN);
  }

  /** Where a function begins: the call has pushed 8 bytes on an aligned stack. */
  static RegisterState inFunction() {
    return new RegisterState(UNKNOWN, UNKNOWN, Parameters.NONE, 0, 8, UNKNOWN, UNKNOWN);
  }

  /** What is known after an instruction. */
  RegisterState after(X86Instruction i) {
    if (i.vector()) {
      return with(rax, UNKNOWN, parameters);
    }
    return with(raxAfter(i), constantPushedBy(i), parameters.after(i)).stackAfter(i);
  }

  private RegisterState with(int newRax, int newPushed, Parameters newParameters) {
    return new RegisterState(
        newRax, newPushed, newParameters, depth, misaligned, frame, frameMisaligned);
  }

  private static int constantPushedBy(X86Instruction i) {
    return i.is(0, 0x6a) || i.is(0, 0x68) ? (int) i.immediate() : UNKNOWN;
  }

  private int raxAfter(X86Instruction i) {
    boolean zeroed = (i.is(0, 0x31) || i.is(0, 0x33)) && i.rm() == i.reg();
    if (i.writesRegister(X86Instruction.RAX)) {
      if (i.is(0, 0xb8) || i.is(0, 0xc7)) {
        return (int) i.immediate();
      }
      if (i.is(0, 0x58)) {
        return pushed;
      }
      if (i.is(0, 0xb0) && rax != UNKNOWN) {
        return rax & ~0xff | (int) i.immediate() & 0xff;
      }
      return zeroed ? 0 : UNKNOWN;
    }
    boolean accumulator = i.map() == 0 && i.opcode() < 0x38 && (i.opcode() & 6) == 4;
    boolean elsewhere =
        switch (i.flow()) {
          case CALL, COMPUTED_CALL, SYSCALL -> true;
          default -> i.is(0, 0x98) || i.is(0, 0xf7) || i.is(0, 0xac) || i.is(0, 0xad);
        };
    return accumulator || elsewhere ? UNKNOWN : rax;
  }

  private RegisterState stackAfter(X86Instruction i) {
    if (i.is(0, 0xc9)) {
      return stack(add(frame, -8), add16(frameMisaligned, 8), frame, frameMisaligned);
    }
    int grown = growth(i);
    if (grown != UNKNOWN) {
      return stack(add(depth, grown), add16(misaligned, -grown), frame, frameMisaligned);
    }
    boolean copy = i.is(0, 0x89) || i.is(0, 0x8b);
    int from = i.is(0, 0x89) ? i.reg() : i.rm();
    int to = i.is(0, 0x89) ? i.rm() : i.reg();
    if (copy && from == X86Instruction.RSP && to == X86Instruction.RBP) {
      return stack(depth, misaligned, depth, misaligned);
    }
    if (copy && from == X86Instruction.RBP && to == X86Instruction.RSP) {
      return stack(frame, frameMisaligned, frame, frameMisaligned);
    }
    boolean constant = i.is(0, 0x83) || i.is(0, 0x81);
    if (constant && i.rm() == X86Instruction.RSP && (i.reg() & 7) == AND) {
      return stack(depth, (i.immediate() & 15) == 0 ? 0 : UNKNOWN, frame, frameMisaligned);
    }
    return i.writesRegister(X86Instruction.RSP)
        ? stack(UNKNOWN, UNKNOWN, frame, frameMisaligned)
        : this;
  }

  /** By how many bytes it grows the stack, or {@link #UNKNOWN} if it is no such instruction. */
  private static int growth(X86Instruction i) {
    if (i.map() != 0) {
      return UNKNOWN;
    }
    int digit = i.reg() & 7;
    int low = i.opcode() & 7;
    boolean toRsp = i.opcode() == 0x5c && (i.rex() & 1) == 0;
    return switch (i.opcode()) {
      case 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x68, 0x6a, 0x9c -> 8;
      case 0x58, 0x59, 0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f, 0x9d -> toRsp ? UNKNOWN : -8;
      case 0x8f -> -8;
      case 0xff -> digit == 6 ? 8 : UNKNOWN;
      case 0x81, 0x83 ->
          i.rm() == X86Instruction.RSP && (digit == 0 || digit == SUB)
              ? (int) (digit == 0 ? -i.immediate() : i.immediate())
              : UNKNOWN;
      case 0x8d -> {
        boolean onStack = i.sib() >= 0 && (i.sib() & 0x3f) == 0x24 && (i.rex() & 3) == 0;
        yield i.reg() == X86Instruction.RSP && onStack && low == 5
            ? (int) -i.displacement()
            : UNKNOWN;
      }
      default -> UNKNOWN;
    };
  }

  private RegisterState stack(int newDepth, int newMisaligned, int newFrame, int newFrameMis) {
    return new RegisterState(
        rax, pushed, parameters, newDepth, newMisaligned, newFrame, newFrameMis);
  }

  private static int add(int value, int more) {
    return value == UNKNOWN ? UNKNOWN : value + more;
  }

  private static int add16(int value, int more) {
    return value == UNKNOWN ? UNKNOWN : value + more & 15;
  }
}
