package org.distroc.report;

import java.util.ArrayList;
import java.util.List;

/** The difference between two texts in the unified form that {@code diff -u} writes. */
public final class LineDiff {
  private static final int CONTEXT = 3;

  private final List<String> before;
  private final List<String> after;

  /** Of each line, what happens to it: {@code ' '}, {@code '-'} or {@code '+'} in front. */
  private final List<String> lines = new ArrayList<>();

  private LineDiff(String before, String after) {
    this.before = split(before);
    this.after = split(after);
  }

  /** The lines of the difference without line breaks; none when the texts are the same. */
  public static List<String> of(String name, String before, String after) {
    if (before.equals(after)) {
      return List.of();
    }
    LineDiff diff = new LineDiff(before, after);
    diff.compare();
    List<String> out = new ArrayList<>(List.of("--- " + name, "+++ " + name));
    diff.hunks(out);
    return out;
  }

  /** With their line breaks, so that a changed one shows. */
  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
  }

  /** Common lines at both ends are most of them; between, the longest common subsequence. */
  private void compare() {
    int head = 0;
    int oldEnd = before.size();
    int newEnd = after.size();
    while (head < Math.min(oldEnd, newEnd) && before.get(head).equals(after.get(head))) {
      lines.add(" " + before.get(head++));
    }
    while (oldEnd > head && newEnd > head && before.get(oldEnd - 1).equals(after.get(newEnd - 1))) {
      oldEnd--;
      newEnd--;
    }
    between(before.subList(head, oldEnd), after.subList(head, newEnd));
    before.subList(oldEnd, before.size()).forEach(line -> lines.add(" " + line));
  }

  private void between(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        lines.add(" " + old.get(i++));
        j++;
      } else if (i < old.size() && (j == now.size() || common[i + 1][j] >= common[i][j + 1])) {
        lines.add("-" + old.get(i++));
      } else {
        lines.add("+" + now.get(j++));
      }
    }
  }

  private void hunks(List<String> out) {
    int oldLine = 1;
    int newLine = 1;
    for (int i = 0; i < lines.size(); ) {
      int end = hunkEnd(i);
      if (end > i) {
        List<String> hunk = lines.subList(i, end);
        int removed = count(hunk, '+');
        int added = count(hunk, '-');
        out.add("@@ -" + range(oldLine, removed) + " +" + range(newLine, added) + " @@");
        hunk.forEach(line -> print(line, out));
        oldLine += removed;
        newLine += added;
        i = end;
      } else {
        oldLine++;
        newLine++;
        i++;
      }
    }
  }

  /** Where the hunk ends that starts here with its context; here itself when none does. */
  private int hunkEnd(int start) {
    int end = start;
    int reach = start + CONTEXT;
    for (int i = start; i < lines.size() && i <= reach; i++) {
      if (lines.get(i).charAt(0) != ' ') {
        reach = i + 2 * CONTEXT + 1;
        end = Math.min(lines.size(), i + 1 + CONTEXT);
      }
    }
    return end;
  }

  /** How many lines one side has: all that are not only on the other. */
  private static int count(List<String> hunk, char other) {
    return (int) hunk.stream().filter(line -> line.charAt(0) != other).count();
  }

  private static String range(int first, int count) {
    return (count == 0 ? first - 1 : first) + (count == 1 ? "" : "," + count);
  }

  private static void print(String line, List<String> out) {
    out.add(line.endsWith("\n") ? line.substring(0, line.length() - 1) : line);
    if (!line.endsWith("\n")) {
      out.add("\\ No newline at end of file");
    }
  }
}
