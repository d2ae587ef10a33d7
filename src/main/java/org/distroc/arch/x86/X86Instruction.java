package org.distroc.arch.x86;

import java.util.OptionalLong;
import org.distroc.arch.Instruction;
import org.distroc.arch.StackEffect;

/**
 * One x86 instruction. Numbers are those of the processor's manual.
 *
 * @param address where it is
 * @param length its bytes; 1 if they are not an instruction
 * @param is64Bit whether the processor is in 64-bit mode
 * @param map which opcode table: 0 one byte, 1 after 0f, 2 after 0f 38, 3 after 0f 3a; 4 and above
 *     for newer tables; -1 if the bytes are not an instruction
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
    boolean is64Bit,
    int map,
    int opcode,
    int prefixes,
    int rex,
    int modrm,
    int sib,
    long displacement,
    long immediate,
    boolean vector)
    implements Instruction {

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

  private static final long LOW_32 = 0xffffffffL;

  /** What bytes are that no processor executes. */
  static X86Instruction invalid(long address, boolean is64Bit) {
    return new X86Instruction(address, 1, is64Bit, -1, 0, 0, 0, -1, -1, 0, 0, false);
  }

  /** An address: 32 bits of it count in 32-bit mode. */
  private long wrapped(long value) {
    return is64Bit ? value : value & LOW_32;
  }

  @Override
  public boolean valid() {
    return map >= 0;
  }

  boolean is(int inMap, int code) {
    return map == inMap && opcode == code && !vector;
  }

  @Override
  public Flow flow() {
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

  @Override
  public long target() {
    return wrapped(end() + immediate);
  }

  @Override
  public OptionalLong jumpTable() {
    int scale = is64Bit ? 0xc0 : 0x80;
    boolean scaled = (modrm & 0xc7) == 4 && (sib & 0xc7) == (scale | 5);
    return scaled ? OptionalLong.of(wrapped(displacement)) : OptionalLong.empty();
  }

  @Override
  public boolean isSyscall() {
    return is64Bit ? is(1, 0x05) : isInt80();
  }

  @Override
  public boolean isCompatSyscall() {
    return is64Bit && isInt80();
  }

  /** Whether it enters the kernel as 32-bit programs do: `int $0x80` or `sysenter`. */
  private boolean isInt80() {
    return is(0, 0xcd) && (immediate & 0xff) == 0x80 || is(1, 0x34);
  }

  @Override
  public boolean isPrivileged() {
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

  /** `lea` and `nop` name memory that they do not touch. */
  boolean touchesMemory() {
    boolean onlyNamed = is(0, 0x8d) || map == 1 && opcode >= 0x18 && opcode <= 0x1f && !vector;
    boolean direct = map == 0 && opcode >= 0xa0 && opcode <= 0xa3;
    return hasMemory() && !onlyNamed || direct;
  }

  @Override
  public boolean isWait() {
    return is(0, 0xf4);
  }

  @Override
  public boolean isNop() {
    return is(0, 0x90) || is(1, 0x1f) || isLeaOfItself();
  }

  /** In 32-bit mode assemblers pad with `lea 0(%esi), %esi` of several lengths. */
  private boolean isLeaOfItself() {
    boolean noIndex = sib < 0 || (sib >> 3 & 7) == 4;
    int base = (sib < 0 ? modrm : sib) & 7;
    boolean same = hasMemory() && modrm >> 6 != 0 && base == reg() && displacement == 0;
    return !is64Bit && is(0, 0x8d) && noIndex && same;
  }

  @Override
  public boolean usesThreadMemory() {
    return (prefixes & (is64Bit ? FS : GS)) != 0 && touchesMemory();
  }

  @Override
  public OptionalLong memoryAddress() {
    if (!touchesMemory() || (prefixes & (FS | GS)) != 0) {
      return OptionalLong.empty();
    }
    boolean is16Bit = !is64Bit && (prefixes & ADDRESS_SIZE) != 0;
    if (is16Bit) {
      return OptionalLong.empty();
    }
    if (!hasMemory()) {
      return OptionalLong.of(wrapped(displacement));
    }
    if ((modrm & 0xc7) == 5) {
      return OptionalLong.of(wrapped(is64Bit ? end() + displacement : displacement));
    }
    boolean noBase = (modrm & 0xc7) == 4 && (sib & 7) == 5;
    return noBase && (sib >> 3 & 7 | (rex & 2) << 2) == 4
        ? OptionalLong.of(wrapped(displacement))
        : OptionalLong.empty();
  }

  @Override
  public boolean writesMemory() {
    return touchesMemory() && !vector && X86Effects.writesMemory(this);
  }

  @Override
  public boolean writes(Role role) {
    return switch (role) {
      case STACK -> X86Effects.writesRegister(this, RSP);
      case FIRST_ARGUMENTS ->
          X86Effects.writesRegister(this, RDI)
              || X86Effects.writesRegister(this, RSI)
              || X86Effects.writesRegister(this, RDX);
      case FOURTH_OF_FUNCTION -> X86Effects.writesRegister(this, RCX);
      case FOURTH_OF_SYSCALL -> X86Effects.writesRegister(this, R10);
    };
  }

  @Override
  public int pushedConstant() {
    return is(0, 0x6a) || is(0, 0x68) ? (int) immediate : UNKNOWN;
  }

  @Override
  public int syscallNumberAfter(int before, int pushed) {
    return X86Effects.accumulatorAfter(this, before, pushed);
  }

  @Override
  public StackEffect stackEffect() {
    return X86Effects.onStack(this);
  }
}
