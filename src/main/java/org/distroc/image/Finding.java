package org.distroc.image;

import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.distroc.diag.Diagnostic;

/**
 * Something that is wrong with init.
 *
 * @param diagnostic what, and where in the sources
 * @param address of the instruction at fault, if it is one
 */
public record Finding(Diagnostic diagnostic, OptionalLong address) {
  /** One that no instruction is at fault of. */
  static Finding of(Diagnostic diagnostic) {
    return new Finding(diagnostic, OptionalLong.empty());
  }

  /** The same with another diagnostic. */
  public Finding with(UnaryOperator<Diagnostic> change) {
    return new Finding(change.apply(diagnostic), address);
  }
}
