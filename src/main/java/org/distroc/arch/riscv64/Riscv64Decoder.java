package org.distroc.arch.riscv64;

import org.distroc.arch.ByteReader;
import org.distroc.arch.Instruction;
import org.distroc.arch.InstructionDecoder;
import org.distroc.arch.riscv64.Riscv64Instruction.Kind;

/**
 * Decodes the instructions of 64-bit RISC-V, of two and of four bytes, as far as checks of programs
 * need. A far call is two instructions that compilers put next to each other: it is one here.
 */
public final class Riscv64Decoder implements InstructionDecoder {
  private static final int FAR = 8;

  @Override
  public Instruction decode(ByteReader code, long address) {
    Riscv64Instruction first = one(code, 0, address);
    if (first.kind() == Kind.AUIPC && code.length() >= FAR) {
      Riscv64Instruction second = one(code, first.length(), first.end());
      if (second.kind() == Kind.JALR && second.rs1() == first.rd()) {
        long target = address + first.imm() + second.imm();
        return new Riscv64Instruction(address, FAR, Kind.JAL, second.rd(), 0, 0, target - address);
      }
    }
    return first;
  }

  private static Riscv64Instruction one(ByteReader code, long offset, long address) {
    long left = code.length() - offset;
    if (left < 2 || (address & 1) != 0) {
      return Riscv64Instruction.invalid(address, 2);
    }
    int half = code.u16(offset);
    if ((half & 3) != 3) {
      return Riscv64Short.decode(half, address);
    }
    // Longer ones are reserved, and nothing executes them.
    return left < 4 || (half & 0x1f) == 0x1f
        ? Riscv64Instruction.invalid(address, 2)
        : whole((int) code.u32(offset), address);
  }

  private static Riscv64Instruction whole(int word, long address) {
    int rd = word >>> 7 & 31;
    int rs1 = word >>> 15 & 31;
    int rs2 = word >>> 20 & 31;
    int function = word >>> 12 & 7;
    long upper = word & 0xfffff000;
    long near = word >> 20;
    long stored = word >> 25 << 5 | word >>> 7 & 31;
    Kind load = Kind.LOAD;
    return switch (word & 0x7f) {
      case 0x03 -> make(address, load, rd, rs1, 0, near);
      case 0x07 -> make(address, Kind.FLOAT_LOAD, 0, rs1, 0, near);
      case 0x13 -> make(address, immediate(word, function), rd, rs1, 0, near);
      case 0x17 -> make(address, Kind.AUIPC, rd, 0, 0, upper);
      case 0x1b -> make(address, function == 0 ? Kind.ADDIW : Kind.OTHER, rd, rs1, 0, near);
      case 0x23 -> make(address, Kind.STORE, 0, rs1, rs2, stored);
      case 0x27 -> make(address, Kind.FLOAT_STORE, 0, rs1, 0, stored);
      case 0x2f -> make(address, Kind.ATOMIC, rd, rs1, rs2, word >>> 27);
      case 0x33 ->
          make(address, word >>> 25 == 0 && function == 0 ? Kind.ADD : Kind.OTHER, rd, rs1, rs2, 0);
      case 0x37 -> make(address, Kind.LUI, rd, 0, 0, upper);
      case 0x3b -> make(address, Kind.OTHER, rd, rs1, rs2, 0);
      case 0x63 -> make(address, Kind.BRANCH, 0, rs1, rs2, branch(word));
      case 0x67 -> make(address, Kind.JALR, rd, rs1, 0, near);
      case 0x6f -> make(address, Kind.JAL, rd, 0, 0, jump(word));
      case 0x73 -> system(word, address, rd, rs1, function);
      // Floating point writes a general register in some of them.
      case 0x43, 0x47, 0x4b, 0x4f, 0x53, 0x57 -> make(address, Kind.OTHER, rd, 0, 0, 0);
      case 0x0f, 0x0b, 0x2b, 0x5b, 0x7b -> make(address, Kind.OTHER, 0, 0, 0, 0);
      default -> make(address, Kind.INVALID, 0, 0, 0, 0);
    };
  }

  private static Kind immediate(int word, int function) {
    if (word == 0x13) {
      return Kind.NOP;
    }
    return switch (function) {
      case 0 -> Kind.ADDI;
      case 7 -> Kind.ANDI;
      default -> Kind.OTHER;
    };
  }

  private static Riscv64Instruction make(
      long address, Kind kind, int rd, int rs1, int rs2, long imm) {
    return new Riscv64Instruction(address, 4, kind, rd, rs1, rs2, imm);
  }

  private static long branch(int word) {
    return (word >> 31 & -1L << 12) | (word & 0x80) << 4 | word >>> 20 & 0x7e0 | word >>> 7 & 0x1e;
  }

  private static long jump(int word) {
    return (word >> 31 & -1L << 20) | word & 0xff000 | word >>> 9 & 0x800 | word >>> 20 & 0x7fe;
  }

  private static Riscv64Instruction system(int word, long address, int rd, int rs1, int function) {
    Kind kind = Kind.PRIVILEGED;
    if (function != 0) {
      int register = word >>> 20;
      boolean writes = function == 1 || function == 5 || rs1 != 0;
      boolean readOnly = register >>> 10 == 3;
      boolean own = (register >>> 8 & 3) == 0;
      // Assemblers write `unimp` as such a write.
      kind = !own ? Kind.PRIVILEGED : writes && readOnly ? Kind.STOP : Kind.OTHER;
      return make(address, kind, rd, 0, 0, 0);
    }
    if (word == 0x73) {
      kind = Kind.ECALL;
    } else if (word == 0x00100073) {
      kind = Kind.STOP;
    } else if (word == 0x10500073) {
      kind = Kind.WAIT;
    }
    return make(address, kind, 0, 0, 0, 0);
  }
}
