package org.distroc.arch;

import java.util.OptionalLong;

/**
 * A machine instruction, decoded as far as checks need it: where it ends, where control goes on,
 * and what it does to memory, to the stack pointer and to registers with a role.
 */
public interface Instruction {
  /** A number that is not known. */
  int UNKNOWN = Integer.MIN_VALUE;

  /** Where control goes after an instruction. */
  enum Flow {
    /** To the next instruction. */
    NEXT,
    /** To its target. */
    JUMP,
    /** To its target or to the next instruction. */
    BRANCH,
    /** To its target, and on when that returns. */
    CALL,
    /** To an address that only the running program knows. */
    COMPUTED_JUMP,
    /** To such an address, and on when that returns. */
    COMPUTED_CALL,
    /** To the caller. */
    RETURN,
    /** Into the kernel, and on when that returns. */
    SYSCALL,
    /** Nowhere: it ends a program that has no handler for it. */
    STOP
  }

  /** What a register is for. */
  enum Role {
    /** The stack pointer. */
    STACK,
    /** Any of those with the first three arguments of a system call. */
    FIRST_ARGUMENTS,
    /** Where C has the fourth argument of a function. */
    FOURTH_OF_FUNCTION,
    /** Where the kernel has the fourth argument of a system call. */
    FOURTH_OF_SYSCALL
  }

  /** Its address in the running program. */
  long address();

  /** Its length in bytes; 1 if the bytes are not an instruction. */
  int length();

  /** The address after its last byte. */
  default long end() {
    return address() + length();
  }

  /** Whether the bytes are an instruction. */
  boolean valid();

  /** Where control goes. */
  Flow flow();

  /** Where a direct jump, branch or call goes. */
  long target();

  /** The address of the table that a computed jump reads its target from, if it is a constant. */
  OptionalLong jumpTable();

  /** Whether it enters the kernel in the way of its own architecture. */
  boolean isSyscall();

  /** Whether it enters the kernel in the way of the architecture's 32-bit programs. */
  boolean isCompatSyscall();

  /** Whether the processor refuses it to programs. */
  boolean isPrivileged();

  /** Whether it waits for an interrupt. */
  boolean isWait();

  /** Whether it does nothing, as assemblers put between functions. */
  boolean isNop();

  /** Whether it reads or writes memory relative to where C libraries keep a thread's variables. */
  boolean usesThreadMemory();

  /** Whether it makes the memory of a thread be somewhere, without asking the kernel. */
  default boolean setsThreadMemory() {
    return false;
  }

  /**
   * How far from where C libraries keep a thread's variables its memory operand is; empty if that
   * is elsewhere, or not known.
   *
   * @param known what is in the registers before it
   */
  default OptionalLong threadOffset(RegisterValues known) {
    return usesThreadMemory() ? OptionalLong.of(displacement()) : OptionalLong.empty();
  }

  /** The constant in the address of its memory operand, 0 without one. */
  long displacement();

  /** The address of its memory operand, if that is known without running the program. */
  OptionalLong memoryAddress();

  /**
   * The address of its memory operand, if the instructions before it compute it from constants.
   *
   * @param known what is in the registers before it
   */
  default OptionalLong memoryAddress(RegisterValues known) {
    return memoryAddress();
  }

  /** Whether it writes its memory operand. */
  boolean writesMemory();

  /** Whether it gives a register of that role a new value. */
  boolean writes(Role role);

  /** The constant that it pushes on the stack, or {@link #UNKNOWN}. */
  int pushedConstant();

  /**
   * What is in the register with the number of a system call after it.
   *
   * @param before what was there, or {@link #UNKNOWN}
   * @param pushed the constant that the instruction before pushed, or {@link #UNKNOWN}
   */
  int syscallNumberAfter(int before, int pushed);

  /**
   * What is known of the registers after it. Instructions that have whole addresses need none of
   * that.
   *
   * @param before what is known before it
   */
  default RegisterValues after(RegisterValues before) {
    return before;
  }

  /** What it does to the stack pointer. */
  StackEffect stackEffect();
}
