package org.distroc.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Severity;
import org.distroc.diag.TextRenderer;
import org.distroc.elf.Listing;
import org.distroc.elf.ProgramDiagnostic;

/** Writes a program's assembly for people: source lines, instructions under them, and marks. */
public final class ListingText {
  private static final String NAME = "1";
  private static final String SOURCE = "36";
  private static final String BYTES = "2";
  private static final String REFUSED = "1;31";
  private static final String OTHER = "1;33";

  private final Set<Code> allowed;
  private final boolean color;

  /**
   * A writer.
   *
   * @param allowed what the recipe lets through
   */
  public ListingText(Set<Code> allowed, boolean color) {
    this.allowed = Set.copyOf(allowed);
    this.color = color;
  }

  /** The lines of functions, with an empty one between two of them. */
  public List<String> lines(List<Listing.Function> functions) {
    List<String> lines = new ArrayList<>();
    for (Listing.Function function : functions) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(paint(NAME, TextRenderer.printable(function.name()) + ":"));
      addInstructions(function, lines);
    }
    return lines;
  }

  private void addInstructions(Listing.Function function, List<String> lines) {
    Optional<Listing.Source> last = Optional.empty();
    String file = "";
    for (Listing.Instruction instruction : function.instructions()) {
      Optional<Listing.Source> source = instruction.source();
      if (source.isPresent() && !source.equals(last)) {
        if (!source.get().file().equals(file)) {
          file = source.get().file();
          lines.add(paint(SOURCE, TextRenderer.printable(file)));
        }
        lines.add(paint(SOURCE, line(source.get())));
      }
      last = source;
      lines.add(line(instruction));
      instruction.findings().forEach(f -> lines.add(" ".repeat(12) + mark(f)));
    }
  }

  private static String line(Listing.Source source) {
    String text = TextRenderer.printable(source.text().replace("\t", "    ")).stripTrailing();
    return String.format(Locale.ROOT, "%5d | %s", source.line(), text).stripTrailing();
  }

  private String line(Listing.Instruction instruction) {
    String address = String.format(Locale.ROOT, "%10x  ", instruction.address());
    String bytes = String.format(Locale.ROOT, "%-30s ", instruction.bytes());
    return (address + paint(BYTES, bytes) + TextRenderer.printable(instruction.text()))
        .stripTrailing();
  }

  /** A finding in a line of its own. */
  public String mark(ProgramDiagnostic finding) {
    String status = status(finding);
    return paint(
        status.equals("refused") ? REFUSED : OTHER,
        "^ "
            + status
            + ": "
            + finding.diagnostic().code()
            + " "
            + TextRenderer.printable(finding.diagnostic().message()));
  }

  /**
   * What becomes of init because of a finding: {@code refused}, {@code allowed} or {@code warned}.
   */
  public String status(ProgramDiagnostic finding) {
    if (finding.diagnostic().severity() != Severity.ERROR) {
      return "warned";
    }
    return allowed.contains(finding.diagnostic().code()) ? "allowed" : "refused";
  }

  private String paint(String style, String text) {
    return color ? "\033[" + style + "m" + text + "\033[0m" : text;
  }
}
