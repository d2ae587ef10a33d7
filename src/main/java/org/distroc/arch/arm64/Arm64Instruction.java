package org.distroc.arch.arm64;

import java.util.OptionalLong;
import org.distroc.arch.Instruction;
import org.distroc.arch.RegisterValues;
import org.distroc.arch.StackEffect;

/**
 * One instruction of 64-bit ARM. Masks and fields are those of chapter C4 of the architecture's
 * reference manual.
 *
 * @param address where it is
 * @param word its four bytes
 */
record Arm64Instruction(long address, int word) implements Instruction {
  static final int LENGTH = 4;

  /** The frame pointer, the link register, and the stack pointer or zero. */
  static final int FRAME = 29;

  static final int LINK = 30;
  static final int STACK = 31;

  /** The register with the number of a system call. */
  private static final int NUMBER = 8;

  /** x0 to x17: what a function may change, besides the link register. */
  private static final int CHANGED_BY_CALLS = 0x3ffff | 1 << LINK;

  boolean is(int mask, int value) {
    return (word & mask) == value;
  }

  /** Bits of the instruction, the lowest first, as a number without a sign. */
  int bits(int lowest, int count) {
    return word >>> lowest & (1 << count) - 1;
  }

  /** Bits as a number with a sign. */
  long signed(int lowest, int count) {
    return (long) word << 64 - lowest - count >> 64 - count;
  }

  int rd() {
    return bits(0, 5);
  }

  int rn() {
    return bits(5, 5);
  }

  @Override
  public int length() {
    return LENGTH;
  }

  /** `udf`, and what no processor has: two of the groups of instructions are not allocated. */
  @Override
  public boolean valid() {
    int group = bits(25, 4);
    return group > 1 && group != 3;
  }

  @Override
  public Flow flow() {
    if (!valid()) {
      return Flow.STOP;
    }
    if (is(0x7c000000, 0x14000000)) {
      return word < 0 ? Flow.CALL : Flow.JUMP;
    }
    if (is(0xfe000000, 0x54000000)) {
      return bits(1, 3) == 7 ? Flow.JUMP : Flow.BRANCH;
    }
    if (is(0x7c000000, 0x34000000)) {
      return Flow.BRANCH;
    }
    if (is(0xfe000000, 0xd6000000)) {
      return flowByRegister();
    }
    if (is(0xff000000, 0xd4000000)) {
      return isSyscall() ? Flow.SYSCALL : Flow.STOP;
    }
    return Flow.NEXT;
  }

  /** Bit 24 is set where an address is authenticated. */
  private Flow flowByRegister() {
    return switch (bits(21, 3)) {
      case 0 -> rn() == LINK ? Flow.RETURN : Flow.COMPUTED_JUMP;
      case 1 -> Flow.COMPUTED_CALL;
      case 2 -> Flow.RETURN;
      default -> Flow.STOP;
    };
  }

  @Override
  public long target() {
    if (is(0x7c000000, 0x14000000)) {
      return address + 4 * signed(0, 26);
    }
    return address + 4 * (is(0x7e000000, 0x36000000) ? signed(5, 14) : signed(5, 19));
  }

  /** Compilers put distances into such tables, not addresses. */
  @Override
  public OptionalLong jumpTable() {
    return OptionalLong.empty();
  }

  @Override
  public boolean isSyscall() {
    return is(0xffe0001f, 0xd4000001);
  }

  @Override
  public boolean isCompatSyscall() {
    return false;
  }

  @Override
  public boolean isPrivileged() {
    boolean exception = is(0xff000000, 0xd4000000) && bits(21, 3) == 0 && bits(0, 5) > 1;
    return exception || Arm64System.isPrivileged(this);
  }

  /** The kernel lets programs use `wfi`. */
  @Override
  public boolean isWait() {
    return false;
  }

  @Override
  public boolean isNop() {
    return word == 0xd503201f;
  }

  @Override
  public boolean usesThreadMemory() {
    return Arm64System.readsThreadPointer(this);
  }

  @Override
  public boolean setsThreadMemory() {
    return Arm64System.writesThreadPointer(this);
  }

  @Override
  public long displacement() {
    return 0;
  }

  @Override
  public OptionalLong memoryAddress() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong memoryAddress(RegisterValues known) {
    return Arm64Memory.isAccess(this) && rn() != STACK
        ? plus(known.constant(rn()))
        : OptionalLong.empty();
  }

  @Override
  public OptionalLong threadOffset(RegisterValues known) {
    return Arm64Memory.isAccess(this) && rn() != STACK
        ? plus(known.fromThread(rn()))
        : OptionalLong.empty();
  }

  private OptionalLong plus(OptionalLong base) {
    OptionalLong offset = Arm64Memory.offset(this);
    return base.isPresent() && offset.isPresent()
        ? OptionalLong.of(base.getAsLong() + offset.getAsLong())
        : OptionalLong.empty();
  }

  @Override
  public boolean writesMemory() {
    return Arm64Memory.isStore(this);
  }

  /** C and the kernel agree on where arguments are. */
  @Override
  public boolean writes(Role role) {
    return role == Role.STACK && stackEffect() != StackEffect.NONE;
  }

  @Override
  public int pushedConstant() {
    return UNKNOWN;
  }

  @Override
  public int syscallNumberAfter(int before, int pushed) {
    OptionalLong constant = Arm64Constants.moved(this);
    if (constant.isPresent() && rd() == NUMBER) {
      return (int) constant.getAsLong();
    }
    boolean lost =
        switch (flow()) {
          case CALL, COMPUTED_CALL -> true;
          default -> (written() >>> NUMBER & 1) != 0;
        };
    return lost ? UNKNOWN : before;
  }

  @Override
  public StackEffect stackEffect() {
    return Arm64Memory.onStack(this);
  }

  @Override
  public RegisterValues after(RegisterValues before) {
    return switch (flow()) {
      case CALL, COMPUTED_CALL -> before.withoutAll(CHANGED_BY_CALLS);
      case SYSCALL -> before.without(0);
      case NEXT -> Arm64Constants.after(this, before, written());
      default -> before;
    };
  }

  /**
   * The bit of each general register that may have another value afterwards. Some instructions only
   * read one of them: then less is known than could be.
   */
  private int written() {
    if (flow() != Flow.NEXT) {
      return 0;
    }
    int registers = 1 << rd();
    if (Arm64Memory.isPair(this)) {
      registers |= 1 << bits(10, 5);
    }
    if (Arm64Memory.movesBase(this)) {
      registers |= 1 << rn();
    }
    // Exclusive stores have a result, and `casp` two.
    boolean exclusive = is(0x3f000000, 0x08000000);
    return exclusive ? registers | 1 << bits(16, 5) | 1 << (bits(16, 5) | 1) : registers;
  }
}
