package org.distroc.boot.console;

/**
 * Prepares a console's output for matching and display: terminal escape sequences (ECMA-48) and
 * control characters go, carriage returns go, line feeds and tabs stay. It remembers where in a
 * sequence a piece of output ended, so pieces of any size give the same text.
 */
public final class EscapeStripper {
  private static final char ESCAPE = 0x1b;
  private static final int LONGEST_STRING = 4096;

  private State state = State.TEXT;
  private int length;

  private enum State {
    TEXT,
    ESCAPED,
    INTERMEDIATE,
    CONTROL_SEQUENCE,
    STRING,
    STRING_ESCAPED
  }

  /** All of a text that is complete. */
  public static String strip(CharSequence text) {
    return new EscapeStripper().next(text);
  }

  /** What of the next piece of output a person would see. */
  public String next(CharSequence piece) {
    String text = piece.toString();
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        // Nothing legal contains a line break: better a torn sequence than a swallowed line.
        state = State.TEXT;
      }
      if (state == State.TEXT && c != ESCAPE) {
        int end = endOfVisible(text, i);
        out.append(text, i, end);
        i = Math.max(i, end - 1);
      } else {
        state = after(c);
      }
    }
    return out.toString();
  }

  /** Where what a person would see ends, if it begins there; a flood of it goes in one piece. */
  private static int endOfVisible(String text, int from) {
    int end = from;
    while (end < text.length() && visible(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean visible(char c) {
    return c == '\n' || c == '\t' || c >= ' ' && c < 0x7f || c >= 0xa0;
  }

  private State after(char c) {
    if (state == State.STRING || state == State.STRING_ESCAPED) {
      return afterInString(c);
    }
    if (c == ESCAPE) {
      return State.ESCAPED;
    }
    if (state == State.ESCAPED) {
      length = 0;
      return switch (c) {
        case '[' -> State.CONTROL_SEQUENCE;
        case ']', 'P', 'X', '^', '_' -> State.STRING;
        default -> c >= 0x20 && c <= 0x2f ? State.INTERMEDIATE : State.TEXT;
      };
    }
    boolean goesOn = state == State.INTERMEDIATE ? c >= 0x20 && c <= 0x2f : c < 0x40;
    return goesOn && ++length < LONGEST_STRING ? state : State.TEXT;
  }

  private State afterInString(char c) {
    boolean ended = c == 0x07 || state == State.STRING_ESCAPED && c == '\\';
    if (ended || ++length > LONGEST_STRING) {
      return State.TEXT;
    }
    return c == ESCAPE ? State.STRING_ESCAPED : State.STRING;
  }
}
