package org.distroc.elf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Instruction;
import org.distroc.arch.Instruction.Flow;
import org.distroc.arch.ProgramRules;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.elf.ControlFlow.Step;

/** The way from the entry point on: the kernel jumps there, and process 1 must not end. */
final class EntryChecks {
  private final ElfFile elf;
  private final ControlFlow code;
  private final SourceLocator places;
  private final ProgramRules rules;
  private final List<ProgramDiagnostic> findings = new ArrayList<>();

  private EntryChecks(ElfFile elf, ControlFlow code, SourceLocator places, ProgramRules rules) {
    this.rules = rules;
    this.elf = elf;
    this.code = code;
    this.places = places;
  }

  static List<ProgramDiagnostic> of(
      ElfFile elf, ControlFlow code, SourceLocator places, InitExpectation expectation) {
    EntryChecks checks = new EntryChecks(elf, code, places, expectation.architecture().rules());
    if (checks.checkEntryIsCode() && !expectation.libc()) {
      checks.checkWay();
    }
    checks.checkMain();
    return checks.findings;
  }

  private boolean checkEntryIsCode() {
    boolean unnamed = !elf.symbols().isEmpty() && elf.symbol("_start").isEmpty();
    if (code.inCode(elf.entry()) && !unnamed) {
      return true;
    }
    String at = String.format(Locale.ROOT, "0x%x", elf.entry());
    findings.add(
        ProgramDiagnostic.of(
            Diagnostic.error(
                    Code.D3008,
                    unnamed
                        ? "init has no `_start`"
                        : "init starts at " + at + ", which is not code")
                .why("the kernel jumps to the address in the ELF header, the linker takes `_start`")
                .help("define `_start` in assembly, with `.globl _start`, and call `main` there")));
    return false;
  }

  private void checkWay() {
    Set<Long> said = new HashSet<>();
    for (Step step : code.walk(elf.entry(), RegisterState.atEntry(rules.stack()))) {
      Instruction i = step.instruction();
      int depth = step.before().depth();
      if (i.flow() == Flow.RETURN && depth != RegisterState.UNKNOWN && depth <= 0) {
        findings.add(returning(i, leaving(i)));
      }
      boolean calls = i.flow() == Flow.CALL || i.flow() == Flow.COMPUTED_CALL;
      int misaligned = step.before().misaligned();
      boolean harmless = i.flow() == Flow.CALL && places.isAssembly(i.target());
      if (calls && misaligned > 0 && !harmless && said.add(i.address())) {
        findings.add(misaligned(i, misaligned));
      }
    }
  }

  /** Where the entry is left for a stub that returns: a last call can be a jump. */
  private Optional<Instruction> leaving(Instruction end) {
    boolean elsewhere =
        !places.isOwn(end.address())
            && !code.functionAt(end.address()).equals(code.functionAt(elf.entry()));
    return elsewhere
        ? code.returnOf(elf.entry()).map(Step::instruction).filter(i -> i.flow() == Flow.JUMP)
        : Optional.empty();
  }

  /** What a jump to another function at the end of one is in the source. */
  private Diagnostic withJump(Diagnostic diagnostic, Instruction jump) {
    String callee = "`" + code.nameOf(jump.target()) + "`";
    return diagnostic.why(
        "the last call of a function is a jump: " + callee + " returns in its place");
  }

  private ProgramDiagnostic returning(Instruction end, Optional<Instruction> jump) {
    Diagnostic entry =
        Diagnostic.error(Code.D3009, "the program's entry returns, but it has no caller")
            .why(rules.returning().why())
            .help("let `_start` call `main`, then call `_exit` or loop forever");
    return places.put(
        jump.map(i -> withJump(entry, i)).orElse(entry),
        jump.orElse(end).address(),
        "returns to address " + rules.returning().address());
  }

  private ProgramDiagnostic misaligned(Instruction i, int remainder) {
    String callee = i.flow() == Flow.CALL ? "`" + code.nameOf(i.target()) + "`" : "a function";
    return places.put(
        alignment(callee)
            .why(
                "the stack pointer is "
                    + remainder
                    + " bytes above a multiple of "
                    + rules.stack().alignment()
                    + " here; compilers expect 0,\n"
                    + rules.stack().consequence())
            .help(rules.stack().remedy().in(places.syntax(i.address())))
            .help("a `_start` written in C cannot do that: write it in assembly"),
        i.address(),
        "the stack is not aligned here");
  }

  private Diagnostic alignment(String callee) {
    int bytes = rules.stack().alignment();
    String message = callee + " is called with a stack that is not aligned to " + bytes + " bytes";
    return rules.stack().isFatal()
        ? Diagnostic.error(Code.D3010, message)
        : Diagnostic.warning(Code.D3010, message);
  }

  private void checkMain() {
    Optional<ElfFile.Symbol> main = elf.symbol("main");
    Optional<Step> end = main.flatMap(m -> code.returnOf(m.address()));
    end.ifPresent(step -> findings.add(ending(step.instruction())));
  }

  private ProgramDiagnostic ending(Instruction i) {
    Diagnostic end =
        Diagnostic.warning(Code.D3017, "`main` can return, and then process 1 ends")
            .why("the kernel panics when it does: `Attempted to kill init!`")
            .help("let it wait forever at its end, for example `for (;;) pause();`");
    return places.put(
        i.flow() == Flow.JUMP ? withJump(end, i) : end, i.address(), "process 1 must not end");
  }
}
