package org.distroc.busybox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of applets in a program. */
class AppletsTest {
  private static List<String> read(String program) {
    return Applets.of(program.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsTheTable() {
    assertEquals(
        List.of("[", "[[", "ash", "cat", "mke2fs", "sh", "zcat"),
        read("\177ELF\0usage: x\0abc\0[\0[[\0ash\0cat\0mke2fs\0sh\0zcat\0\0%s: not found\0b\0c\0"));
  }

  @Test
  void aTextInFrontMayBeInOrder() {
    assertEquals(List.of("[", "[[", "ash", "cat", "sh"), read("-x\0[\0[[\0ash\0cat\0sh\0Usage\0"));
  }

  @Test
  void readsATableWithoutTest() {
    assertEquals(List.of("cat", "ls", "sh"), read("X Y\0cat\0ls\0sh\0Z\0"));
  }

  @Test
  void otherProgramsHaveNone() {
    assertEquals(List.of(), read("\177ELF no names here\0at all"));
    assertEquals(List.of(), read(""));
  }
}
