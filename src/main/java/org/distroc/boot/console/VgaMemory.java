package org.distroc.boot.console;

import java.util.Arrays;

/**
 * The text memory of a VGA card at one moment: pairs of a character (code page 437) and its
 * colours, and which part of it the card shows. A kernel scrolls by moving that part through the
 * memory, so what scrolled off the screen is still there, above it.
 *
 * @param cells the 32 KiB at physical address 0xb8000
 * @param start the CRT controller's start address, in characters
 * @param cursor the CRT controller's cursor location, in characters
 */
record VgaMemory(byte[] cells, int start, int cursor) {
  /** Where the text memory of a colour card is. */
  static final long ADDRESS = 0xb8000;

  /** Its size, in bytes. */
  static final int SIZE = 32 * 1024;

  static final int COLUMNS = 80;
  static final int ROWS = 25;

  /** Whole rows that the memory holds. */
  static final int ALL_ROWS = SIZE / 2 / COLUMNS;

  private static final String LOW = " ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼";
  private static final String HIGH =
      "⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌"
          + "█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

  /** The row of the memory that is shown at the top; a start inside a row counts as that row. */
  int top() {
    return Math.min(start / COLUMNS, ALL_ROWS - ROWS);
  }

  /** The row of the screen that the cursor is in, from 0; the last one when it is elsewhere. */
  int cursorRow() {
    int row = cursor / COLUMNS - top();
    return row >= 0 && row < ROWS ? row : ROWS - 1;
  }

  /** All 80 characters of a row of the memory, counted from the start of the memory. */
  String row(int row) {
    char[] text = new char[COLUMNS];
    for (int column = 0; column < COLUMNS; column++) {
      text[column] = character(cells[2 * (row * COLUMNS + column)] & 0xff);
    }
    return new String(text);
  }

  /** The character of a code. */
  static char character(int code) {
    if (code < 0x20) {
      return LOW.charAt(code);
    }
    return code < 0x7f ? (char) code : HIGH.charAt(code - 0x7f);
  }

  /** The column after the last character of a row; blanks before the cursor count as typed. */
  int width(int row) {
    int width = row(row).replace('\u00a0', ' ').stripTrailing().length();
    return cursor / COLUMNS == row ? Math.max(width, cursor % COLUMNS) : width;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VgaMemory memory
        && start == memory.start
        && cursor == memory.cursor
        && Arrays.equals(cells, memory.cells);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * start + cursor) + Arrays.hashCode(cells);
  }

  @Override
  public String toString() {
    return "VgaMemory[start=" + start + ", cursor=" + cursor + "]";
  }
}
