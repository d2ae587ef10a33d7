package org.distroc.builder.messages;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.plan.InitPlan;

/**
 * Reads ld's messages. It gets line numbers from the debug information of {@code -g}; without it,
 * for example in a library, the place is a section of an object file.
 */
final class LinkerMessages {
  /** ld's name; for the second message about a function it is left out. */
  private static final Pattern PROGRAM = Pattern.compile("^(?:\\S*/)?(?:\\w+-)*ld(?:\\.\\w+)?: ");

  /** A line, or a section with an offset, after the name of the object file, or not. */
  private static final String PLACE =
      "(?:\\S+\\.[oa](?:\\(\\S+\\))?:)?([^\\s:]*:\\d{1,9}|[^\\s:]*:?\\([^)\\s]+\\)|\\S+)";

  private static final Pattern UNDEFINED =
      Pattern.compile("^" + PLACE + ": undefined reference to [`'](.+)'");

  private static final Pattern DEFINED_TWICE =
      Pattern.compile(
          "^"
              + PLACE
              + ": multiple definition of [`'](.+)'; (?:\\S+\\.o:)?(.+): first defined here");

  private static final Pattern WARNING = Pattern.compile("^(?:" + PLACE + ": )?warning: (.+)");

  /** A line or a section of an object, in messages about what the linker cannot put there. */
  private static final Pattern AT_PLACE =
      Pattern.compile("^(?:\\S+\\.o:)?(?:([^\\s:]+:\\d{1,9})(:\\(\\S+\\))?|(\\(\\S+\\))): (.+)");

  /** What another message says better, or what is no mistake. */
  private static final Pattern IGNORED =
      Pattern.compile(
          ".*: in function [`'].*|NOTE: .*|.*more undefined references to .*"
              + "|.*missing \\.note\\.GNU-stack section implies executable stack"
              + "|.*requires executable stack .*");

  private static final Pattern LINE = Pattern.compile("(.+):(\\d{1,9})");

  private final SourcePlaces places;
  private final MissingNames names;
  private final MissingMain missingMain;
  private final Set<String> missing = new HashSet<>();

  LinkerMessages(SourcePlaces places, MissingNames names, MissingMain missingMain) {
    this.places = places;
    this.names = names;
    this.missingMain = missingMain;
  }

  /** Reads a line, and adds the diagnostic of a message. */
  void read(String line, List<Diagnostic> found) {
    Matcher program = PROGRAM.matcher(line);
    boolean named = program.find();
    String text = named ? line.substring(program.end()) : line;
    if (IGNORED.matcher(text).matches()) {
      return;
    }
    Matcher undefined = UNDEFINED.matcher(text);
    Matcher twice = DEFINED_TWICE.matcher(text);
    Matcher warning = WARNING.matcher(text);
    if (undefined.find()) {
      // ld reports each use; one is enough to act on.
      if (missing.add(undefined.group(2))) {
        found.add(undefined(undefined.group(1), undefined.group(2)));
      }
    } else if (twice.find()) {
      found.add(definedTwice(twice));
    } else if (warning.find() && (named || warning.group(1) != null && own(warning.group(1)))) {
      found.add(warning(warning));
    } else {
      other(text, named).ifPresent(found::add);
    }
  }

  private boolean own(String place) {
    return at(place).isPresent();
  }

  private Diagnostic undefined(String place, String name) {
    Optional<Span> at = at(place, name);
    if (at.isEmpty() && MissingMain.isEntry(name)) {
      return missingMain.of(name);
    }
    Diagnostic diagnostic =
        Diagnostic.error(Code.D6020, "undefined reference to `" + name + "`")
            .at(at.or(() -> places.mention(name)).orElseGet(places::fallback))
            .label("used here");
    return names.undefined(at.isPresent() ? diagnostic : elsewhere(diagnostic, place), name);
  }

  private Diagnostic elsewhere(Diagnostic diagnostic, String place) {
    return diagnostic.label("").why("it is used in " + places.shown(place));
  }

  private Diagnostic definedTwice(Matcher match) {
    String name = match.group(2);
    String first = match.group(3);
    Diagnostic diagnostic =
        Diagnostic.error(Code.D6021, "`" + name + "` is defined twice")
            .at(at(match.group(1), name).or(() -> places.mention(name)).orElseGet(places::fallback))
            .label("the second time");
    return first.startsWith("(")
        ? diagnostic
            .why("the C library's start-up code or distroc's defines it too")
            .help("rename yours, or choose a `libc` that does not define it")
        : diagnostic
            .why(
                "it is defined in "
                    + places.shown(first.replaceFirst("^(?:\\./)*source/", ""))
                    + " too")
            .help("define it once and declare it elsewhere, or make each `static`");
  }

  private Diagnostic warning(Matcher match) {
    Optional<Span> at = Optional.ofNullable(match.group(1)).flatMap(this::at);
    Diagnostic diagnostic =
        Diagnostic.warning(Code.D3040, "the linker warns: " + match.group(2))
            .at(at.orElseGet(places::fallback));
    return match.group(2).contains("in statically linked applications requires at runtime")
        ? diagnostic
            .why(
                "it loads shared libraries while it runs, and the initramfs has none: it will fail")
            .help("do without it: for example, connect to an address instead of a host name")
        : diagnostic;
  }

  /** Anything else that has ld's name in front, or a section of an object. */
  private Optional<Diagnostic> other(String text, boolean named) {
    Matcher match = AT_PLACE.matcher(text);
    boolean placed = match.find();
    boolean inSection = placed && (match.group(2) != null || match.group(3) != null);
    if (!named && !inSection) {
      return Optional.empty();
    }
    Optional<Span> at =
        placed ? Optional.ofNullable(match.group(1)).flatMap(this::at) : Optional.empty();
    String message = at.isPresent() ? match.group(4) : text;
    Diagnostic diagnostic =
        Diagnostic.error(Code.D3042, "the linker rejects init: " + message)
            .at(at.orElseGet(places::fallback));
    return Optional.of(
        message.startsWith("relocation truncated")
            ? diagnostic.why("the address does not fit into the instruction's operand")
            : diagnostic);
  }

  private Optional<Span> at(String place) {
    return file(place).map(one -> SourcePlaces.ofLine(one, line(place)));
  }

  private Optional<Span> at(String place, String name) {
    return file(place).map(one -> SourcePlaces.ofName(one, line(place), name));
  }

  private Optional<InitPlan.SourceFile> file(String place) {
    Matcher line = LINE.matcher(place);
    return line.matches() ? places.source(line.group(1)) : Optional.empty();
  }

  private static int line(String place) {
    return Math.max(1, Integer.parseInt(place.substring(place.lastIndexOf(':') + 1)));
  }
}
