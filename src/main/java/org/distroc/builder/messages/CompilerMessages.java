package org.distroc.builder.messages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.plan.InitPlan;

/**
 * Reads gcc's messages. One about a header of somebody else is shown at the line of the recipe's
 * file that includes it.
 */
final class CompilerMessages {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "^((?:\\./)?[^:\\s][^:]*):(\\d{1,9}):(\\d{1,9}): ((?:fatal )?error|warning|note): (.*)");

  /** The first line of a chain of includes, the innermost first, and those that follow. */
  private static final Pattern INCLUDED =
      Pattern.compile("^(In file included|\\s{2,40}) from ([^:]+):(\\d{1,9})(?::\\d{1,9})?[,:]");

  /** A message about no file, such as a flag. */
  private static final Pattern GENERAL =
      Pattern.compile(
          "^(?:\\S*/)?((?:\\w+-)*gcc(?:-\\d+)?|cc1|collect2):"
              + " ((?:fatal |internal compiler )?error|warning): (.*)");

  /** What only repeats that another program failed. */
  private static final Pattern REPEATED =
      Pattern.compile(
          "ld returned \\d+ exit status|all warnings being treated as errors"
              + "|.*: No such file or directory");

  /** A file that the preprocessor does not find. */
  private static final Pattern NOT_INCLUDED =
      Pattern.compile("(.+): (?:No such file or directory|Permission denied)");

  /** Notes that add nothing. */
  private static final String REPETITION = "each undeclared identifier is reported only once";

  private static final int MOST_NOTES = 3;

  private final SourcePlaces places;
  private final OutsideFiles outside;
  private final MissingNames names;
  private final List<Span> chain = new ArrayList<>();
  private final Map<String, Span> includedAt = new HashMap<>();

  CompilerMessages(SourcePlaces places, OutsideFiles outside, MissingNames names) {
    this.places = places;
    this.outside = outside;
    this.names = names;
  }

  /**
   * Reads a line.
   *
   * @param found gets the diagnostic of a message; a note is added to the last one
   * @return whether the line is the compiler's
   */
  boolean read(String line, List<Diagnostic> found) {
    Matcher included = INCLUDED.matcher(line);
    if (included.find()) {
      include(included);
      return true;
    }
    Matcher message = MESSAGE.matcher(line);
    if (message.find()) {
      message(message, found);
      return true;
    }
    Matcher general = GENERAL.matcher(line);
    if (general.find()) {
      if (!REPEATED.matcher(general.group(3)).matches()) {
        found.add(general(general));
      }
      return true;
    }
    return false;
  }

  private void include(Matcher included) {
    if (!included.group(1).isBlank()) {
      chain.clear();
    }
    places
        .source(included.group(2))
        .map(file -> SourcePlaces.ofLine(file, number(included.group(3))))
        .ifPresent(chain::add);
  }

  private void message(Matcher match, List<Diagnostic> found) {
    String path = match.group(1);
    if (match.group(4).equals("note")) {
      note(match, found);
      return;
    }
    if (!chain.isEmpty()) {
      includedAt.put(path, chain.get(0));
      chain.clear();
    }
    Optional<InitPlan.SourceFile> source = places.source(path);
    Optional<Diagnostic> diagnostic =
        source.isPresent() ? Optional.of(own(source.get(), match)) : foreign(match);
    diagnostic.ifPresent(found::add);
  }

  private Diagnostic own(InitPlan.SourceFile file, Matcher match) {
    String text = match.group(5);
    int line = number(match.group(2));
    Matcher missing = NOT_INCLUDED.matcher(text);
    if (missing.matches() && outside.isOutside(resolved(file, missing.group(1)))) {
      return outside.error(
          missing.group(1), Optional.of(SourcePlaces.ofName(file, line, missing.group(1))));
    }
    Diagnostic diagnostic =
        diagnostic(match, file.path() + ": " + text)
            .at(SourcePlaces.ofColumn(file, line, number(match.group(3))));
    Span at = file.isCompiled() ? null : includedAt.get(match.group(1));
    if (at != null) {
      diagnostic = diagnostic.why("included at " + at.file() + ":" + at.line());
    }
    return names.explained(diagnostic, file, text);
  }

  /** A message about a generated header, one of the kernel's or one of this machine. */
  private Optional<Diagnostic> foreign(Matcher match) {
    String path = match.group(1);
    if (outside.isOutside(path)) {
      return Optional.of(outside.error(path));
    }
    // Without a chain it is about another program, such as one of the kernel's make.
    return Optional.ofNullable(includedAt.get(path))
        .map(
            at ->
                diagnostic(match, place(match) + ": " + match.group(5))
                    .at(at)
                    .label("includes it")
                    .why(
                        "the header may need another one before it, or a macro of yours changes"
                            + " it"));
  }

  private void note(Matcher match, List<Diagnostic> found) {
    String text = match.group(5);
    if (found.isEmpty() || text.startsWith(REPETITION)) {
      return;
    }
    int last = found.size() - 1;
    Diagnostic noted = found.get(last);
    boolean isCompilers = noted.code() == Code.D6002 || noted.code() == Code.D6022;
    if (isCompilers && noted.reasons().size() < MOST_NOTES && names.isOfUse(text)) {
      found.set(last, noted.why(place(match) + ": " + text));
    }
  }

  private Diagnostic general(Matcher match) {
    String text = match.group(3);
    Diagnostic diagnostic =
        match.group(2).equals("warning")
            ? Diagnostic.warning(Code.D6022, "gcc warns: " + text)
            : Diagnostic.error(
                Code.D6002,
                match.group(2).startsWith("internal") ? "gcc crashed: " + text : "gcc: " + text);
    return diagnostic.at(places.fallback());
  }

  private static Diagnostic diagnostic(Matcher match, String text) {
    return match.group(4).equals("warning")
        ? Diagnostic.warning(Code.D6022, "gcc warns about " + text)
        : Diagnostic.error(Code.D6002, "gcc rejects " + text);
  }

  private String place(Matcher match) {
    return places.shown(match.group(1)) + ":" + number(match.group(2));
  }

  /** A name relative to the file that includes it, as a path in the folder of the sources. */
  private static String resolved(InitPlan.SourceFile file, String name) {
    String folder = file.path().substring(0, file.path().lastIndexOf('/') + 1);
    return name.startsWith("/") ? name : folder + name;
  }

  private static int number(String digits) {
    return Math.max(1, Integer.parseInt(digits));
  }
}
