package org.distroc.arch.x86;

import org.distroc.arch.ByteReader;

/**
 * Finds where an x86 instruction ends, and takes it apart into the fields of {@link
 * X86Instruction}, without knowing what most of them do: {@link X86Opcodes} says which operands
 * follow an opcode.
 */
final class X86InstructionReader {
  private final ByteReader code;
  private final long address;
  private final boolean is64Bit;
  private final String oneByte;
  private long at;
  private int prefixes;
  private int rex;
  private boolean vector;
  private int modrm = -1;
  private int sib = -1;
  private long displacement;
  private long immediate;

  X86InstructionReader(ByteReader code, long address, boolean is64Bit) {
    this.code = code;
    this.address = address;
    this.is64Bit = is64Bit;
    this.oneByte = is64Bit ? X86Opcodes.ONE_BYTE_64 : X86Opcodes.ONE_BYTE_32;
  }

  /**
   * The instruction at the start of the code.
   *
   * @throws ByteReader.Outside if the code ends before it does
   */
  X86Instruction read() {
    int opcode = prefixes();
    int map = 0;
    char operands = oneByte.charAt(opcode);
    if (operands == '0') {
      opcode = next();
      map = 1;
      operands = X86Opcodes.TWO_BYTES.charAt(opcode);
      if (operands == '0') {
        map = opcode == 0x38 ? 2 : 3;
        operands = map == 2 ? 'm' : 'B';
        opcode = next();
      }
    } else if (operands == 'V' && !is64Bit && code.u8(at) < 0xc0) {
      // In 32-bit mode these opcodes are lds, les and bound too, which take memory only.
      operands = 'm';
    } else if (operands == 'V' || opcode == 0x8f && (code.u8(at) & 0x1f) >= 8) {
      map = vectorPrefix(opcode);
      opcode = next();
      operands = X86Opcodes.vectorOperands(map, opcode);
      vector = true;
    }
    if (operands == 'x' || map < 0) {
      return X86Instruction.invalid(address, is64Bit);
    }
    operands(operands, map, opcode);
    return new X86Instruction(
        address,
        (int) at,
        is64Bit,
        map,
        opcode,
        prefixes,
        rex,
        modrm,
        sib,
        displacement,
        immediate,
        vector);
  }

  private int next() {
    return code.u8(at++);
  }

  /** Reads prefixes and gives the byte after them. A REX prefix counts only just before it. */
  private int prefixes() {
    while (true) {
      int b = next();
      char kind = oneByte.charAt(b);
      if (kind == 'r') {
        rex = b & 15;
      } else if (kind == 'p') {
        rex = 0;
        prefixes |= prefix(b);
      } else {
        return b;
      }
    }
  }

  private static int prefix(int b) {
    return switch (b) {
      case 0x64 -> X86Instruction.FS;
      case 0x65 -> X86Instruction.GS;
      case 0x66 -> X86Instruction.OPERAND_SIZE;
      case 0x67 -> X86Instruction.ADDRESS_SIZE;
      case 0xf2 -> X86Instruction.REPEAT_NOT;
      case 0xf3 -> X86Instruction.REPEAT;
      default -> 0;
    };
  }

  /** Reads the rest of a VEX, EVEX or XOP prefix; gives the opcode table that it selects. */
  private int vectorPrefix(int first) {
    int b = next();
    if (first == 0xc5) {
      rex = is64Bit ? ~b >> 5 & 4 : 0;
      return 1;
    }
    rex = is64Bit ? ~b >> 5 & 7 : 0;
    next();
    if (first == 0x62) {
      next();
      return (b & 7) == 0 || (b & 7) == 4 ? -1 : b & 7;
    }
    int map = b & 0x1f;
    boolean known = first == 0xc4 ? map >= 1 && map <= 3 : map >= 8 && map <= 10;
    return known ? map : -1;
  }

  private void operands(char kind, int map, int opcode) {
    switch (kind) {
      case 'm' -> modrm();
      case 'b' -> immediate = signed(1);
      case 'z' -> immediate = signed(wordOrDouble());
      case 'B', 'Z' -> {
        modrm();
        immediate = signed(kind == 'B' ? 1 : wordOrDouble());
      }
      // 64-bit mode has no jumps of 16 bits.
      case 'J' -> immediate = signed(is64Bit ? 4 : wordOrDouble());
      case 'w' -> immediate = signed(2);
      case 'e' -> immediate = signed(3);
      case 'v' -> immediate = signed((rex & 8) != 0 ? 8 : wordOrDouble());
      case 'o' -> displacement = signed(addressWidth());
      case 'A' -> {
        immediate = signed(wordOrDouble());
        at += 2;
      }
      case 'f', 'F' -> {
        modrm();
        if ((modrm >> 3 & 7) < 2) {
          immediate = signed(kind == 'f' ? 1 : wordOrDouble());
        }
      }
      default -> {}
    }
    boolean extract = map == 1 && opcode == 0x78 && !vector;
    if (extract && (prefixes & (X86Instruction.OPERAND_SIZE | X86Instruction.REPEAT_NOT)) != 0) {
      at += 2;
    }
  }

  private int wordOrDouble() {
    return (prefixes & X86Instruction.OPERAND_SIZE) != 0 && (rex & 8) == 0 ? 2 : 4;
  }

  private int addressWidth() {
    int usual = is64Bit ? 8 : 4;
    return (prefixes & X86Instruction.ADDRESS_SIZE) != 0 ? usual / 2 : usual;
  }

  private void modrm() {
    modrm = next();
    int mod = modrm >> 6;
    if (mod == 3) {
      return;
    }
    if (addressWidth() == 2) {
      int width = mod == 1 ? 1 : mod == 2 || (modrm & 7) == 6 ? 2 : 0;
      displacement = width == 0 ? 0 : signed(width);
      return;
    }
    boolean none = mod == 0;
    boolean full = mod == 2;
    if ((modrm & 7) == 4) {
      sib = next();
      full |= none && (sib & 7) == 5;
    } else if (none && (modrm & 7) == 5) {
      full = true;
    }
    if (full || mod == 1) {
      displacement = signed(full ? 4 : 1);
    }
  }

  private long signed(int width) {
    long value = code.number(at, width);
    at += width;
    int unused = 64 - 8 * width;
    return value << unused >> unused;
  }
}
