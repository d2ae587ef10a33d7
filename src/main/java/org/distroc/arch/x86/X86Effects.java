package org.distroc.arch.x86;

import org.distroc.arch.Instruction;
import org.distroc.arch.StackEffect;

/** What x86 instructions do to memory and to registers. */
final class X86Effects {
  private static final int SUB = 5;
  private static final int AND = 4;
  private static final int REGISTERS = 8;

  private X86Effects() {}

  /** Whether the memory operand is written: the usual instructions of compilers and people. */
  static boolean writesMemory(X86Instruction i) {
    int digit = i.modrm() >> 3 & 7;
    if (i.map() == 0) {
      if (i.opcode() < 0x38) {
        return (i.opcode() & 7) < 2;
      }
      return switch (i.opcode()) {
        case 0x80, 0x81, 0x83 -> digit != 7;
        case 0x86, 0x87, 0x88, 0x89, 0x8f, 0xa2, 0xa3, 0xc6, 0xc7 -> true;
        case 0xc0, 0xc1, 0xd0, 0xd1, 0xd2, 0xd3 -> true;
        case 0xf6, 0xf7 -> digit == 2 || digit == 3;
        case 0xfe, 0xff -> digit < 2;
        default -> false;
      };
    }
    return i.map() == 1
        && switch (i.opcode()) {
          case 0x11,
              0x13,
              0x17,
              0x29,
              0x2b,
              0x7f,
              0xab,
              0xb0,
              0xb1,
              0xb3,
              0xbb,
              0xc0,
              0xc1,
              0xc3,
              0xd6,
              0xe7 ->
              true;
          case 0x7e -> (i.prefixes() & X86Instruction.REPEAT) == 0;
          case 0xba -> digit > 4;
          default -> i.opcode() >= 0x90 && i.opcode() <= 0x9f;
        };
  }

  /** Whether it gives a general register a new value. */
  static boolean writesRegister(X86Instruction i, int register) {
    if (i.vector()) {
      return false;
    }
    if (i.map() == 1) {
      boolean moves =
          i.opcode() >= 0x40 && i.opcode() <= 0x4f || i.opcode() >= 0xb6 && i.opcode() <= 0xbf;
      return moves && i.reg() == register;
    }
    if (i.map() != 0) {
      return false;
    }
    int low = i.opcode() & 7 | (i.rex() & 1) << 3;
    if (i.opcode() < 0x40) {
      return (i.opcode() & 7) < 2 && i.opcode() < 0x38 && i.rm() == register
          || ((i.opcode() & 7) == 2 || (i.opcode() & 7) == 3)
              && i.opcode() < 0x38
              && i.reg() == register;
    }
    if (i.opcode() < 0x50) {
      // inc and dec, in 32-bit mode; in 64-bit mode these are REX prefixes.
      return (i.opcode() & 7) == register;
    }
    return switch (i.opcode()) {
      case 0x63, 0x69, 0x6b, 0x8a, 0x8b, 0x8d -> i.reg() == register;
      case 0x80, 0x81, 0x83 -> i.rm() == register && (i.reg() & 7) != 7;
      case 0x86, 0x87 -> i.rm() == register || i.reg() == register;
      case 0x88, 0x89, 0x8f, 0xc0, 0xc1, 0xc6, 0xc7, 0xd0, 0xd1, 0xd2, 0xd3 -> i.rm() == register;
      case 0xf6, 0xf7, 0xfe, 0xff -> i.rm() == register;
      case 0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97 ->
          low != 0 && (register == low || register == X86Instruction.RAX);
      default ->
          (i.opcode() >= 0x58 && i.opcode() <= 0x5f || i.opcode() >= 0xb0 && i.opcode() <= 0xbf)
              && low == register;
    };
  }

