package org.distroc.elf;

import org.distroc.arch.Instruction;
import org.distroc.arch.Instruction.Role;
import org.distroc.arch.ProgramRules.StackRule;
import org.distroc.arch.RegisterValues;
import org.distroc.arch.StackEffect;

/**
 * What is known about registers at one place of a function, whatever path led there first.
 *
 * @param rule how the stack has to be aligned
 * @param syscallNumber what is in the register with the number of a system call
 * @param pushed the constant pushed by the instruction before
 * @param arguments which registers with arguments got a value
 * @param registers what is in registers, as far as straight code shows it
 * @param depth by how many bytes the stack has grown since the function began
 * @param misaligned the stack pointer's remainder by the alignment
 * @param frame the depth when the stack pointer was copied to the frame pointer
 * @param frameMisaligned the remainder at that time
 */
record RegisterState(
    StackRule rule,
    int syscallNumber,
    int pushed,
    Arguments arguments,
    RegisterValues registers,
    int depth,
    int misaligned,
    int frame,
    int frameMisaligned) {

  /** What any of the numbers is that is not known. */
  static final int UNKNOWN = Instruction.UNKNOWN;

  /**
   * Which registers for the arguments of a system call got a value since the function began.
   *
   * @param first any of those with the first three
   * @param ofFunction since the last call: where C has its fourth argument
   * @param ofSyscall where the kernel has it
   */
  record Arguments(boolean first, boolean ofFunction, boolean ofSyscall) {
    static final Arguments NONE = new Arguments(false, false, false);

    private Arguments after(Instruction i) {
      boolean lost =
          switch (i.flow()) {
            case CALL, COMPUTED_CALL, SYSCALL -> true;
            default -> false;
          };
      return new Arguments(
          first || i.writes(Role.FIRST_ARGUMENTS),
          !lost && (ofFunction || i.writes(Role.FOURTH_OF_FUNCTION)),
          ofSyscall || i.writes(Role.FOURTH_OF_SYSCALL));
    }

    /**
     * Whether a fourth argument was meant and is not where the kernel looks: it is where C has it,
     * or this hands on to the kernel what it was called with.
     */
    boolean lacksFourth() {
      return !ofSyscall && (ofFunction || !first);
    }
  }

  /** Where the kernel starts a program: the stack is aligned. */
  static RegisterState atEntry(StackRule rule) {
    return starting(rule, 0);
  }

  /** Where a function begins: the call has pushed a return address on an aligned stack. */
  static RegisterState inFunction(StackRule rule) {
    return starting(rule, -rule.pushedByCall() & rule.alignment() - 1);
  }

  private static RegisterState starting(StackRule rule, int misaligned) {
    return new RegisterState(
        rule,
        UNKNOWN,
        UNKNOWN,
        Arguments.NONE,
        RegisterValues.NONE,
        0,
        misaligned,
        UNKNOWN,
        UNKNOWN);
  }

  /** What is known after an instruction. */
  RegisterState after(Instruction i) {
    RegisterState next =
        new RegisterState(
            rule,
            i.syscallNumberAfter(syscallNumber, pushed),
            i.pushedConstant(),
            arguments.after(i),
            i.after(registers),
            depth,
            misaligned,
            frame,
            frameMisaligned);
    return next.stackAfter(i.stackEffect());
  }

  /** Where control may come from elsewhere too, with other values in the registers. */
  RegisterState atJoin() {
    return new RegisterState(
        rule,
        syscallNumber,
        pushed,
        arguments,
        RegisterValues.NONE,
        depth,
        misaligned,
        frame,
        frameMisaligned);
  }

  private RegisterState stackAfter(StackEffect effect) {
    int bytes = (int) effect.bytes();
    return switch (effect.kind()) {
      case NONE -> this;
      case GROWS -> stack(add(depth, bytes), addAligned(misaligned, -bytes));
      case ALIGNED -> stack(depth, bytes % rule.alignment() == 0 ? 0 : UNKNOWN);
      case SAVED ->
          new RegisterState(
              rule,
              syscallNumber,
              pushed,
              arguments,
              registers,
              depth,
              misaligned,
              depth,
              misaligned);
      case RESTORED -> stack(frame, frameMisaligned);
      case LEFT -> stack(add(frame, -bytes), addAligned(frameMisaligned, bytes));
      case LOST -> stack(UNKNOWN, UNKNOWN);
    };
  }

  private RegisterState stack(int newDepth, int newMisaligned) {
    return new RegisterState(
        rule,
        syscallNumber,
        pushed,
        arguments,
        registers,
        newDepth,
        newMisaligned,
        frame,
        frameMisaligned);
  }

  private static int add(int value, int more) {
    return value == UNKNOWN ? UNKNOWN : value + more;
  }

  private int addAligned(int value, int more) {
    return value == UNKNOWN ? UNKNOWN : value + more & rule.alignment() - 1;
  }
}
