package org.distroc.elf;

import java.util.OptionalLong;

/**
 * One x86-64 instruction, decoded as far as the checks need: where it ends, where it goes on, and
 * what it does to memory and to the stack pointer. Numbers are those of the processor's manual.
 *
 * @param address where it stands
 * @param length its bytes; 1 if they are no instruction
 * @param map which opcode table: 0 one byte, 1 after 0f, 2 after 0f 38, 3 after 0f 3a; 4 and above
 *     for newer tables; -1 if the bytes are no instruction
 * @param opcode the byte in that table
 * @param prefixes the bits of {@link #FS} and so on
 * @param rex the low four bits of a REX prefix: W, R, X, B; 0 without one
 * @param modrm the ModRM byte, or -1
 * @param sib the SIB byte, or -1
 * @param displacement of the memory operand, 0 without one
 * @param immediate the constant operand, sign extended; for jumps the distance
 * @param vector whether it has a VEX, EVEX or XOP prefix
 */
record X86Instruction(
    long address,
    int length,
    int map,
    int opcode,
    int prefixes,
    int rex,
    int modrm,
    int sib,
    long displacement,
    long immediate,
    boolean vector) {

  static final int OPERAND_SIZE = 1;
  static final int ADDRESS_SIZE = 2;
  static final int FS = 4;
  static final int GS = 8;
  static final int REPEAT = 16;
  static final int REPEAT_NOT = 32;

  static final int RAX = 0;
  static final int RCX = 1;
  static final int RDX = 2;
  static final int RSP = 4;
  static final int RBP = 5;
  static final int RSI = 6;
  static final int RDI = 7;
  static final int R10 = 10;

  /** Where control goes after an instruction. */
  enum Flow {
    /** To the instruction behind it. */
    NEXT,
    /** To its target. */
    JUMP,
    /** To its target or to the instruction behind it. */
    BRANCH,
    /** To its target, and behind it when that returns. */
    CALL,
    /** To an address that only the running program knows. */
    COMPUTED_JUMP,
    /** To such an address, and behind it when that returns. */
    COMPUTED_CALL,
    /** To where the stack says. */
    RETURN,
    /** Into the kernel, and behind it when that comes back. */
    SYSCALL,
    /** Nowhere: it ends a program that has no handler for it. */
    STOP
  }

  long end() {
    return address + length;
  }

  boolean valid() {
    return map >= 0;
  }

  boolean is(int inMap, int code) {
    return map == inMap && opcode == code && !vector;
  }

  Flow flow() {
    if (!valid()) {
      return Flow.STOP;
    }
    if (vector || map > 1) {
      return Flow.NEXT;
    }
    return map == 0 ? flowOfOneByte() : flowOfTwoBytes();
  }

  private Flow flowOfOneByte() {
    return switch (opcode) {
      case 0xc2, 0xc3, 0xca, 0xcb, 0xcf -> Flow.RETURN;
      case 0xe8 -> Flow.CALL;
      case 0xe9, 0xeb -> Flow.JUMP;
      case 0xe0, 0xe1, 0xe2, 0xe3 -> Flow.BRANCH;
      case 0xcc, 0xf1, 0xf4 -> Flow.STOP;
      case 0xcd -> (immediate & 0xff) == 0x80 ? Flow.SYSCALL : Flow.STOP;
      case 0xff ->
          switch (reg() & 7) {
            case 2, 3 -> Flow.COMPUTED_CALL;
            case 4, 5 -> Flow.COMPUTED_JUMP;
            default -> Flow.NEXT;
          };
      default -> opcode >= 0x70 && opcode <= 0x7f ? Flow.BRANCH : Flow.NEXT;
    };
  }

  private Flow flowOfTwoBytes() {
    return switch (opcode) {
      case 0x05, 0x34 -> Flow.SYSCALL;
      case 0x0b, 0xb9, 0xff -> Flow.STOP;
      default -> opcode >= 0x80 && opcode <= 0x8f ? Flow.BRANCH : Flow.NEXT;
    };
  }

  /** Where a direct jump, branch or call goes. */
  long target() {
    return end() + immediate;
  }

  /** Whether it is `syscall`, the way of 64-bit programs into the kernel. */
  boolean isSyscall() {
    return is(1, 0x05);
  }

  /** Whether it enters the kernel as 32-bit programs do: `int $0x80` or `sysenter`. */
  boolean isOldSyscall() {
    return is(0, 0xcd) && (immediate & 0xff) == 0x80 || is(1, 0x34);
  }

  /** Whether only the kernel may execute it: the processor refuses it to programs. */
  boolean isPrivileged() {
    if (vector) {
      return false;
    }
    if (map == 0) {
      return switch (opcode) {
        case 0xf4, 0xfa, 0xfb, 0x6c, 0x6d, 0x6e, 0x6f -> true;
        default -> opcode >= 0xe4 && opcode <= 0xe7 || opcode >= 0xec && opcode <= 0xef;
      };
    }
    return map == 1
        && switch (opcode) {
          case 0x06, 0x08, 0x09, 0x20, 0x21, 0x22, 0x23, 0x30, 0x32 -> true;
          case 0x01 -> hasMemory() && ((reg() & 7) == 2 || (reg() & 7) == 3);
          default -> false;
        };
  }

  /** The register that ModRM's middle bits name, 0 to 15. */
  int reg() {
    return modrm < 0 ? -1 : modrm >> 3 & 7 | (rex & 4) << 1;
  }

  /** The register that ModRM's low bits name, or -1 if they name memory. */
  int rm() {
    return modrm < 0xc0 ? -1 : modrm & 7 | (rex & 1) << 3;
  }

  /** Whether an operand is in memory. `lea` and `nop` have one that they do not touch. */
  boolean hasMemory() {
    return modrm >= 0 && modrm < 0xc0;
  }

  private boolean touchesMemory() {
    boolean onlyNamed = is(0, 0x8d) || map == 1 && opcode >= 0x18 && opcode <= 0x1f && !vector;
    boolean direct = map == 0 && opcode >= 0xa0 && opcode <= 0xa3;
    return hasMemory() && !onlyNamed || direct;
  }

  /** Whether it reads or writes memory relative to %fs, where C libraries keep a thread's data. */
  boolean usesFs() {
    return (prefixes & FS) != 0 && touchesMemory();
  }

  /** The address of its memory operand, if it is a constant or relative to the instruction. */
  OptionalLong memoryAddress() {
    if (!touchesMemory() || (prefixes & (FS | GS)) != 0) {
      return OptionalLong.empty();
    }
    if (!hasMemory()) {
      return OptionalLong.of(displacement);
    }
    if ((modrm & 0xc7) == 5) {
      return OptionalLong.of(end() + displacement);
    }
    boolean noBase = (modrm & 0xc7) == 4 && (sib & 7) == 5;
    return noBase && (sib >> 3 & 7 | (rex & 2) << 2) == 4
        ? OptionalLong.of(displacement)
        : OptionalLong.empty();
  }

  /** Whether its memory operand is written: the usual instructions of compilers and people. */
  boolean writesMemory() {
    if (!touchesMemory() || vector) {
      return false;
    }
    int digit = modrm >> 3 & 7;
    if (map == 0) {
      if (opcode < 0x38) {
        return (opcode & 7) < 2;
      }
      return switch (opcode) {
        case 0x80, 0x81, 0x83 -> digit != 7;
        case 0x86, 0x87, 0x88, 0x89, 0x8f, 0xa2, 0xa3, 0xc6, 0xc7 -> true;
        case 0xc0, 0xc1, 0xd0, 0xd1, 0xd2, 0xd3 -> true;
        case 0xf6, 0xf7 -> digit == 2 || digit == 3;
        case 0xfe, 0xff -> digit < 2;
        default -> false;
      };
    }
    return map == 1
        && switch (opcode) {
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
          case 0x7e -> (prefixes & REPEAT) == 0;
          case 0xba -> digit > 4;
          default -> opcode >= 0x90 && opcode <= 0x9f;
        };
  }

  /** Whether it gives a general register a new value. */
  boolean writesRegister(int register) {
    if (vector) {
      return false;
    }
    if (map == 1) {
      boolean moves = opcode >= 0x40 && opcode <= 0x4f || opcode >= 0xb6 && opcode <= 0xbf;
      return moves && reg() == register;
    }
    if (map != 0) {
      return false;
    }
    int low = opcode & 7 | (rex & 1) << 3;
    if (opcode < 0x40) {
      return (opcode & 7) < 2 && opcode < 0x38 && rm() == register
          || ((opcode & 7) == 2 || (opcode & 7) == 3) && opcode < 0x38 && reg() == register;
    }
    return switch (opcode) {
      case 0x63, 0x69, 0x6b, 0x8a, 0x8b, 0x8d -> reg() == register;
      case 0x80, 0x81, 0x83 -> rm() == register && (reg() & 7) != 7;
      case 0x86, 0x87 -> rm() == register || reg() == register;
      case 0x88, 0x89, 0x8f, 0xc0, 0xc1, 0xc6, 0xc7, 0xd0, 0xd1, 0xd2, 0xd3 -> rm() == register;
      case 0xf6, 0xf7, 0xfe, 0xff -> rm() == register;
      default ->
          (opcode >= 0x58 && opcode <= 0x5f || opcode >= 0xb0 && opcode <= 0xbf) && low == register;
    };
  }
}
