package org.distroc.boot.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.distroc.boot.test.BootExplanation;
import org.junit.jupiter.api.Test;

class LastWordsTest {
  private static final String PANIC =
      "Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100\n";

  private static String said(String console) {
    return LastWords.of(console).orElse("nothing");
  }

  @Test
  void linesWithTimesAreTheKernels() {
    String console =
        "[    0.000000] Linux version 6.1\n"
            + "[    0.900000] Run /init as init process\n"
            + "starting\n"
            + "mount: /dev/sda: no such device\n\n"
            + "[    1.000000] random: crng init done\n"
            + "[    1.100000] "
            + PANIC;
    assertEquals("mount: /dev/sda: no such device", said(console));
  }

  @Test
  void aLineWithoutItsEndIsCutWhereTheKernelSpeaks() {
    assertEquals("oops", said("[    0.900000] x\noops[    1.100000] " + PANIC));
  }

  @Test
  void withoutTimesOnlyTheLinesAfterTheStartCount() {
    String started = "Linux version 6.1\ntsc: x\nRun /init as init process\n  with arguments:\n";
    assertEquals("no disk", said(started + "    /init\nno disk\nrandom: crng init done\n" + PANIC));
    assertEquals("nothing", said(started + "    /init\n" + PANIC));
    assertEquals("nothing", said("Linux version 6.1\nFreeing unused memory\n" + PANIC));
  }

  @Test
  void aQuietKernelPrintsNothingElse() {
    assertEquals("no disk", said("no disk\n" + PANIC));
  }

  @Test
  void withoutAPanicThereAreNone() {
    assertEquals("nothing", said("no disk\n"));
  }

  @Test
  void theyComeFirstUnlessInitSucceeded() {
    BootExplanation exited =
        new BootExplanation("init-ended/exited", "t", "It ended.", List.of("h"), "init", "", false);
    BootExplanation other =
        new BootExplanation("memory/exhausted", "t", "It ended.", List.of(), "init", "", false);
    List<BootExplanation> added = LastWords.added(List.of(exited, other), "no disk\n" + PANIC);
    assertEquals("init's last line: \"no disk\". It ended.", added.get(0).sentence());
    assertEquals(List.of("start with what that line reports", "h"), added.get(0).help());
    assertEquals(other, added.get(1));
    String success = "done\n" + PANIC.replace("00000100", "00000000");
    assertEquals(List.of(exited), LastWords.added(List.of(exited), success));
    assertEquals(Optional.empty(), LastWords.of(""));
  }
}
