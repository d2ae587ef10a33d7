package org.distroc.diag;

import java.util.ArrayList;
import java.util.List;

/**
 * Renders diagnostics for a person:
 *
 * <pre>
 * error[D1010]: unknown key `kernal`
 *   --&gt; recipes/my.yaml:4:1
 *    |
 *  4 | kernal:
 *    | ^^^^^^ not a key of a recipe
 *    = why: …
 *    = help: did you mean `kernel`?
 * </pre>
 *
 * <p>Whatever comes from a file is printed without control characters: a recipe cannot write escape
 * sequences to the terminal.
 */
public final class TextRenderer {
  private static final int TEXT_WIDTH = 160;

  /** How many recipes that extend one another are listed. */
  private static final int MOST_ORIGINS = 4;

  private final boolean color;

  /** With {@code color}, severity and position are colored by ANSI escape sequences. */
  public TextRenderer(boolean color) {
    this.color = color;
  }

  /** Renders diagnostics, with an empty line after each. */
  public String render(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    diagnostics.forEach(d -> out.append(render(d)).append('\n'));
    return out.toString();
  }

  /** Renders one diagnostic, ending in a line break. */
  public String render(Diagnostic diagnostic) {
    StringBuilder out = new StringBuilder();
    String tint = diagnostic.severity() == Severity.ERROR ? "1;31" : "1;33";
    out.append(paint(tint, diagnostic.severity().word() + "[" + diagnostic.code() + "]"))
        .append(paint("1", ": " + printable(diagnostic.message())))
        .append('\n');
    int margin = diagnostic.at().map(s -> Integer.toString(s.line()).length()).orElse(0) + 1;
    diagnostic.at().ifPresent(span -> appendSource(out, span, diagnostic.label(), margin, tint));
    appendNotes(out, margin, "note", diagnostic.at().map(TextRenderer::origin).orElse(List.of()));
    appendNotes(out, margin, "why", diagnostic.reasons());
    appendNotes(out, margin, "help", diagnostic.remedies());
    return out.toString();
  }

  private void appendSource(StringBuilder out, Span span, String label, int margin, String tint) {
    String bar = paint("1;34", "|");
    out.append(" ".repeat(margin - 1)).append(paint("1;34", " --> "));
    out.append(printable(span.place())).append('\n');
    if (span.text().isBlank() && label.isEmpty()) {
      return;
    }
    Window window = Window.around(span);
    out.append(" ".repeat(margin)).append(' ').append(bar).append('\n');
    out.append(paint("1;34", String.format("%" + margin + "d ", span.line())))
        .append(bar)
        .append(' ')
        .append(window.text)
        .append('\n');
    out.append(" ".repeat(margin)).append(' ').append(bar).append(' ');
    out.append(" ".repeat(window.indent));
    String carets = "^".repeat(Math.max(1, window.carets));
    out.append(paint(tint, label.isEmpty() ? carets : carets + " " + printable(label)));
    out.append('\n');
  }

  /** Which recipe extends the file of a place, and which that one. */
  private static List<String> origin(Span span) {
    List<String> lines = new ArrayList<>();
    String file = span.file();
    for (Span at : span.chain().subList(0, Math.min(MOST_ORIGINS, span.chain().size()))) {
      lines.add(at.place() + " extends " + file);
      file = at.file();
    }
    if (span.chain().size() > MOST_ORIGINS) {
      lines.add("and so on, up to " + span.chain().get(span.chain().size() - 1).place());
    }
    return lines.isEmpty() ? List.of() : List.of(String.join("\n", lines));
  }

  private void appendNotes(StringBuilder out, int margin, String word, List<String> notes) {
    for (String note : notes) {
      String[] lines = note.split("\n", -1);
      String head = " ".repeat(margin) + " = ";
      out.append(paint("1;34", head)).append(paint("1", word + ": "));
      out.append(printable(lines[0])).append('\n');
      for (int i = 1; i < lines.length; i++) {
        out.append(" ".repeat(head.length() + word.length() + 2)).append(printable(lines[i]));
        out.append('\n');
      }
    }
  }

  private String paint(String style, String text) {
    return color ? "\033[" + style + "m" + text + "\033[0m" : text;
  }

  /** The text with control characters, format characters and lone surrogates made visible. */
  public static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (c == '\t') {
                out.append(' ');
              } else if (type == Character.CONTROL
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR) {
                out.append('\uFFFD');
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /** The part of a long line that is shown, with where its carets stand in terminal columns. */
  private record Window(String text, int indent, int carets) {
    static Window around(Span span) {
      int[] points = span.text().codePoints().toArray();
      int start = Math.min(span.column() - 1, points.length);
      int end = Math.min(start + span.width(), points.length);
      int from = start > TEXT_WIDTH / 2 && points.length > TEXT_WIDTH ? start - TEXT_WIDTH / 2 : 0;
      int to = Math.min(points.length, from + TEXT_WIDTH);
      String head = from > 0 ? "…" : "";
      String tail = to < points.length ? "…" : "";
      String before = printable(new String(points, from, start - from));
      String marked = printable(new String(points, start, Math.min(end, to) - start));
      String after = printable(new String(points, Math.min(end, to), to - Math.min(end, to)));
      return new Window(
          head + before + marked + after.stripTrailing() + tail,
          columns(head + before),
          columns(marked));
    }

    /** Terminal columns: ideographs, Hangul and full-width forms take two. */
    private static int columns(String text) {
      return text.codePoints()
          .map(
              c ->
                  Character.getType(c) == Character.NON_SPACING_MARK
                      ? 0
                      : Character.isIdeographic(c)
                              || (c >= 0x1100 && c <= 0x115f)
                              || (c >= 0x3040 && c <= 0x30ff)
                              || (c >= 0xac00 && c <= 0xd7a3)
                              || (c >= 0xff00 && c <= 0xff60)
                              || (c >= 0x1f300 && c <= 0x1faff)
                          ? 2
                          : 1)
          .sum();
    }
  }
}