  /** What is in eax after an instruction, as far as that is a constant. */
  static int accumulatorAfter(X86Instruction i, int before, int pushed) {
    if (i.vector()) {
      return before;
    }
    boolean zeroed = (i.is(0, 0x31) || i.is(0, 0x33)) && i.rm() == i.reg();
    if (writesRegister(i, X86Instruction.RAX)) {
      if (i.is(0, 0xb8) || i.is(0, 0xc7)) {
        return (int) i.immediate();
      }
      if (i.is(0, 0x58)) {
        return pushed;
      }
      if (i.is(0, 0xb0) && before != Instruction.UNKNOWN) {
        return before & ~0xff | (int) i.immediate() & 0xff;
      }
      return zeroed ? 0 : Instruction.UNKNOWN;
    }
    boolean accumulator = i.map() == 0 && i.opcode() < 0x38 && (i.opcode() & 6) == 4;
    boolean elsewhere =
        switch (i.flow()) {
          case CALL, COMPUTED_CALL, SYSCALL -> true;
          default -> i.is(0, 0x98) || i.is(0, 0xf7) || i.is(0, 0xac) || i.is(0, 0xad);
        };
    return accumulator || elsewhere ? Instruction.UNKNOWN : before;
  }

  /** What an instruction does to the stack and frame pointers. */
  static StackEffect onStack(X86Instruction i) {
    if (i.vector()) {
      return StackEffect.NONE;
    }
    long word = (i.prefixes() & X86Instruction.OPERAND_SIZE) != 0 ? 2 : i.is64Bit() ? 8 : 4;
    if (i.is(0, 0xc9)) {
      return new StackEffect(StackEffect.Kind.LEFT, word);
    }
    long grown = i.map() == 1 ? growthByTwoBytes(i, word) : i.map() == 0 ? growth(i, word) : 0;
    if (grown != 0) {
      return StackEffect.grows(grown);
    }
    boolean copy = i.is(0, 0x89) || i.is(0, 0x8b);
    int from = i.is(0, 0x89) ? i.reg() : i.rm();
    int to = i.is(0, 0x89) ? i.rm() : i.reg();
    if (copy && from == X86Instruction.RSP && to == X86Instruction.RBP) {
      return new StackEffect(StackEffect.Kind.SAVED, 0);
    }
    if (copy && from == X86Instruction.RBP && to == X86Instruction.RSP) {
      return new StackEffect(StackEffect.Kind.RESTORED, 0);
    }
    boolean constant = i.is(0, 0x83) || i.is(0, 0x81);
    if (constant && i.rm() == X86Instruction.RSP) {
      return switch (i.reg() & 7) {
        case AND -> new StackEffect(StackEffect.Kind.ALIGNED, Long.lowestOneBit(i.immediate()));
        case 0, SUB -> StackEffect.NONE;
        default -> lostIfWritten(i);
      };
    }
    return lostIfWritten(i);
  }

  private static StackEffect lostIfWritten(X86Instruction i) {
    return writesRegister(i, X86Instruction.RSP) ? StackEffect.LOST : StackEffect.NONE;
  }

  /** `push` and `pop` of fs and gs. */
  private static long growthByTwoBytes(X86Instruction i, long word) {
    return switch (i.opcode()) {
      case 0xa0, 0xa8 -> word;
      case 0xa1, 0xa9 -> -word;
      default -> 0;
    };
  }

  /**
   * By how many bytes an instruction grows the stack; 0 if it does not, or by an unknown number.
   */
  private static long growth(X86Instruction i, long word) {
    int digit = i.reg() & 7;
    boolean isSp = i.rm() == X86Instruction.RSP;
    boolean popsSp = i.opcode() == 0x5c && (i.rex() & 1) == 0;
    return switch (i.opcode()) {
      case 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x68, 0x6a, 0x9c -> word;
      case 0x58, 0x59, 0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f, 0x9d -> popsSp ? 0 : -word;
      case 0x06, 0x0e, 0x16, 0x1e -> word;
      case 0x07, 0x17, 0x1f -> -word;
      case 0x60 -> REGISTERS * word;
      case 0x61 -> -REGISTERS * word;
      case 0x44 -> -1;
      case 0x4c -> 1;
      case 0x8f -> -word;
      case 0xff -> digit == 6 ? word : 0;
      case 0x81, 0x83 ->
          isSp && digit == 0 ? -i.immediate() : isSp && digit == SUB ? i.immediate() : 0;
      case 0x8d -> {
        boolean onStack = i.sib() >= 0 && (i.sib() & 0x3f) == 0x24 && (i.rex() & 3) == 0;
        yield i.reg() == X86Instruction.RSP && onStack ? -i.displacement() : 0;
      }
      default -> 0;
    };
  }
}
