package org.distroc.elf;

import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.distroc.diag.Diagnostic;

/**
 * A diagnostic about init.
 *
 * @param diagnostic what, and where in the sources
 * @param address of the instruction at fault, if there is one
 */
public record ProgramDiagnostic(Diagnostic diagnostic, OptionalLong address) {
  /** A diagnostic without an instruction. */
  static ProgramDiagnostic of(Diagnostic diagnostic) {
    return new ProgramDiagnostic(diagnostic, OptionalLong.empty());
  }

  /** A copy with another diagnostic. */
  public ProgramDiagnostic with(UnaryOperator<Diagnostic> change) {
    return new ProgramDiagnostic(change.apply(diagnostic), address);
  }
}
