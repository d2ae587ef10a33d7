package org.distroc.recipe.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/**
 * A slip of the keyboard in one line of a text that is not valid YAML, if what was meant is
 * certain: with it repaired, the parser gets further.
 *
 * @param start where it is in the text of the file
 * @param end where it ends
 * @param words what to tell
 * @param repaired the text without it
 */
record LineSlip(int start, int end, Supplier<Diagnostic> words, RepairedText repaired) {
  private static final Pattern EQUALS =
      Pattern.compile("( *)((?:- +)?)([A-Za-z0-9_.-]+)( *= *)([^\\s=].*)?");

  private static final Pattern NO_SPACE =
      Pattern.compile("( *)((?:- +)?)([A-Za-z0-9_-]+):([^\\s:/].*)");

  private static final Pattern DASH = Pattern.compile("( *)(- +)([A-Za-z0-9_-]+:(?: .*)?)");
  private static final Pattern COLON =
      Pattern.compile(
          "( *)((?:- +)?)([A-Za-z0-9_-]+: +)([^\\s\"'\\[{|>&*#][^#]*?)(:) ([^#]*?)( +#.*)?");

  private static final String CONFIG = "CONFIG_";

  /**
   * Where the parser stopped.
   *
   * @param at the index of the mistake, in the text it read
   * @param opened the index of what it was reading
   */
  record Stop(int at, int opened) {
    /** Whether another one is further down. */
    boolean isBefore(Stop other) {
      return other.at > at && other.opened >= opened || other.opened > opened;
    }
  }

  /**
   * Looks for the slip behind a mistake.
   *
   * @param text what the parser read
   * @param stop where it stopped
   * @param parser says where it stops in another text; empty if it is valid
   */
  static Optional<LineSlip> find(
      RepairedText text, Stop stop, Function<RepairedText, Optional<Stop>> parser) {
    for (LineSlip slip : candidates(text, stop)) {
      Optional<Stop> next = parser.apply(slip.repaired);
      if (next.isEmpty() || stop.isBefore(next.get())) {
        return Optional.of(slip);
      }
    }
    return Optional.empty();
  }

  /** Most lines with an open quote of a long text belong to texts of several lines. */
  private static final int QUOTES = 12;

  private static List<LineSlip> candidates(RepairedText text, Stop stop) {
    Lines lines = new Lines(text);
    int last = lines.of(stop.at);
    List<LineSlip> found = new ArrayList<>();
    TreeSet<Integer> near = new TreeSet<>(List.of(lines.of(stop.opened), last));
    int above = last - 1;
    while (above > 0 && lines.line(above).isBlank()) {
      above--;
    }
    near.add(Math.max(above, 0));
    for (int number : near) {
      lines.equalsSign(number).ifPresent(found::add);
      lines.missingSpace(number).ifPresent(found::add);
      lines.dash(number).ifPresent(found::add);
      lines.secondColon(number).ifPresent(found::add);
    }
    int quotes = 0;
    for (int number = 0; number <= last && quotes < QUOTES; number++) {
      Optional<LineSlip> quote = lines.openQuote(number);
      quote.ifPresent(found::add);
      quotes += quote.isPresent() ? 1 : 0;
    }
    return found;
  }

  /** The lines of a text. */
  private static final class Lines {
    private final RepairedText text;
    private final String[] lines;
    private final int[] starts;

    Lines(RepairedText text) {
      this.text = text;
      this.lines = text.text().split("\n", -1);
      this.starts = new int[lines.length];
      for (int i = 1; i < lines.length; i++) {
        starts[i] = starts[i - 1] + lines[i - 1].length() + 1;
      }
    }

    int of(int index) {
      int number = 0;
      while (number + 1 < starts.length && starts[number + 1] <= index) {
        number++;
      }
      return number;
    }

    String line(int number) {
      return lines[number].endsWith("\r")
          ? lines[number].substring(0, lines[number].length() - 1)
          : lines[number];
    }

