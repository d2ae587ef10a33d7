package org.distroc.arch.riscv64;

import java.util.OptionalLong;
import org.distroc.arch.Instruction;
import org.distroc.arch.RegisterValues;
import org.distroc.arch.StackEffect;

/**
 * One instruction of 64-bit RISC-V.
 *
 * @param address where it is
 * @param length 2 or 4 bytes; 8 for a far call
 * @param kind what it does
 * @param rd the register that it writes, 0 if none
 * @param rs1 the first one that it reads, the base of an address
 * @param rs2 the second one
 * @param imm its constant; for jumps the distance
 */
record Riscv64Instruction(long address, int length, Kind kind, int rd, int rs1, int rs2, long imm)
    implements Instruction {
  /** What an instruction does. */
  enum Kind {
    ADD,
    ADDI,
    ADDIW,
    ANDI,
    ATOMIC,
    AUIPC,
    BRANCH,
    ECALL,
    FLOAT_LOAD,
    FLOAT_STORE,
    INVALID,
    JAL,
    JALR,
    LOAD,
    LUI,
    NOP,
    OTHER,
    PRIVILEGED,
    STOP,
    STORE,
    WAIT
  }

  private static final int RA = 1;
  private static final int SP = 2;
  private static final int TP = 4;

  /** The other register for return addresses. */
  private static final int T0 = 5;

  private static final int A0 = 10;

  /** The register with the number of a system call. */
  private static final int A7 = 17;

  /** ra, t0 to t6 and a0 to a7: what a function may change. */
  private static final int CHANGED_BY_CALLS = 1 << RA | 7 << 5 | 0xff << 10 | 0xf << 28;

  /** The operation of an atomic instruction that only reads. */
  private static final int LOAD_RESERVED = 2;

  static Riscv64Instruction invalid(long address, int length) {
    return new Riscv64Instruction(address, length, Kind.INVALID, 0, 0, 0, 0);
  }

  @Override
  public boolean valid() {
    return kind != Kind.INVALID;
  }

  @Override
  public Flow flow() {
    return switch (kind) {
      case INVALID, STOP -> Flow.STOP;
      case ECALL -> Flow.SYSCALL;
      case BRANCH -> Flow.BRANCH;
      case JAL -> rd == 0 ? Flow.JUMP : Flow.CALL;
      case JALR -> flowByRegister();
      default -> Flow.NEXT;
    };
  }

  private Flow flowByRegister() {
    if (rs1 == 0) {
      return rd == 0 ? Flow.JUMP : Flow.CALL;
    }
    if (rd != 0) {
      return Flow.COMPUTED_CALL;
    }
    return rs1 == RA || rs1 == T0 ? Flow.RETURN : Flow.COMPUTED_JUMP;
  }

  @Override
  public long target() {
    return kind == Kind.JALR ? imm : address + imm;
  }

  /** Compilers compute the address in such a table. */
  @Override
  public OptionalLong jumpTable() {
    return OptionalLong.empty();
  }

  @Override
  public boolean isSyscall() {
    return kind == Kind.ECALL;
  }

  @Override
  public boolean isCompatSyscall() {
    return false;
  }

  @Override
  public boolean isPrivileged() {
    return kind == Kind.PRIVILEGED || kind == Kind.WAIT;
  }

  @Override
  public boolean isWait() {
    return kind == Kind.WAIT;
  }

  @Override
  public boolean isNop() {
    return kind == Kind.NOP;
  }

  /** Whether it reads or writes memory at a distance from a register. */
  private boolean isAccess() {
    return switch (kind) {
      case LOAD, STORE, FLOAT_LOAD, FLOAT_STORE, ATOMIC -> true;
      default -> false;
    };
  }

  @Override
  public boolean usesThreadMemory() {
    return isAccess() && rs1 == TP || kind == Kind.ADD && (rs1 == TP || rs2 == TP) && rs1 != rs2;
  }

  @Override
  public boolean setsThreadMemory() {
    return rd == TP && flow() == Flow.NEXT;
  }

  @Override
  public long displacement() {
    return imm;
  }

  @Override
  public OptionalLong memoryAddress() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong memoryAddress(RegisterValues known) {
    return isAccess() ? plus(known.constant(rs1)) : OptionalLong.empty();
  }

  @Override
  public OptionalLong threadOffset(RegisterValues known) {
    if (!isAccess()) {
      return OptionalLong.empty();
    }
    return rs1 == TP ? OptionalLong.of(offset()) : plus(known.fromThread(rs1));
  }

  private OptionalLong plus(OptionalLong base) {
    return base.isPresent() ? OptionalLong.of(base.getAsLong() + offset()) : base;
  }

  /** Atomic instructions have an operation in place of an offset. */
  private long offset() {
    return kind == Kind.ATOMIC ? 0 : imm;
  }

  @Override
  public boolean writesMemory() {
    return kind == Kind.STORE
        || kind == Kind.FLOAT_STORE
        || kind == Kind.ATOMIC && imm != LOAD_RESERVED;
  }

  /** C and the kernel agree on where arguments are. */
  @Override
  public boolean writes(Role role) {
    return role == Role.STACK && rd == SP;
  }

  @Override
  public int pushedConstant() {
    return UNKNOWN;
  }

  @Override
  public int syscallNumberAfter(int before, int pushed) {
    return switch (flow()) {
      case CALL, COMPUTED_CALL -> UNKNOWN;
      default -> {
        if (rd != A7) {
          yield before;
        }
        yield kind == Kind.ADDI && rs1 == 0 ? (int) imm : UNKNOWN;
      }
    };
  }

  @Override
  public StackEffect stackEffect() {
    if (rd != SP) {
      return StackEffect.NONE;
    }
    if (kind == Kind.ADDI && rs1 == SP) {
      return StackEffect.grows(-imm);
    }
    return kind == Kind.ANDI && imm < 0
        ? new StackEffect(StackEffect.Kind.ALIGNED, Long.lowestOneBit(imm))
        : StackEffect.LOST;
  }

  @Override
  public RegisterValues after(RegisterValues before) {
    return switch (flow()) {
      case CALL, COMPUTED_CALL -> before.withoutAll(CHANGED_BY_CALLS);
      case SYSCALL -> before.without(A0);
      default -> rd == 0 ? before : afterWrite(before);
    };
  }

  private RegisterValues afterWrite(RegisterValues before) {
    return switch (kind) {
      case LUI -> before.with(rd, imm);
      case AUIPC -> before.with(rd, address + imm);
      case ADDI -> constantSum(before);
      case ADDIW -> {
        OptionalLong value = before.constant(rs1);
        yield value.isPresent()
            ? before.with(rd, (int) (value.getAsLong() + imm))
            : before.without(rd);
      }
      case ADD -> sum(before);
      default -> before.without(rd);
    };
  }

  private RegisterValues constantSum(RegisterValues before) {
    return switch (rs1) {
      case 0 -> before.with(rd, imm);
      case TP -> before.withFromThread(rd, imm);
      default -> before.withSum(rd, rs1, imm);
    };
  }

  private RegisterValues sum(RegisterValues before) {
    if (rs1 == 0) {
      return rs2 == TP ? before.withFromThread(rd, 0) : before.withSum(rd, rs2, 0);
    }
    int other = rs2 == TP ? rs1 : rs2;
    OptionalLong value = before.constant(other);
    boolean thread = rs1 == TP || rs2 == TP;
    return thread && value.isPresent()
        ? before.withFromThread(rd, value.getAsLong())
        : before.without(rd);
  }
}
