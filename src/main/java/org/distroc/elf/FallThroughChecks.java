package org.distroc.elf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Instruction.Flow;
import org.distroc.arch.ProgramRules.Mnemonics;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.elf.ControlFlow.Function;
import org.distroc.elf.ControlFlow.Step;

/** Functions that do not end: control runs on into what comes after them. */
final class FallThroughChecks {
  private final ControlFlow code;
  private final SourceLocator places;
  private final Mnemonics words;
  private final boolean libc;
  private final List<ProgramDiagnostic> findings = new ArrayList<>();
  private final Set<Long> said = new HashSet<>();

  private FallThroughChecks(ControlFlow code, SourceLocator places, Mnemonics words, boolean libc) {
    this.words = words;
    this.code = code;
    this.places = places;
    this.libc = libc;
  }

  static List<ProgramDiagnostic> of(
      ControlFlow code, SourceLocator places, InitExpectation expectation) {
    FallThroughChecks checks =
        new FallThroughChecks(
            code, places, expectation.architecture().rules().entry(), expectation.libc());
    for (Function function : code.functions()) {
      List<ControlFlow.FallThrough> runsOn = new ArrayList<>();
      List<Step> steps = code.walk(function, runsOn);
      runsOn.forEach(way -> checks.checkEnd(function, steps, way));
    }
    return checks.findings;
  }

  private void checkEnd(Function function, List<Step> steps, ControlFlow.FallThrough way) {
    Step last = lastReal(steps, way.last());
    boolean stub = last.instruction().flow() == Flow.SYSCALL;
    boolean offTheEnd = !code.inCode(way.into());
    if (!said.add(last.instruction().address())) {
      return;
    }
    boolean assembly = places.isAssembly(last.instruction().address());
    boolean unknown = libc || last.instruction().flow() == Flow.COMPUTED_CALL;
    if (assembly ? !stub && !offTheEnd : unknown) {
      // In assembly, falling through to the next function is a usual way to save a jump. And
      // compilers
      // put nothing after calls that never return, not all of which are known.
      return;
    }
    String into = offTheEnd ? "whatever is in memory" : "`" + code.nameOf(way.into()) + "`";
    Diagnostic error =
        Diagnostic.error(
            Code.D3006, "`" + function.name() + "` does not end: it runs on into " + into);
    error =
        error
            .why("the processor knows nothing of functions: it executes the next bytes")
            .help(
                stub
                    ? "put `" + words.returns() + "` after the `" + words.syscall() + "`"
                    : "end it with `" + words.returns() + "`, or jump to where it should continue");
    findings.add(places.put(error, last.instruction().address(), "nothing ends the function"));
  }

  /** The step before the padding that an assembler puts between functions. */
  private static Step lastReal(List<Step> steps, Step last) {
    Step real = last;
    boolean moved = true;
    while (moved && real.instruction().isNop()) {
      long at = real.instruction().address();
      Optional<Step> before = steps.stream().filter(s -> s.instruction().end() == at).findFirst();
      moved = before.isPresent();
      real = before.orElse(real);
    }
    return real;
  }
}
