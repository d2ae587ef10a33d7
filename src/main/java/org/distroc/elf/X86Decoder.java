package org.distroc.elf;

/**
 * Finds where x86-64 instructions end, and takes them apart into the fields of {@link
 * X86Instruction}. It decodes what processors execute in 64-bit mode, vector extensions included,
 * without knowing what most of it does: two tables say which operands follow an opcode.
 */
final class X86Decoder {
  /*
   * A character for each opcode, 32 to a line: . nothing follows, m ModRM, b a byte, z 4 bytes (2
   * with an operand size prefix), B and Z ModRM and that, J 4 bytes, w 2 bytes, e 3 bytes, v as wide
   * as the operand, o an address, f and F ModRM and a constant for `test` only, x no instruction,
   * p a prefix, r a REX prefix, V a vector prefix, 0 the escape to the other tables.
   */
  private static final String ONE_BYTE =
      table(
          """
          mmmmbzxx mmmmbzx0 mmmmbzxx mmmmbzxx
          mmmmbzpx mmmmbzpx mmmmbzpx mmmmbzpx
          rrrrrrrr rrrrrrrr ........ ........
          xxVmpppp zZbB.... bbbbbbbb bbbbbbbb
          BZxBmmmm mmmmmmmm ........ ..x.....
          oooo.... bz...... bbbbbbbb vvvvvvvv
          BBw.VVBZ e.w..bx. mmmmxxx. mmmmmmmm
          bbbbbbbb JJxb.... p.pp..fF ......mm
          """);

  private static final String TWO_BYTES =
      table(
          """
          mmmmx... ..x.xm.B mmmmmmmm mmmmmmmm
          mmmmxxxx mmmmmmmm ......x. 0x0xxxxx
          mmmmmmmm mmmmmmmm mmmmmmmm mmmmmmmm
          mmmmmmmm mmmmmmmm BBBBmmm. mmxxmmmm
          JJJJJJJJ JJJJJJJJ mmmmmmmm mmmmmmmm
          ...mBmmm ...mBmmm mmmmmmmm mmBmmmmm
          mmBmBBBm ........ mmmmmmmm mmmmmmmm
          mmmmmmmm mmmmmmmm mmmmmmmm mmmmmmmm
          """);

  private static final int LONGEST = 15;

  private final ByteReader code;
  private final long address;
  private long at;
  private int prefixes;
  private int rex;
  private boolean vector;
  private int modrm = -1;
  private int sib = -1;
  private long displacement;
  private long immediate;

  private static String table(String lines) {
    String table = lines.replaceAll("\\s", "");
    if (table.length() != 256) {
      throw new IllegalStateException("a table of " + table.length() + " opcodes");
    }
    return table;
  }

  private X86Decoder(ByteReader code, long address) {
    this.code = code;
    this.address = address;
  }

  /** The instruction at the start of the bytes, which are at that address when the program runs. */
  static X86Instruction decode(ByteReader code, long address) {
    try {
      X86Instruction instruction = new X86Decoder(code, address).decode();
      return instruction.length() <= LONGEST ? instruction : invalid(address);
    } catch (ByteReader.Outside e) {
      return invalid(address);
    }
  }

  private static X86Instruction invalid(long address) {
    return new X86Instruction(address, 1, -1, 0, 0, 0, -1, -1, 0, 0, false);
  }

  private X86Instruction decode() {
    int opcode = prefixes();
    int map = 0;
    char operands = ONE_BYTE.charAt(opcode);
    if (operands == '0') {
      opcode = next();
      map = 1;
      operands = TWO_BYTES.charAt(opcode);
      if (operands == '0') {
        map = opcode == 0x38 ? 2 : 3;
        operands = map == 2 ? 'm' : 'B';
        opcode = next();
      }
    } else if (operands == 'V' || opcode == 0x8f && (code.u8(at) & 0x1f) >= 8) {
      map = vectorPrefix(opcode);
      opcode = next();
      operands = vectorOperands(map, opcode);
      vector = true;
    }
    if (operands == 'x' || map < 0) {
      return invalid(address);
    }
    operands(operands, map, opcode);
    return new X86Instruction(
        address, (int) at, map, opcode, prefixes, rex, modrm, sib, displacement, immediate, vector);
  }

  private int next() {
    return code.u8(at++);
  }

  /** Reads prefixes and gives the byte after them. A REX prefix counts only just before it. */
  private int prefixes() {
    while (true) {
      int b = next();
      char kind = ONE_BYTE.charAt(b);
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
      rex = ~b >> 5 & 4;
      return 1;
    }
    rex = ~b >> 5 & 7;
    next();
    if (first == 0x62) {
      next();
      return (b & 7) == 0 || (b & 7) == 4 ? -1 : b & 7;
    }
    int map = b & 0x1f;
    boolean known = first == 0xc4 ? map >= 1 && map <= 3 : map >= 8 && map <= 10;
    return known ? map : -1;
  }

  private static char vectorOperands(int map, int opcode) {
    char plain = map == 1 ? TWO_BYTES.charAt(opcode) : 'm';
    return switch (map) {
      case 1 -> plain == 'B' || plain == '.' ? plain : 'm';
      case 3, 8 -> 'B';
      case 10 -> 'Z';
      default -> 'm';
    };
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
      case 'J' -> immediate = signed(4);
      case 'w' -> immediate = signed(2);
      case 'e' -> immediate = signed(3);
      case 'v' -> immediate = signed((rex & 8) != 0 ? 8 : wordOrDouble());
      case 'o' -> displacement = signed((prefixes & X86Instruction.ADDRESS_SIZE) != 0 ? 4 : 8);
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

  private void modrm() {
    modrm = next();
    int mod = modrm >> 6;
    if (mod == 3) {
      return;
    }
    boolean none = mod == 0;
    boolean wide = mod == 2;
    if ((modrm & 7) == 4) {
      sib = next();
      wide |= none && (sib & 7) == 5;
    } else if (none && (modrm & 7) == 5) {
      wide = true;
    }
    if (wide || mod == 1) {
      displacement = signed(wide ? 4 : 1);
    }
  }

  private long signed(int width) {
    long value = code.number(at, width);
    at += width;
    int unused = 64 - 8 * width;
    return value << unused >> unused;
  }
}
