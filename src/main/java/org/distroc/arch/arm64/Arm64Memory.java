package org.distroc.arch.arm64;

import java.util.OptionalLong;
import org.distroc.arch.StackEffect;

/** What instructions of 64-bit ARM do to memory and to the stack pointer. */
final class Arm64Memory {
  private Arm64Memory() {}

  /** With an offset that is a multiple of the size and has no sign. */
  private static boolean isScaled(Arm64Instruction i) {
    return i.is(0x3b000000, 0x39000000);
  }

  /** With a small offset, which may move the base register. */
  private static boolean isUnscaled(Arm64Instruction i) {
    return i.is(0x3b200000, 0x38000000);
  }

  /** With a register as the offset. */
  private static boolean isIndexed(Arm64Instruction i) {
    return i.is(0x3b200c00, 0x38200800);
  }

  /** `ldp`, `stp` and the like. */
  static boolean isPair(Arm64Instruction i) {
    return i.is(0x3a000000, 0x28000000);
  }

  /** Whether it reads or writes memory, or `prfm`, which only looks. */
  static boolean isAccess(Arm64Instruction i) {
    boolean single = isScaled(i) || isUnscaled(i) || isIndexed(i);
    boolean prefetch = single && i.is(0xc4c00000, 0xc0800000);
    return (single || isPair(i)) && !prefetch;
  }

  static boolean isStore(Arm64Instruction i) {
    if (!isAccess(i)) {
      return false;
    }
    int operation = i.bits(22, 2);
    boolean vector = i.bits(26, 1) == 1;
    return isPair(i)
        ? i.bits(22, 1) == 0
        : operation == 0 || vector && operation == 2 && i.bits(30, 2) == 0;
  }

  /** Whether the base register is moved by the offset, before or after the access. */
  static boolean movesBase(Arm64Instruction i) {
    return isPair(i) && i.bits(23, 1) == 1 || isUnscaled(i) && i.bits(10, 1) == 1;
  }

  /** How far from its base register the access is; empty for registers as offsets. */
  static OptionalLong offset(Arm64Instruction i) {
    if (isIndexed(i)) {
      return OptionalLong.empty();
    }
    boolean after = isPair(i) ? i.bits(23, 2) == 1 : isUnscaled(i) && i.bits(10, 2) == 1;
    return OptionalLong.of(after ? 0 : constant(i));
  }

  private static long constant(Arm64Instruction i) {
    boolean vector = i.bits(26, 1) == 1;
    if (isPair(i)) {
      int size = vector ? 2 + i.bits(30, 2) : 2 + i.bits(31, 1);
      return i.signed(15, 7) << size;
    }
    if (isUnscaled(i)) {
      return i.signed(12, 9);
    }
    int size = i.bits(30, 2) | (vector ? i.bits(23, 1) << 2 : 0);
    return (long) i.bits(10, 12) << size;
  }

  /** What an instruction does to the stack and frame pointers. */
  static StackEffect onStack(Arm64Instruction i) {
    boolean fromStack = i.rn() == Arm64Instruction.STACK;
    if (movesBase(i)) {
      return fromStack ? StackEffect.grows(-constant(i)) : StackEffect.NONE;
    }
    boolean toStack = i.rd() == Arm64Instruction.STACK;
    if (Arm64Constants.isAddition(i)) {
      return addition(i, Arm64Constants.added(i), fromStack, toStack);
    }
    if (!toStack) {
      return StackEffect.NONE;
    }
    // `and sp, x0, -16`; other instructions that can write it add a register.
    if (i.is(0xff800000, 0x92000000)) {
      OptionalLong mask = Arm64Constants.pattern(i);
      return mask.isPresent()
          ? new StackEffect(StackEffect.Kind.ALIGNED, Long.lowestOneBit(mask.getAsLong()))
          : StackEffect.LOST;
    }
    boolean logical = i.is(0x1f800000, 0x12000000) && i.bits(29, 2) != 3;
    return logical || i.is(0x3fe00000, 0x0b200000) ? StackEffect.LOST : StackEffect.NONE;
  }

  private static StackEffect addition(
      Arm64Instruction i, long added, boolean fromStack, boolean toStack) {
    boolean copy = added == 0;
    if (fromStack && toStack) {
      return copy ? StackEffect.NONE : StackEffect.grows(-added);
    }
    if (fromStack && i.rd() == Arm64Instruction.FRAME && copy) {
      return new StackEffect(StackEffect.Kind.SAVED, 0);
    }
    if (!toStack) {
      return StackEffect.NONE;
    }
    return i.rn() == Arm64Instruction.FRAME && copy
        ? new StackEffect(StackEffect.Kind.RESTORED, 0)
        : StackEffect.LOST;
  }
}
