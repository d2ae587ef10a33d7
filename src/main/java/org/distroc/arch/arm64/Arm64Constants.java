package org.distroc.arch.arm64;

import java.util.OptionalLong;
import org.distroc.arch.RegisterValues;

/** What instructions of 64-bit ARM leave in registers, as far as that is known. */
final class Arm64Constants {
  private static final long PAGE = 1 << 12;

  private Arm64Constants() {}

  /** The constant that an instruction puts into its first register, whatever was there before. */
  static OptionalLong moved(Arm64Instruction i) {
    boolean wide = i.word() < 0;
    if (i.is(0x1f800000, 0x12800000)) {
      long half = (long) i.bits(5, 16) << 16 * i.bits(21, 2);
      return switch (i.bits(29, 2)) {
        case 0 -> OptionalLong.of(wide ? ~half : ~half & 0xffffffffL);
        case 2 -> OptionalLong.of(half);
        default -> OptionalLong.empty();
      };
    }
    // `mov` of a pattern of bits is an `orr` with zero, and of zero one with the zero register.
    if (i.is(0x7f800000, 0x32000000) && i.rn() == Arm64Instruction.STACK) {
      return pattern(i);
    }
    return i.is(0x7fe0ffe0, 0x2a0003e0) && i.bits(16, 5) == Arm64Instruction.STACK
        ? OptionalLong.of(0)
        : OptionalLong.empty();
  }

  /** The bits of a logical instruction's constant: a run of ones, turned and repeated. */
  static OptionalLong pattern(Arm64Instruction i) {
    int ones = i.bits(10, 6);
    int size = Integer.highestOneBit(i.bits(22, 1) << 6 | ~ones & 0x3f);
    if (size < 2 || size == 64 && i.word() >= 0 || (ones & size - 1) == size - 1) {
      return OptionalLong.empty();
    }
    int count = (ones & size - 1) + 1;
    int turn = i.bits(16, 6) & size - 1;
    long run = -1L >>> 64 - count;
    long mask = -1L >>> 64 - size;
    long element = turn == 0 ? run : (run >>> turn | run << size - turn) & mask;
    long all = 0;
    for (int at = 0; at < 64; at += size) {
      all |= element << at;
    }
    return OptionalLong.of(i.word() < 0 ? all : all & 0xffffffffL);
  }

  /**
   * What is known after an instruction that control goes on from.
   *
   * @param written the bits of all registers that it may write
   */
  static RegisterValues after(Arm64Instruction i, RegisterValues before, int written) {
    int rd = i.rd();
    OptionalLong constant = moved(i);
    if (constant.isPresent()) {
      return before.with(rd, constant.getAsLong());
    }
    if (Arm64System.readsThreadPointer(i)) {
      return before.withFromThread(rd, 0);
    }
    if (i.is(0x1f000000, 0x10000000)) {
      return before.with(rd, address(i));
    }
    if (isAddition(i)) {
      return rd == Arm64Instruction.STACK || i.rn() == Arm64Instruction.STACK
          ? before.without(rd)
          : before.withSum(rd, i.rn(), added(i));
    }
    if (i.is(0xffe0ffe0, 0xaa0003e0)) {
      return before.withSum(rd, i.bits(16, 5), 0);
    }
    return before.withoutAll(written);
  }

  /** `adr`, or `adrp`, which counts in pages. */
  private static long address(Arm64Instruction i) {
    long distance = i.signed(5, 19) << 2 | i.bits(29, 2);
    return i.word() < 0 ? (i.address() & -PAGE) + distance * PAGE : i.address() + distance;
  }

  /** `add` and `sub` of 64 bits with a constant. */
  static boolean isAddition(Arm64Instruction i) {
    return i.is(0xbf800000, 0x91000000);
  }

  /** What such an instruction adds. */
  static long added(Arm64Instruction i) {
    long constant = (long) i.bits(10, 12) << 12 * i.bits(22, 1);
    return i.bits(30, 1) == 1 ? -constant : constant;
  }
}
