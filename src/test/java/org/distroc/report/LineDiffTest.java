package org.distroc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences are those of {@code diff -u}. */
class LineDiffTest {
  @TempDir Path folder;

  @Test
  void equalTextsHaveNoDiff() {
    assertEquals(List.of(), LineDiff.of("a", "x\n", "x\n"));
  }

  @Test
  void aMissingLastLineBreakShows() {
    assertEquals(
        List.of("--- a", "+++ a", "@@ -1 +1 @@", "-x", "\\ No newline at end of file", "+x"),
        LineDiff.of("a", "x", "x\n"));
  }

  @Test
  void theDiffProgramReadsThemTheSameWay() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      String before = text(random, "", 40);
      String after = text(random, before, 12);
      List<String> ours = LineDiff.of("a", before, after);
      assertEquals(after, patched(before, ours), "round " + round);
    }
  }

  private static String text(Random random, String from, int changes) {
    StringBuilder text = new StringBuilder(from);
    for (int i = random.nextInt(changes); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int line = text.lastIndexOf("\n", at) + 1;
      int end = text.indexOf("\n", line) + 1;
      text.replace(
          line, random.nextBoolean() ? Math.max(line, end) : line, random.nextInt(9) + "\n");
    }
    return text.toString();
  }

  private String patched(String before, List<String> diff)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("a"), before);
    Path changes = Files.writeString(folder.resolve("changes"), String.join("\n", diff) + "\n");
    if (diff.isEmpty()) {
      return before;
    }
    Process patch =
        new ProcessBuilder("git", "apply", "--unsafe-paths", "-p0", changes.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(patch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(patch.waitFor() == 0, said + String.join("\n", diff));
    return Files.readString(file);
  }
}
