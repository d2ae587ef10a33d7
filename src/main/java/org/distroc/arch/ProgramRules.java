package org.distroc.arch;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a program without a C library has to know of its architecture, for checks of its code and
 * for what these advise. Numbers of system calls are those of the architecture's table.
 *
 * @param threadRegister the register that C libraries keep a thread's variables at, as assembly
 *     writes it
 * @param guardOffset where gcc's stack protector reads its secret, from that register on; empty
 *     where that is wherever a flag of the compiler says
 * @param setThreadRegister the system call that sets the register, or {@link #NO_CALL}
 * @param exits the system calls that end a process or all its threads
 * @param permitIo the system calls that permit instructions for devices
 * @param stack how the stack has to be aligned
 * @param returning what a return from the program's entry does
 * @param fourth the rule for the fourth argument of a system call; empty where C passes it on the
 *     stack or in the same register
 * @param compat the 32-bit system calls of a 64-bit architecture
 * @param entry how assembly is written
 */
public record ProgramRules(
    String threadRegister,
    OptionalLong guardOffset,
    int setThreadRegister,
    Set<Integer> exits,
    Set<Integer> permitIo,
    StackRule stack,
    EntryReturn returning,
    Optional<FourthArgument> fourth,
    Optional<CompatCalls> compat,
    Mnemonics entry) {

  /** No system call has this number. */
  public static final int NO_CALL = -1;

  /** For an architecture whose machine code is not checked. */
  public static ProgramRules unchecked(String threadRegister, Mnemonics entry) {
    return new ProgramRules(
        threadRegister,
        OptionalLong.empty(),
        NO_CALL,
        Set.of(),
        Set.of(),
        new StackRule(1, 0, false, "", Remedy.of("")),
        new EntryReturn("", 0),
        Optional.empty(),
        Optional.empty(),
        entry);
  }

  /** Copies the sets. */
  public ProgramRules {
    exits = Set.copyOf(exits);
    permitIo = Set.copyOf(permitIo);
  }

  /**
   * How the stack has to be aligned before a call.
   *
   * @param alignment in bytes, a power of two
   * @param pushedByCall how many bytes a call pushes
   * @param isFatal whether a program crashes without it
   * @param consequence what happens without it, a sentence without a full stop
   * @param remedy what to do
   */
  public record StackRule(
      int alignment, int pushedByCall, boolean isFatal, String consequence, Remedy remedy) {}

  /**
   * What happens if the program's entry returns: nothing has called it.
   *
   * @param why where the processor looks for a return address, and what is there
   * @param address that it goes to
   */
  public record EntryReturn(String why, long address) {}

  /**
   * What to do, with instructions in both syntaxes of the assembler: their operands are in opposite
   * order, so that one in the wrong syntax does something else.
   *
   * @param att in AT&amp;T syntax, the default
   * @param intel in Intel syntax, registers with {@code %}
   */
  public record Remedy(String att, String intel) {
    /** For an assembler with one syntax. */
    public static Remedy of(String text) {
      return new Remedy(text, text);
    }

    /** In the syntax of a place. */
    public String in(Syntax syntax) {
      return switch (syntax) {
        case ATT -> att;
        case INTEL -> intel;
        case INTEL_NOPREFIX -> intel.replace("%", "");
      };
    }
  }

  /** How operands are written: {@code .intel_syntax} reverses their order. */
  public enum Syntax {
    /** AT&amp;T: the destination is last, and registers have a {@code %}. */
    ATT,
    /** Intel: the destination is first; registers have a {@code %}. */
    INTEL,
    /** Intel, and registers have no {@code %}. */
    INTEL_NOPREFIX
  }

  /**
   * The fourth argument of a system call is in another register than that of a function.
   *
   * @param register where the kernel has it
   * @param why what C does instead
   * @param remedy what to do
   */
  public record FourthArgument(String register, String why, Remedy remedy) {}

  /**
   * System calls as 32-bit programs make them.
   *
   * @param why what happens without support for them
   * @param remedy what to do
   */
  public record CompatCalls(String why, String remedy) {}

  /**
   * Words of the architecture's assembly language.
   *
   * @param returns the instruction that returns
   * @param syscall the instruction that enters the kernel
   * @param waits the privileged instruction that waits for an interrupt
   */
  public record Mnemonics(String returns, String syscall, String waits) {}
}
