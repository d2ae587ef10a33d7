package org.distroc.elf;

import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.distroc.diag.Diagnostic;

/**
 * Something that is wrong with init.
 *
 * @param diagnostic what, and where in the sources
 * @param address of the instruction at fault, if it is one
 */
public record ProgramDiagnostic(Diagnostic diagnostic, OptionalLong address) {
  /** One that no instruction is at fault of. */
  static ProgramDiagnostic of(Diagnostic diagnostic) {
    return new ProgramDiagnostic(diagnostic, OptionalLong.empty());
  }

  /** The same with another diagnostic. */
  public ProgramDiagnostic with(UnaryOperator<Diagnostic> change) {
    return new ProgramDiagnostic(change.apply(diagnostic), address);
  }
}