    /** {@code TTY=y}, as in a {@code .config}. */
    Optional<LineSlip> equalsSign(int number) {
      Matcher line = EQUALS.matcher(line(number));
      if (!line.matches()) {
        return Optional.empty();
      }
      String name = line.group(3);
      String key = name.startsWith(CONFIG) ? name.substring(CONFIG.length()) : name;
      String value = line.group(5) == null ? "" : line.group(5).strip();
      String meant = key + ": " + value;
      return Optional.of(
          slip(
              number,
              line.start(4),
              line.end(4),
              line.group(1) + meant,
              () ->
                  Diagnostic.error(Code.D1009, "an equals sign where a colon belongs")
                      .label("instead of a colon and a space")
                      .why("keys and values are written `key: value`")
                      .help("write `" + Wording.shown(meant(meant)) + "`")));
    }

    /** {@code TTY:y}. */
    Optional<LineSlip> missingSpace(int number) {
      Matcher line = NO_SPACE.matcher(line(number));
      if (!line.matches()) {
        return Optional.empty();
      }
      String meant = line.group(3) + ": " + line.group(4);
      int colon = line.end(3);
      return Optional.of(
          slip(
              number,
              colon,
              colon + 1,
              line.group(1) + line.group(2) + meant,
              () -> YamlMistake.noSpace("write `" + Wording.shown(meant(meant)) + "`")));
    }

    /** {@code - TTY: y} among keys. */
    Optional<LineSlip> dash(int number) {
      Matcher line = DASH.matcher(line(number));
      if (!line.matches()) {
        return Optional.empty();
      }
      return Optional.of(
          slip(
              number,
              line.start(2),
              line.start(2) + 1,
              line.group(1) + line.group(3),
              () ->
                  Diagnostic.error(Code.D1009, "a dash among keys")
                      .label("starts an item of a list")
                      .why("the lines around it are keys of a map, which have no dash")
                      .help("write `" + Wording.shown(meant(line.group(3))) + "`")));
    }

    /** {@code description: Tiny: the smallest}. */
    Optional<LineSlip> secondColon(int number) {
      Matcher line = COLON.matcher(line(number));
      if (!line.matches() || line.group().indexOf('\\') >= 0 || line.group().indexOf('"') >= 0) {
        return Optional.empty();
      }
      String quoted = line.group(3) + '"' + line.group(4) + ": " + line.group(6).strip() + '"';
      return Optional.of(
          slip(
              number,
              line.start(5),
              line.end(5),
              line.group(1) + line.group(2) + quoted,
              () -> YamlMistake.secondColon("write `" + Wording.shown(quoted) + "`")));
    }

    /** A quote that is not closed in its line; it is closed where the value seems to end. */
    Optional<LineSlip> openQuote(int number) {
      String line = line(number);
      int open = unclosed(line);
      if (open < 0) {
        return Optional.empty();
      }
      int comment = line.indexOf(" #", open + 1);
      int end = comment < 0 ? line.length() : comment;
      while (end > open + 1 && " ]},".indexOf(line.charAt(end - 1)) >= 0) {
        end--;
      }
      String closed = line.substring(0, end) + line.charAt(open) + line.substring(end);
      return Optional.of(slip(number, open, open + 1, closed, YamlMistake::openQuote));
    }

    /** The index of the quote that opens and does not close in a line; -1 if there is none. */
    private static int unclosed(String line) {
      int open = -1;
      char before = ' ';
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (open >= 0) {
          if (c == '\\' && line.charAt(open) == '"') {
            i++;
          } else if (c == line.charAt(open)) {
            open = -1;
            before = c;
          }
          continue;
        }
        if (c == '#' && (i == 0 || line.charAt(i - 1) == ' ')) {
          return -1;
        }
        boolean starts = ":-[{, ".indexOf(before) >= 0;
        if ((c == '"' || c == '\'') && starts) {
          open = i;
        }
        before = c == ' ' ? before : c;
      }
      return open;
    }

    private static String meant(String line) {
      int comment = line.indexOf(" #");
      return (comment < 0 ? line : line.substring(0, comment)).strip();
    }

    private LineSlip slip(
        int number, int from, int to, String line, Supplier<Diagnostic> diagnostic) {
      int start = starts[number];
      return new LineSlip(
          text.original(start + from),
          text.original(start + to),
          diagnostic,
          text.replace(start, start + line(number).length(), line));
    }
  }
}
