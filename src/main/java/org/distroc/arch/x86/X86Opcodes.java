package org.distroc.arch.x86;

/**
 * Which operands follow the opcodes of x86. The tables have a character for each opcode, 32 to a
 * line: . nothing follows, m ModRM, b a byte, z 4 bytes (2 with an operand size prefix), B and Z
 * ModRM and that, J the distance of a jump, w 2 bytes, e 3 bytes, v as wide as the operand, o an
 * address, A a far address, f and F ModRM and a constant for `test` only, x no instruction, p a
 * prefix, r a REX prefix, V a vector prefix, 0 the escape to the other tables.
 */
final class X86Opcodes {
  static final String ONE_BYTE_64 =
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

  static final String ONE_BYTE_32 =
      table(
          """
          mmmmbz.. mmmmbz.0 mmmmbz.. mmmmbz..
          mmmmbzp. mmmmbzp. mmmmbzp. mmmmbzp.
          ........ ........ ........ ........
          ..Vmpppp zZbB.... bbbbbbbb bbbbbbbb
          BZBBmmmm mmmmmmmm ........ ..A.....
          oooo.... bz...... bbbbbbbb vvvvvvvv
          BBw.VVBZ e.w..b.. mmmmbb.. mmmmmmmm
          bbbbbbbb JJAb.... p.pp..fF ......mm
          """);

  static final String TWO_BYTES =
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

  private X86Opcodes() {}

  private static String table(String lines) {
    String table = lines.replaceAll("\\s", "");
    if (table.length() != 256) {
      throw new IllegalStateException("a table of " + table.length() + " opcodes");
    }
    return table;
  }

  /** The operands of an instruction with a vector prefix. */
  static char vectorOperands(int map, int opcode) {
    char plain = map == 1 ? TWO_BYTES.charAt(opcode) : 'm';
    return switch (map) {
      case 1 -> plain == 'B' || plain == '.' ? plain : 'm';
      case 3, 8 -> 'B';
      case 10 -> 'Z';
      default -> 'm';
    };
  }
}
