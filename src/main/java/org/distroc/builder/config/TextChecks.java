package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;

/**
 * Rejects texts of a finished configuration that the kernel's build would evaluate, or open as a
 * file of this machine. make includes {@code include/config/auto.conf}, where texts have no quotes,
 * and expands those that a Makefile reads, often into a shell command.
 */
final class TextChecks {
  private static final String FIRMWARE = "EXTRA_FIRMWARE";

  /** Opens nothing by itself, and is usually {@code /lib/firmware}. */
  private static final String FIRMWARE_FOLDER = "EXTRA_FIRMWARE_DIR";

  /** It is appended to the release, so it usually begins with a hyphen. */
  private static final String SUFFIX = "LOCALVERSION";

  /** An option whose text is the path of a file, if a Makefile or script reads it. */
  private static final String PATH_NAME = ".*(FILE|SOURCE|KEY|LIST|FIRMWARE).*";

  private final BuildStrings read;
  private final Function<String, Optional<String>> values;
  private final MissingFiles missing;
  private final List<Diagnostic> findings = new ArrayList<>();

  private TextChecks(
      BuildStrings read, Function<String, Optional<String>> values, MissingFiles missing) {
    this.read = read;
    this.values = values;
    this.missing = missing;
  }

  /**
   * An error for each text that is not only text.
   *
   * @param read what the kernel's build reads
   * @param values texts of the configuration, without quotes, by option
   * @param missing which files the kernel source does not have
   * @param asked where the recipe or its base file sets an option
   */
  static List<Diagnostic> check(
      BuildStrings read,
      Function<String, Optional<String>> values,
      MissingFiles missing,
      Map<String, Span> asked) {
    TextChecks checks = new TextChecks(read, values, missing);
    asked.forEach(checks::check);
    return checks.findings;
  }

  /** Whether every build takes this as text, without looking into the kernel's files. */
  static boolean isHarmless(String name, String value) {
    return value.matches("(?:[A-Za-z0-9_][A-Za-z0-9_.,+-]*(?: +|$))*")
        && !value.contains("..")
        && (value.isBlank() || !isPath(name, value));
  }

  private static boolean isPath(String name, String word) {
    return !name.equals(SUFFIX)
        && (name.matches(PATH_NAME)
            || word.contains("/")
            || word.matches(".*\\.[A-Za-z][A-Za-z0-9]*"));
  }

  private void check(String name, Span at) {
    String value = values.apply(name).orElse("");
    if (value.isBlank() || isHarmless(name, value)) {
      return;
    }
    if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      evaluated(name, at, "it has a control character, which ends or changes lines of the build");
    } else if (value.endsWith("\\")) {
      evaluated(
          name,
          at,
          "make joins a line of include/config/auto.conf that ends in a backslash with the next");
    } else if (!read.sourced().isEmpty() && value.matches(".*[$`].*")) {
      evaluated(name, at, read.sourced() + " runs the configuration as shell commands");
    } else if (read.reader(name).isPresent()) {
      checkRead(name, value, at, read.reader(name).get());
    }
  }

  private void checkRead(String name, String value, Span at, String reader) {
    Optional<String> active =
        value
            .codePoints()
            .filter(c -> c < 0x80 && !isPlain(c))
            .mapToObj(Character::toString)
            .findFirst();
    if (active.isPresent()) {
      evaluated(
          name,
          at,
          reader
              + " reads it, and "
              + (active.get().equals("`") ? "a backquote" : "`" + active.get() + "`")
              + " has a meaning for make or the shell");
      return;
    }
    for (String word : value.strip().split(" +")) {
      if (word.startsWith("-") && !name.equals(SUFFIX)) {
        evaluated(name, at, reader + " reads it, and a word with `-` in front is an option there");
      } else if (name.equals(FIRMWARE)) {
        String folder = values.apply(FIRMWARE_FOLDER).orElse("");
        checkPath(name, folder + "/" + word, at, reader);
      } else if (!name.equals(FIRMWARE_FOLDER)) {
        checkPath(name, word, at, reader);
      }
    }
  }

  private void checkPath(String name, String path, Span at, String reader) {
    if (path.startsWith("/") || List.of(path.split("/")).contains("..")) {
      outside(name, at, reader + " opens `" + path + "`");
    } else if (isPath(name, path) && missing.lacks(name, path, reader)) {
      findings.add(
          Diagnostic.error(Code.D2073, "`" + name + "` names a file that does not exist")
              .at(at)
              .why(reader + " reads it, and the kernel source has no `" + path + "`")
              .help("remove the option, or leave it empty: `" + name + ": \"\"`"));
    }
  }

  /** Means only itself to make, in a list of prerequisites, and to the shell. */
  private static boolean isPlain(int c) {
    return c >= '0' && c <= '9'
        || c >= 'A' && c <= 'Z'
        || c >= 'a' && c <= 'z'
        || " _.,+/-".indexOf(c) >= 0;
  }

  private void evaluated(String name, Span at, String why) {
    findings.add(
        Diagnostic.error(Code.D2130, "the kernel's build would evaluate the text of `" + name + "`")
            .at(at)
            .why(why)
            .help(
                "use letters, digits and `_ . , + - /` only, or leave the option at its default"));
  }

  private void outside(String name, Span at, String why) {
    findings.add(
        Diagnostic.error(Code.D2131, "`" + name + "` names a file outside the kernel source")
            .at(at)
            .why(why + ", a file of this machine that is no input of the build")
            .help(
                "remove the option, or name a file in the kernel source, relative to its folder"));
  }
}
