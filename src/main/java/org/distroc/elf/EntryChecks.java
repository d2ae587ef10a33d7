package org.distroc.elf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.elf.ControlFlow.Step;
import org.distroc.elf.X86Instruction.Flow;

/** The way from the entry point on: the kernel jumps there, and process 1 must not end. */
final class EntryChecks {
  private final ElfFile elf;
  private final ControlFlow code;
  private final SourceLocator places;
  private final List<ProgramDiagnostic> findings = new ArrayList<>();

  private EntryChecks(ElfFile elf, ControlFlow code, SourceLocator places) {
    this.elf = elf;
    this.code = code;
    this.places = places;
  }

  static List<ProgramDiagnostic> of(
      ElfFile elf, ControlFlow code, SourceLocator places, InitExpectation expectation) {
    EntryChecks checks = new EntryChecks(elf, code, places);
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
                        : "init starts at " + at + ", where no code is")
                .why("the kernel jumps to the address in the ELF header, the linker takes `_start`")
                .help("define `_start` in assembly, with `.globl _start`, and call `main` there")));
    return false;
  }

  private void checkWay() {
    Set<Long> said = new HashSet<>();
    for (Step step : code.walk(elf.entry(), RegisterState.atEntry())) {
      X86Instruction i = step.instruction();
      int depth = step.before().depth();
      if (i.flow() == Flow.RETURN && depth != RegisterState.UNKNOWN && depth <= 0) {
        findings.add(returning(i));
      }
      boolean calls = i.flow() == Flow.CALL || i.flow() == Flow.COMPUTED_CALL;
      int misaligned = step.before().misaligned();
      boolean harmless = i.flow() == Flow.CALL && places.isAssembly(i.target());
      if (calls && misaligned > 0 && !harmless && said.add(i.address())) {
        findings.add(misaligned(i, misaligned));
      }
    }
  }

  private ProgramDiagnostic returning(X86Instruction i) {
    return places.put(
        Diagnostic.error(Code.D3009, "the program's entry returns, and nobody called it")
            .why(
                "the kernel jumps to `_start`; on the stack is the number of arguments, 1, and no\n"
                    + "return address. `ret` jumps there: panic, exitcode=0x0000000b")
            .help("let `_start` call `main`, and then call `_exit` or loop for ever"),
        i.address(),
        "returns to address 1");
  }

  private ProgramDiagnostic misaligned(X86Instruction i, int remainder) {
    String callee = i.flow() == Flow.CALL ? "`" + code.nameOf(i.target()) + "`" : "a function";
    return places.put(
        Diagnostic.error(
                Code.D3010, callee + " is called with a stack that is not aligned to 16 bytes")
            .why(
                "the stack pointer is "
                    + remainder
                    + " bytes above a multiple of 16 here; compilers count on 0,\n"
                    + "else instructions like `movaps` fail: panic, exitcode=0x0000000b")
            .help("put `and $-16, %rsp` before the call, and push nothing after it")
            .help("a `_start` written in C cannot do that: write it in assembly"),
        i.address(),
        "the stack is not aligned here");
  }

  private void checkMain() {
    Optional<ElfFile.Symbol> main = elf.symbol("main");
    Optional<Step> end = main.flatMap(m -> code.returnOf(m.address()));
    end.ifPresent(
        step ->
            findings.add(
                places.put(
                    Diagnostic.warning(Code.D3017, "`main` can return, and then process 1 ends")
                        .why("the kernel panics when it does: `Attempted to kill init!`")
                        .help(
                            "let it wait for ever at its end, by `for (;;) pause();` for example"),
                    step.instruction().address(),
                    "process 1 must not end")));
  }
}
