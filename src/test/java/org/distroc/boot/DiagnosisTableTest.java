package org.distroc.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTableTest {
  private static final DiagnosisTable TABLE = DiagnosisTable.shipped();

  /** What a guest showed, the facts as key=value, and words that the first sentence must have. */
  record Example(String id, String console, String facts, String words) {
    Map<String, String> known() {
      Map<String, String> known = new LinkedHashMap<>();
      for (String fact : facts.split(" ")) {
        known.put(fact.substring(0, fact.indexOf('=')), fact.substring(fact.indexOf('=') + 1));
      }
      return known;
    }
  }

  private static Example panic(String id, String text, String words) {
    return new Example(
        id, "x\nKernel panic - not syncing: " + text + "\n", "medium=iso panicked=yes", words);
  }

  static List<Example> examples() {
    List<Example> all = new ArrayList<>();
    String kill = "Attempted to kill init! exitcode=0x";
    String spoke = "medium=iso console=spoke display=vga panicked=no";
    all.add(
        new Example(
            "init-ended/missing-interpreter",
            "Failed to execute /init (error -2)",
            spoke,
            "ELF loader"));
    all.add(
        new Example(
            "init-ended/not-for-this-kernel",
            "Failed to execute /init (error -8)",
            spoke,
            "execute /init"));
    all.add(
        new Example(
            "init-ended/not-executable", "Failed to execute /init (error -13)", spoke, "mode"));
    all.add(
        new Example(
            "init-ended/cannot-execute", "Failed to execute /init (error -40)", spoke, "circle"));
    all.add(
        panic(
            "init-ended/requested",
            "Requested init /bin/x failed (error -2).",
            "/bin/x, and could not: error 2 (ENOENT"));
    all.add(panic("init-ended/killed", kill + "0000000b", "signal 11 killed it (SIGSEGV"));
    all.add(panic("init-ended/killed", kill + "00000084", "signal 4 killed it"));
    all.add(panic("init-ended/exited", kill + "00000100", "it exited with status 1"));
    all.add(panic("init-ended/exited", kill + "00007f00", "it exited with status 127"));
    all.add(
        new Example(
            "init-ended/none-given",
            "No working\ninit found.  Try",
            "medium=kernel initramfs=none",
            "A kernel alone"));
    all.add(panic("init-ended/none-found", "No working init found.  Try passing", "tried /init"));
    all.add(
        panic(
            "root/not-mounted",
            "VFS: Unable to mount root fs on unknown-block(0,0)",
            "looked for a disk"));
    all.add(panic("memory/exhausted", "System is deadlocked on memory", "too small"));
    all.add(
        new Example(
            "console/none-open",
            "Warning: unable to open an initial console.",
            spoke,
            "/dev/console"));
    all.add(
        new Example(
            "loader/no-bootable-device",
            "Booting from Floppy...\nNo bootable device.",
            spoke,
            "no boot record"));
    all.add(
        new Example("loader/isolinux-files", "Failed to load ldlinux.c32", spoke, "ldlinux.c32"));
    all.add(
        new Example(
            "loader/file-not-found",
            "Loading initrd...failed: No such file or directory",
            spoke,
            "but initrd,"));
    all.add(
        new Example(
            "loader/no-configuration",
            "WARNING: No configuration file found",
            spoke,
            "configuration"));
    all.add(
        new Example(
            "keyboard/unread", "# ", spoke + " keyboard=unread", "driver for the keyboard"));
    all.add(new Example("silence/serial", "", "console=silent display=serial", "serial port"));
    all.add(new Example("silence/vga", "", "console=silent display=vga", "screen"));
    all.add(new Example("silence/none", "", "console=silent display=none", "no display"));
    all.add(new Example("silence/kvm", "", "console=silent accelerator=kvm", "KVM"));
    all.add(new Example("end/reset", "x", "ending=reset panicked=no", "three faults"));
    all.add(new Example("end/poweroff", "x", "ending=poweroff", "switched itself off"));
    return all;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void explains(Example example) {
    List<Explanation> found = TABLE.explain(example.console(), example.known());
    assertEquals(1, found.size(), found.toString());
    Explanation explanation = found.get(0);
    assertEquals(example.id(), explanation.id());
    assertTrue(explanation.sentence().contains(example.words()), explanation.sentence());
    assertFalse(
        (explanation.sentence() + explanation.help()).contains("{"), explanation.toString());
  }

  @Test
  void hasAnExampleForEachRow() {
    List<String> withExample = examples().stream().map(Example::id).distinct().toList();
    assertEquals(TABLE.rows().stream().map(DiagnosisTable.Row::id).toList(), withExample);
  }

  @Test
  void saysNothingAboutAGuestThatIsWell() {
    Map<String, String> facts = Map.of("console", "spoke", "display", "vga", "panicked", "no");
    assertEquals(
        List.of(), TABLE.explain("Linux version 6.1\nRun /init as init process\n# ", facts));
  }

  @Test
  void saysOneThingOfEachGroup() {
    String console =
        "Failed to execute /init (error -2)\nKernel panic - not syncing: No working init found.\n"
            + "unable to open an initial console";
    List<String> ids =
        TABLE.explain(console, Map.of("medium", "iso")).stream().map(Explanation::id).toList();
    assertEquals(List.of("init-ended/missing-interpreter", "console/none-open"), ids);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id: a/b",
        "says: x",
        "id: nogroup\nsays: x",
        "id: a/b\nsays: x\nsays: y",
        "id: a/b\nwhat: x",
        "id: a/b\nsays: x\nwhen: display",
        "id: a/b\nsays: x\nconsole: (",
        "just text"
      })
  void refusesARowThatIsNotWellFormed(String text) {
    BufferedReader in = new BufferedReader(new StringReader(text));
    assertThrows(IllegalArgumentException.class, () -> DiagnosisTable.read(in));
  }
}
