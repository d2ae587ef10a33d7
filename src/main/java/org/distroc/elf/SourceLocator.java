package org.distroc.elf;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.distroc.arch.ProgramRules.Syntax;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;

/** Puts findings about addresses at the source lines that they come from. */
final class SourceLocator {
  private final Set<String> own;
  private final LineTable lines;
  private final ControlFlow code;
  private final SourceFile.Finder sources;

  /**
   * Finds places.
   *
   * @param own paths of the user's own sources, as the compiler was given them
   */
  SourceLocator(
      LineTable lines, ControlFlow code, SourceFile.Finder sources, Collection<String> own) {
    this.own = Set.copyOf(own);
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

  /** Whether an address comes from a source of the user, and not from a generated stub. */
  boolean isOwn(long address) {
    return lines.at(address).filter(line -> own.contains(line.file())).isPresent();
  }

  /** Whether an address comes from an assembly file. */
  boolean isAssembly(long address) {
    return lines
        .at(address)
        .filter(line -> line.file().endsWith(".S") || line.file().endsWith(".s"))
        .isPresent();
  }

  /** The syntax of the assembly at an address, by the directives of its file. */
  Syntax syntax(long address) {
    Syntax syntax = Syntax.ATT;
    Optional<LineTable.Line> line = lines.at(address);
    List<String> text = line.map(this::text).orElse(List.of());
    // In C the directive is in the statement, which may begin before it.
    boolean whole = !isAssembly(address);
    for (int i = 0; i < text.size() && (whole || i < line.get().number()); i++) {
      if (text.get(i).contains(".intel_syntax")) {
        syntax = text.get(i).contains("noprefix") ? Syntax.INTEL_NOPREFIX : Syntax.INTEL;
      } else if (text.get(i).contains(".att_syntax") && !whole) {
        syntax = Syntax.ATT;
      }
    }
    return syntax;
  }

  /** The first line of an address's file that contains a pattern, as {@code FILE:LINE}. */
  Optional<String> mention(long address, Pattern pattern) {
    Optional<SourceFile> file = lines.at(address).flatMap(line -> sources.find(line.file()));
    List<String> text = file.map(SourceFile::lines).orElse(List.of());
    return IntStream.range(0, text.size())
        .filter(i -> pattern.matcher(text.get(i)).find())
        .mapToObj(i -> file.get().name() + ":" + (i + 1))
        .findFirst();
  }

  private List<String> text(LineTable.Line line) {
    return sources.find(line.file()).map(SourceFile::lines).orElse(List.of());
  }
}
