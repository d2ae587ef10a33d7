package org.distroc.lsp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Severity;
import org.distroc.diag.Span;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** Turns distroc's diagnostics into those of an editor. */
final class Findings {
  private Findings() {}

  /** All that concern a recipe; those of its bases stand where it extends them. */
  static List<Diagnostic> of(OpenRecipe recipe, List<org.distroc.diag.Diagnostic> found) {
    List<Diagnostic> all = new ArrayList<>();
    for (org.distroc.diag.Diagnostic one : found) {
      all.add(of(recipe, one));
    }
    return all;
  }

  private static Diagnostic of(OpenRecipe recipe, org.distroc.diag.Diagnostic one) {
    Diagnostic shown = new Diagnostic();
    shown.setSource("distroc");
    shown.setCode(one.code().name());
    shown.setSeverity(
        one.severity() == Severity.ERROR ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning);
    shown.setMessage(message(one));
    String own = recipe.file().toString();
    Optional<Span> here =
        one.at().filter(span -> span.file().equals(own)).or(() -> whereExtended(one, own));
    shown.setRange(here.map(OpenRecipe::range).orElse(new Range(new Position(), new Position())));
    one.at()
        .filter(span -> !span.file().equals(own))
        .ifPresent(span -> shown.setRelatedInformation(List.of(related(span, one.message()))));
    return shown;
  }

  private static Optional<Span> whereExtended(org.distroc.diag.Diagnostic one, String own) {
    return one.at().stream()
        .flatMap(span -> span.chain().stream())
        .filter(span -> span.file().equals(own))
        .findFirst();
  }

  private static DiagnosticRelatedInformation related(Span span, String message) {
    String uri = Path.of(span.file()).toUri().toString();
    return new DiagnosticRelatedInformation(
        new Location(uri, OpenRecipe.range(span)), span.place() + ": " + message);
  }

  /** What, why, and what to do: an editor shows it in one box. */
  private static String message(org.distroc.diag.Diagnostic one) {
    StringBuilder text = new StringBuilder(one.message());
    if (!one.label().isEmpty()) {
      text.append(": ").append(one.label());
    }
    one.reasons().forEach(reason -> text.append("\nwhy: ").append(reason));
    one.remedies().forEach(remedy -> text.append("\nhelp: ").append(remedy));
    return text.toString();
  }
}
