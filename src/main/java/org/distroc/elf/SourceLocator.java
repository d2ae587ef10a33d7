package org.distroc.elf;

import java.util.Optional;
import java.util.OptionalLong;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;

/** Puts findings about addresses at the source lines that they come from. */
final class SourceLocator {
  private final LineTable lines;
  private final ControlFlow code;
  private final SourceFile.Finder sources;

  SourceLocator(LineTable lines, ControlFlow code, SourceFile.Finder sources) {
    this.lines = lines;
    this.code = code;
    this.sources = sources;
  }

  /** The diagnostic at the line of an address; without its text, the place becomes a reason. */
  ProgramDiagnostic put(Diagnostic diagnostic, long address, String label) {
    Optional<Span> span = span(address);
    Diagnostic labelled = label.isEmpty() ? diagnostic : diagnostic.label(label);
    return new ProgramDiagnostic(
        span.map(labelled::at).orElseGet(() -> labelled.why("this is " + describe(address))),
        OptionalLong.of(address));
  }

  private Optional<Span> span(long address) {
    return lines
        .at(address)
        .flatMap(line -> sources.find(line.file()).flatMap(f -> f.span(line.number())));
  }

  /** The function and, if known, the source line of an address, in words. */
  String describe(long address) {
    String where = "in `" + code.nameOf(address) + "`";
    return lines
        .at(address)
        .map(line -> where + ", " + line.file() + ":" + line.number())
        .orElse(where);
  }

  /** Whether an address comes from an assembly file. */
  boolean isAssembly(long address) {
    return lines
        .at(address)
        .filter(line -> line.file().endsWith(".S") || line.file().endsWith(".s"))
        .isPresent();
  }
}
