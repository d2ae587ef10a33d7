package org.distroc.arch.arm64;

/** Instructions of 64-bit ARM that access system registers. */
final class Arm64System {
  private static final int SYSTEM = 0xd5000000;

  private Arm64System() {}

  /** `mrs` from tpidr_el0. */
  static boolean readsThreadPointer(Arm64Instruction i) {
    return i.is(0xffffffe0, 0xd53bd040);
  }

  /** `msr` to tpidr_el0. */
  static boolean writesThreadPointer(Arm64Instruction i) {
    return i.is(0xffffffe0, 0xd51bd040);
  }

  /** Whether programs are certain to be refused: some registers depend on the kernel. */
  static boolean isPrivileged(Arm64Instruction i) {
    if (!i.is(0xffc00000, SYSTEM)) {
      return i.is(0xfffffc1f, 0xd69f0000) && i.rn() == Arm64Instruction.STACK;
    }
    boolean reads = i.bits(21, 1) == 1;
    int operation = i.bits(16, 3);
    int row = i.bits(12, 4);
    return switch (i.bits(19, 2)) {
      case 0 -> row == 4 && !reads && isPrivilegedState(operation, i.bits(5, 3));
      case 1 -> operation != 3;
      // The kernel answers for the registers that identify a processor.
      case 3 -> operation != 3 && !(reads && operation == 0 && row == 0);
      default -> operation == 0;
    };
  }

  /** `msr` of a constant: all but SSBS, DIT and TCO are the kernel's. */
  private static boolean isPrivilegedState(int operation, int field) {
    boolean interrupts = operation == 3 && field >= 6;
    return operation == 0 && field >= 3 || interrupts;
  }
}
