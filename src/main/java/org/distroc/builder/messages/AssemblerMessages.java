package org.distroc.builder.messages;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.plan.InitPlan;

/**
 * Reads the assembler's messages. For inline assembly in C the file may be a temporary one of the
 * compiler, and a mistake that ends with the file has no line.
 */
final class AssemblerMessages {
  private static final Pattern MESSAGE =
      Pattern.compile("^([^:\\s][^:]*):(?:(\\d{1,9}):)? +(Error|Fatal error|Warning|Info): (.*)");

  /** A message about no file. */
  private static final Pattern GENERAL =
      Pattern.compile("^(?:\\S*/)?(?:\\w+-)*as: (.*)|^(?:Fatal error|Error): (.*)");

  private static final Pattern NOT_ASSEMBLED =
      Pattern.compile(
          "file not found: (.+)|can't open (.+) for reading: .*|unable to include `(.+)'");

  /** What the compiler passes to the assembler. */
  private static final Pattern TEMPORARY = Pattern.compile("/.*/cc\\w{6}\\.s|\\{standard input\\}");

  private final SourcePlaces places;
  private final OutsideFiles outside;

  AssemblerMessages(SourcePlaces places, OutsideFiles outside) {
    this.places = places;
    this.outside = outside;
  }

  /** Reads a line, and adds the diagnostic of a message; returns whether it is one. */
  boolean read(String line, List<Diagnostic> found) {
    Matcher match = MESSAGE.matcher(line);
    if (match.find()) {
      if (match.group(3).equals("Info")) {
        inform(match, found);
      } else {
        found.add(diagnostic(match));
      }
      return true;
    }
    Matcher general = GENERAL.matcher(line);
    if (general.find()) {
      String text = general.group(1) == null ? general.group(2) : general.group(1);
      found.add(Diagnostic.error(Code.D6002, "the assembler: " + text).at(places.fallback()));
      return true;
    }
    return false;
  }

  private Diagnostic diagnostic(Matcher match) {
    String path = match.group(1);
    String text = match.group(4);
    Optional<InitPlan.SourceFile> source = places.source(path);
    Optional<String> missing = missing(text).filter(outside::isOutside);
    if (missing.isPresent()) {
      return source
          .map(
              file ->
                  outside.error(
                      missing.get(),
                      Optional.of(SourcePlaces.ofName(file, line(match), missing.get()))))
          .orElseGet(() -> outside.error(missing.get()));
    }
    boolean temporary = TEMPORARY.matcher(path).matches();
    if (source.isEmpty() && !temporary && outside.isOutside(path)) {
      return outside.error(path);
    }
    String where = temporary ? text : places.shown(path) + ": " + text;
    Diagnostic diagnostic =
        match.group(3).equals("Warning")
            ? Diagnostic.warning(Code.D6022, "the assembler warns about " + where)
            : Diagnostic.error(
                Code.D6002, "the assembler rejects " + (temporary ? "the program: " : "") + where);
    return match.group(2) != null && source.isPresent()
        ? diagnostic.at(SourcePlaces.ofLine(source.get(), line(match)))
        : diagnostic.at(source.map(places::listed).orElseGet(places::fallback));
  }

  private static Optional<String> missing(String text) {
    Matcher missing = NOT_ASSEMBLED.matcher(text);
    return missing.matches()
        ? Stream.of(missing.group(1), missing.group(2), missing.group(3))
            .filter(Objects::nonNull)
            .findFirst()
        : Optional.empty();
  }

  /** A macro's use, after a mistake in the macro. */
  private void inform(Matcher match, List<Diagnostic> found) {
    if (!found.isEmpty()) {
      int last = found.size() - 1;
      String line = match.group(2) == null ? "" : ":" + match.group(2);
      found.set(
          last, found.get(last).why(places.shown(match.group(1)) + line + ": " + match.group(4)));
    }
  }

  private static int line(Matcher match) {
    return Math.max(1, Integer.parseInt(match.group(2)));
  }
}
