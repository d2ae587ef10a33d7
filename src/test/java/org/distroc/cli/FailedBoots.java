package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.distroc.boot.test.BootExplanation;
import org.distroc.boot.test.BootResult;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.TextRenderer;
import org.distroc.plan.BuildPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recipe whose guest fails, and the expected diagnosis; one kind of failure after another is
 * tried by the classes that extend this.
 */
abstract class FailedBoots {
  /** The kernel that most tests share. */
  static final String SERIAL = "SERIAL_8250: y, SERIAL_8250_CONSOLE: y, ";

  /** Looks for disks, runs scripts and nothing else, and decompresses nothing. */
  static final String DISKS =
      "{64BIT: y, PRINTK: y, BLK_DEV_INITRD: y, TTY: y, "
          + SERIAL
          + "BLOCK: y, BINFMT_SCRIPT: y, RD_GZIP: n, EARLY_PRINTK: y, VT: n}";

  /** As above with neither terminals nor an initramfs, but with early output. */
  static final String MUTE = "{64BIT: y, PRINTK: y, BLOCK: y, BINFMT_SCRIPT: y, EARLY_PRINTK: y}";

  static final String TERMINALS = "64BIT: y, PRINTK: y, BINFMT_ELF: y, BLK_DEV_INITRD: y, TTY: y, ";

  @TempDir Path folder;
  FailingGuests guests;

  /** The recipe's lines that tests change. */
  final Map<String, String> keys = new LinkedHashMap<>();

  /** The package with the kernel. */
  String kernel() {
    return "linux-source-6.1";
  }

  @BeforeEach
  void aRecipeThatWorks() {
    guests = new FailingGuests(folder);
    keys.put("options", "{" + TERMINALS + SERIAL + "}");
    keys.put("cmdline", "[panic=-1]");
    keys.put("program", "hello");
    keys.put("libc", "none");
    keys.put("syscalls", "[write, pause]");
    keys.put("formats", "[kernel, initramfs]");
    keys.put("compression", "none");
    keys.put("memory", "64M");
    keys.put("display", "serial");
    keys.put("cpu", "qemu64");
    keys.put("accel", "tcg");
    keys.put("timeout", "20s");
  }

  String recipe() {
    String text =
        """
        distro: v1
        name: failing
        kernel:
          source: {debian: KERNEL}
          base: tinyconfig
          options: OPTIONS
          cmdline: CMDLINE
        init:
          PROGRAM
        image:
          formats: FORMATS
          initramfs:
            compression: COMPRESSION
        qemu:
          memory: MEMORY
          display: DISPLAY
          cpu: CPU
          accel: ACCEL
        test:
          timeout: TIMEOUT
          steps:
            - expect: "never said"
        """
            .replace("KERNEL", kernel());
    List<String> init = new ArrayList<>();
    for (String key : List.of("program", "source", "libc", "syscalls", "allow")) {
      if (keys.containsKey(key)) {
        init.add(key + ": " + keys.get(key));
      }
    }
    text = text.replace("PROGRAM", String.join("\n  ", init));
    for (Map.Entry<String, String> key : keys.entrySet()) {
      String name = key.getKey().toUpperCase(Locale.ROOT);
      text = text.replace(name + "\n", key.getValue() + "\n");
    }
    return text;
  }

  BootResult boot() throws Exception {
    BuildPlan plan = guests.plan(recipe());
    return guests.boot(plan, guests.build(plan));
  }

  BootResult bootWith(int mode, byte[] init, FailingGuests.File... more) throws Exception {
    List<FailingGuests.File> files = new ArrayList<>(List.of(more));
    files.add(new FailingGuests.File("init", mode, init));
    return bootWith(files);
  }

  BootResult bootWith(List<FailingGuests.File> files) throws Exception {
    BuildPlan plan = guests.plan(recipe());
    FailingGuests.File[] all = files.toArray(FailingGuests.File[]::new);
    return guests.boot(plan, guests.with(guests.build(plan), all));
  }

  /** One explanation is this row of the table, and stands at a line that begins so. */
  static String assertExplained(BootResult result, String row, String line) {
    String shown = new TextRenderer(false).render(result.diagnostics());
    assertFalse(result.passed(), result.console());
    BootExplanation explanation =
        result.explanations().stream()
            .filter(e -> e.id().equals(row))
            .findFirst()
            .orElseThrow(() -> new AssertionError(result.explanations() + "\n" + shown));
    Diagnostic told =
        result.diagnostics().stream()
            .filter(d -> d.code() == Code.D7040 && d.message().equals(explanation.title()))
            .findFirst()
            .orElseThrow(() -> new AssertionError(shown));
    assertEquals(line, told.at().orElseThrow().text().strip().split(":")[0], shown);
    assertEquals("failing.yaml", told.at().orElseThrow().file());
    assertFalse(told.remedies().isEmpty(), shown);
    return shown;
  }

  static void assertSays(String shown, String words) {
    String oneLine = shown.replaceAll("\\s+", " ");
    assertTrue(oneLine.contains(words), "not said: " + words + "\n" + shown);
  }

  static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(1).nextBytes(noise);
    return noise;
  }
}
