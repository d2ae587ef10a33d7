package org.distroc.arch.riscv64;

import org.distroc.arch.riscv64.Riscv64Instruction.Kind;

/** The instructions of two bytes: short forms of those of four, with fewer operands. */
final class Riscv64Short {
  private static final int RA = 1;
  private static final int SP = 2;

  private final int half;
  private final long address;

  private Riscv64Short(int half, long address) {
    this.half = half;
    this.address = address;
  }

  static Riscv64Instruction decode(int half, long address) {
    Riscv64Short one = new Riscv64Short(half, address);
    return switch (half & 3) {
      case 0 -> one.first();
      case 1 -> one.second();
      default -> one.third();
    };
  }

  private Riscv64Instruction make(Kind kind, int rd, int rs1, int rs2, long imm) {
    return new Riscv64Instruction(address, 2, kind, rd, rs1, rs2, imm);
  }

  private Riscv64Instruction invalid() {
    return Riscv64Instruction.invalid(address, 2);
  }

  /** Bits of the instruction, the lowest first. */
  private int bits(int lowest, int count) {
    return half >>> lowest & (1 << count) - 1;
  }

  /** Bits moved to another place. */
  private int bits(int lowest, int count, int to) {
    return bits(lowest, count) << to;
  }

  /** The constant of six bits with a sign. */
  private long six() {
    return (bits(12, 1, 5) | bits(2, 5)) << 26 >> 26;
  }

  private Riscv64Instruction first() {
    int low = 8 + bits(2, 3);
    int base = 8 + bits(7, 3);
    int words = bits(10, 3, 3) | bits(6, 1, 2) | bits(5, 1, 6);
    int doubles = bits(10, 3, 3) | bits(5, 2, 6);
    return switch (bits(13, 3)) {
      case 0 -> {
        int imm = bits(11, 2, 4) | bits(7, 4, 6) | bits(6, 1, 2) | bits(5, 1, 3);
        yield imm == 0 ? invalid() : make(Kind.ADDI, low, SP, 0, imm);
      }
      case 1 -> make(Kind.FLOAT_LOAD, 0, base, 0, doubles);
      case 2 -> make(Kind.LOAD, low, base, 0, words);
      case 3 -> make(Kind.LOAD, low, base, 0, doubles);
      case 5 -> make(Kind.FLOAT_STORE, 0, base, 0, doubles);
      case 6 -> make(Kind.STORE, 0, base, low, words);
      case 7 -> make(Kind.STORE, 0, base, low, doubles);
      default -> invalid();
    };
  }

  private Riscv64Instruction second() {
    int rd = bits(7, 5);
    int small = 8 + bits(7, 3);
    return switch (bits(13, 3)) {
      case 0 -> rd == 0 ? make(Kind.NOP, 0, 0, 0, 0) : make(Kind.ADDI, rd, rd, 0, six());
      case 1 -> rd == 0 ? invalid() : make(Kind.ADDIW, rd, rd, 0, six());
      case 2 -> make(Kind.ADDI, rd, 0, 0, six());
      case 3 -> upper(rd);
      case 4 -> make(bits(10, 2) == 2 ? Kind.ANDI : Kind.OTHER, small, small, 0, six());
      case 5 -> make(Kind.JAL, 0, 0, 0, jump());
      default -> make(Kind.BRANCH, 0, small, 0, branch());
    };
  }

  private Riscv64Instruction upper(int rd) {
    if (rd != SP) {
      return six() == 0 ? invalid() : make(Kind.LUI, rd, 0, 0, six() << 12);
    }
    int imm = bits(12, 1, 9) | bits(6, 1, 4) | bits(5, 1, 6) | bits(3, 2, 7) | bits(2, 1, 5);
    return imm == 0 ? invalid() : make(Kind.ADDI, SP, SP, 0, imm << 22 >> 22);
  }

  private long jump() {
    int imm =
        bits(12, 1, 11)
            | bits(11, 1, 4)
            | bits(9, 2, 8)
            | bits(8, 1, 10)
            | bits(7, 1, 6)
            | bits(6, 1, 7)
            | bits(3, 3, 1)
            | bits(2, 1, 5);
    return imm << 20 >> 20;
  }

  private long branch() {
    int imm = bits(12, 1, 8) | bits(10, 2, 3) | bits(5, 2, 6) | bits(3, 2, 1) | bits(2, 1, 5);
    return imm << 23 >> 23;
  }

  private Riscv64Instruction third() {
    int rd = bits(7, 5);
    int rs2 = bits(2, 5);
    int words = bits(12, 1, 5) | bits(4, 3, 2) | bits(2, 2, 6);
    int doubles = bits(12, 1, 5) | bits(5, 2, 3) | bits(2, 3, 6);
    int storedWords = bits(9, 4, 2) | bits(7, 2, 6);
    int storedDoubles = bits(10, 3, 3) | bits(7, 3, 6);
    return switch (bits(13, 3)) {
      case 0 -> make(Kind.OTHER, rd, rd, 0, 0);
      case 1 -> make(Kind.FLOAT_LOAD, 0, SP, 0, doubles);
      case 2 -> rd == 0 ? invalid() : make(Kind.LOAD, rd, SP, 0, words);
      case 3 -> rd == 0 ? invalid() : make(Kind.LOAD, rd, SP, 0, doubles);
      case 4 -> moveOrJump(rd, rs2);
      case 5 -> make(Kind.FLOAT_STORE, 0, SP, 0, storedDoubles);
      case 6 -> make(Kind.STORE, 0, SP, rs2, storedWords);
      default -> make(Kind.STORE, 0, SP, rs2, storedDoubles);
    };
  }

  private Riscv64Instruction moveOrJump(int rd, int rs2) {
    boolean links = bits(12, 1) == 1;
    if (rs2 != 0) {
      return make(Kind.ADD, rd, links ? rd : 0, rs2, 0);
    }
    if (rd == 0) {
      return links ? make(Kind.STOP, 0, 0, 0, 0) : invalid();
    }
    return make(Kind.JALR, links ? RA : 0, rd, 0, 0);
  }
}
