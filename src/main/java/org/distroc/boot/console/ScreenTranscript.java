package org.distroc.boot.console;

/**
 * Turns a series of looks at the VGA text memory into running text, as if the guest had a serial
 * console: lines that scrolled off between two looks are taken from the memory above the screen, a
 * screen that was cleared starts a new page. A line that fills all columns is taken to go on in the
 * next one.
 */
final class ScreenTranscript {
  /** The first row that is copied to the top when the kernel reaches the end of the memory. */
  private static final int WRAP = VgaMemory.ALL_ROWS - VgaMemory.ROWS + 1;

  private static final String UNSEEN = "[lines scrolled by too fast to record]\n";

  private VgaMemory last;

  /** What is now known not to change any more, given one more look; it often is empty. */
  String settle(VgaMemory now) {
    VgaMemory before = last;
    last = now;
    if (before == null) {
      return "";
    }
    int top = before.top();
    if (now.top() > top && unmoved(before, now)) {
      return rows(now, top, now.top());
    }
    if (now.top() < top && wrapped(now) && survived(before, now)) {
      return rows(now, Math.max(top, now.top() + VgaMemory.ROWS), WRAP) + rows(now, 0, now.top());
    }
    if (now.top() == top) {
      if (unmoved(before, now)) {
        return "";
      }
      int lines = copiedUp(before, now);
      if (lines > 0) {
        return rows(before, top, top + lines);
      }
      if (mostlyEqual(before, now)) {
        return "";
      }
    }
    String shown = live(before).stripTrailing();
    String page = shown.isEmpty() ? "" : shown + "\n";
    return lapped(before, now) ? page + UNSEEN + olderLap(now) + rows(now, 0, now.top()) : page;
  }

  /** What the screen shows, without the blanks at the ends of lines and below the last one. */
  static String live(VgaMemory memory) {
    int last = memory.top() + VgaMemory.ROWS - 1;
    while (last > memory.top() + memory.cursorRow() && memory.width(last) == 0) {
      last--;
    }
    String text = rows(memory, memory.top(), last + 1);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static String rows(VgaMemory memory, int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int row = from; row < to; row++) {
      int width = memory.width(row);
      out.append(memory.row(row), 0, width).append(width == VgaMemory.COLUMNS ? "" : "\n");
    }
    return out.toString();
  }

  /** Whether the lines that were complete are still where they were in the memory. */
  private static boolean unmoved(VgaMemory before, VgaMemory now) {
    return equalRows(before, before.top(), now, before.top(), before.cursorRow());
  }

  /** Whether the top of the memory was copied from its end, as the kernel does it. */
  private static boolean wrapped(VgaMemory now) {
    int complete = Math.min(now.top() + now.cursorRow(), VgaMemory.ALL_ROWS - WRAP);
    return complete > 0
        && now.top() + VgaMemory.ROWS <= WRAP
        && equalRows(now, WRAP, now, 0, complete);
  }

  /** Whether the complete lines are still there, as far as the new screen does not cover them. */
  private static boolean survived(VgaMemory before, VgaMemory now) {
    int from = Math.max(before.top(), now.top() + VgaMemory.ROWS);
    int complete = before.top() + before.cursorRow();
    return equalRows(before, from, now, from, complete - from);
  }

  /** Whether so much was written that the kernel went once or more through the whole memory. */
  private static boolean lapped(VgaMemory before, VgaMemory now) {
    int both = Math.min(before.top(), now.top());
    return now.top() > 0 && (both == 0 || !equalRows(before, 0, now, 0, both));
  }

  /** The lines below the screen, which the kernel wrote before it went on at the top. */
  private static String olderLap(VgaMemory now) {
    return rows(now, Math.min(now.top() + VgaMemory.ROWS, WRAP), WRAP);
  }

  /**
   * By how many lines firmware or a boot loader moved the screen's contents up; 0 if it did not.
   */
  private static int copiedUp(VgaMemory before, VgaMemory now) {
    int top = before.top();
    for (int lines = 1; lines < before.cursorRow(); lines++) {
      if (equalRows(before, top + lines, now, top, before.cursorRow() - lines)) {
        return lines;
      }
    }
    return 0;
  }

  private static boolean mostlyEqual(VgaMemory before, VgaMemory now) {
    int equal = 0;
    int written = 0;
    for (int row = before.top(); row < before.top() + VgaMemory.ROWS; row++) {
      if (before.width(row) > 0) {
        written++;
        equal += before.row(row).equals(now.row(row)) ? 1 : 0;
      }
    }
    return 2 * equal >= written;
  }

  private static boolean equalRows(VgaMemory a, int fromA, VgaMemory b, int fromB, int count) {
    for (int i = 0; i < count; i++) {
      if (!a.row(fromA + i).equals(b.row(fromB + i))) {
        return false;
      }
    }
    return true;
  }
}
