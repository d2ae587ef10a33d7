package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.distroc.boot.BootResult;
import org.distroc.boot.BootResult.Outcome;
import org.distroc.boot.Explanation;
import org.distroc.build.Artifacts;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.TextRenderer;
import org.distroc.plan.BuildPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guests that really fail, one for each way that is known: what happened is said, and at which line
 * of the recipe.
 */
@Tag("guest")
class FailedBootsTest {
  /** The kernel that most tests share. */
  private static final String SERIAL = "SERIAL_8250: y, SERIAL_8250_CONSOLE: y, ";

  /** Has neither terminals nor an initramfs, but can print from its first moment. */
  private static final String MUTE = "BLK_DEV_INITRD: n, BLOCK: y, TTY: n, EARLY_PRINTK: y";

  /** Has disks, scripts, a limit on files in memory, and nothing that decompresses. */
  private static final String DISKS =
      SERIAL + "BLOCK: y, SHMEM: y, TMPFS: y, BINFMT_SCRIPT: y, RD_GZIP: n, ";

  private static final String USUAL = "64BIT: y, PRINTK: y, BINFMT_ELF: y, ";
  private static final String TERMINALS = USUAL + "BLK_DEV_INITRD: y, TTY: y, ";

  @TempDir Path folder;
  private FailingGuests guests;

  /** The recipe's lines that tests change. */
  private final Map<String, String> keys = new LinkedHashMap<>();

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
    keys.put("timeout", "20s");
  }

  private String recipe() {
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
          accel: tcg
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

  private BootResult boot() throws Exception {
    BuildPlan plan = guests.plan(recipe());
    return guests.boot(plan, guests.build(plan));
  }

  private BootResult bootWith(int mode, byte[] init, FailingGuests.File... more) throws Exception {
    BuildPlan plan = guests.plan(recipe());
    return guests.boot(plan, guests.with(guests.build(plan), mode, init, more));
  }

  /** One explanation is this row of the table, and stands at a line that begins so. */
  private static String assertExplained(BootResult result, String row, String line) {
    String shown = new TextRenderer(false).render(result.diagnostics());
    assertFalse(result.passed(), result.console());
    Explanation explanation =
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
    assertFalse(told.remedies().isEmpty() && !row.startsWith("init-ended/"), shown);
    System.out.println(shown);
    return shown;
  }

  private static void assertSays(String shown, String words) {
    String oneLine = shown.replaceAll("\\s+", " ");
    assertTrue(oneLine.contains(words), "not said: " + words + "\n" + shown);
  }

  // ---- the kernel finds nothing to start ------------------------------------------------------

  /** Three ways to fail of one kernel that has neither an initramfs nor terminals. */
  @Test
  void aKernelThatTakesNoInitramfs() throws Exception {
    keys.put("options", "{" + USUAL + MUTE + "}");
    keys.put("allow", "[D4002]");
    keys.put("cmdline", "[\"earlyprintk=serial,ttyS0,115200,keep\", panic=-1]");
    BootResult result = boot();
    assertTrue(result.console().contains("Unable to mount root fs on"), result.console());
    assertExplained(result, "init-ended/no-initrd-support", "options");
    assertTrue(result.console().contains("unable to open an initial console"), result.console());
    assertExplained(result, "console/no-terminals", "options");
  }

  @Test
  void aKernelWithoutTerminalsSaysAllInASecondBoot() throws Exception {
    keys.put("options", "{" + USUAL + MUTE + "}");
    keys.put("allow", "[D4002]");
    keys.put("cmdline", "[]");
    keys.put("timeout", "3s");
    BootResult result = boot();
    assertEquals("", result.console().strip());
    String shown = assertExplained(result, "silence/no-terminals", "options");
    assertSays(shown, "booted once more with everything printed, it said last: ");
    assertSays(shown, "Unable to mount root fs on");
    assertExplained(result, "init-ended/no-initrd-support", "options");
  }

  @Test
  void noInitramfsGiven() throws Exception {
    keys.put("options", "{" + TERMINALS + DISKS + "}");
    keys.put("formats", "[kernel]");
    BootResult result = boot();
    assertTrue(result.console().contains("Unable to mount root fs on"), result.console());
    assertExplained(result, "init-ended/none-given", "init");
  }

  @Test
  void noInitramfsGivenToAKernelWithoutDisks() throws Exception {
    keys.put("formats", "[kernel]");
    BootResult result = boot();
    assertTrue(result.console().contains("No working init found"), result.console());
    assertExplained(result, "init-ended/none-given", "init");
  }

  @Test
  void anInitramfsThatTheKernelCannotDecompress() throws Exception {
    keys.put("options", "{" + TERMINALS + DISKS + "}");
    keys.put("compression", "gzip");
    keys.put("allow", "[D4001]");
    String shown = assertExplained(boot(), "init-ended/no-decompressor", "compression");
    assertSays(shown, "add `RD_GZIP: y` under `kernel.options`");
  }

  @Test
  void anInitramfsWithoutInit() throws Exception {
    keys.put("options", "{" + TERMINALS + DISKS + "}");
    keys.put("cmdline", "[panic=-1, rdinit=/other]");
    BootResult result = boot();
    assertTrue(result.console().contains("Unable to mount root fs on"), result.console());
    assertExplained(result, "root/not-mounted", "options");
  }

  /** The kernel unpacks itself over the archive. */
  @Test
  void tooLittleMemoryForTheArchive() throws Exception {
    keys.put("memory", "30M");
    FailingGuests.File big = new FailingGuests.File("aaa", 0644, noise(8 << 20));
    BootResult result = bootWith(0755, guests.program("GREETING"), big);
    assertTrue(result.console().contains("Initramfs unpacking failed"), result.console());
    assertExplained(result, "init-ended/does-not-fit", "memory");
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(1).nextBytes(noise);
    return noise;
  }

  // ---- the kernel cannot execute init -----------------------------------------------------------

  @Test
  void aProgramWhoseLoaderIsMissing() throws Exception {
    String shown =
        assertExplained(
            bootWith(0755, guests.program("GREETING", "-DLIBRARY")),
            "init-ended/missing-loader",
            "libc");
    assertSays(shown, "/lib64/ld-linux-x86-64.so.2 first");
  }

  @Test
  void aScriptWhoseInterpreterIsMissing() throws Exception {
    keys.put("options", "{" + TERMINALS + DISKS + "}");
    BootResult result = bootWith(0755, "#!/bin/sh -e\necho\n".getBytes());
    assertSays(assertExplained(result, "init-ended/missing-interpreter", "init"), "wants /bin/sh");
  }

  @Test
  void aScriptOnAKernelThatRunsNone() throws Exception {
    BootResult result = bootWith(0755, "#!/bin/sh\n".getBytes());
    assertExplained(result, "init-ended/no-scripts", "options");
  }

  @Test
  void anotherFileThatIsNotThere() throws Exception {
    keys.put("cmdline", "[panic=-1, rdinit=/other]");
    assertExplained(boot(), "init-ended/rdinit", "cmdline");
  }

  @Test
  void aProgramFor32Bits() throws Exception {
    BootResult result = bootWith(0755, guests.program("GREETING", "-m32"));
    assertExplained(result, "init-ended/narrower-than-kernel", "options");
  }

  @Test
  void bytesThatAreNoProgram() throws Exception {
    assertExplained(bootWith(0755, noise(5000)), "init-ended/not-for-this-kernel", "init");
  }

  @Test
  void aFileThatIsNotExecutable() throws Exception {
    BootResult result = bootWith(0644, guests.program("GREETING"));
    assertSays(assertExplained(result, "init-ended/not-executable", "init"), "error -13");
  }

  // ---- init ends --------------------------------------------------------------------------------

  @Test
  void anInitThatExits() throws Exception {
    BootResult result = bootWith(0755, guests.program("EXIT"));
    assertSays(assertExplained(result, "init-ended/exited", "init"), "it exited with status 3");
  }

  @Test
  void anInitWithAPointerToNothing() throws Exception {
    BootResult result = bootWith(0755, guests.program("NULL_POINTER"));
    String shown = assertExplained(result, "init-ended/null-pointer", "init");
    assertSays(shown, "play (failing-init.c:");
    int line = lineOf("*(volatile int *)8 = 1;");
    assertSays(shown, "failing-init.c:" + line + ")");
  }

  private int lineOf(String code) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("failing-init.c"));
    return 1 + lines.stream().map(String::strip).toList().indexOf(code);
  }

  @Test
  void anInstructionThatThereIsNot() throws Exception {
    BootResult result = bootWith(0755, guests.program("NO_INSTRUCTION"));
    assertExplained(result, "init-ended/unknown-instruction", "cpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "guard", "movaps"})
  void theCrashesOfTheTutorial(String name) throws Exception {
    Map<String, List<String>> expected =
        Map.of(
            "return", List.of("D3009", "init-ended/returned", "source"),
            "guard", List.of("D3005", "init-ended/stack-protector", "libc"),
            "movaps", List.of("D3010", "init-ended/misaligned", "source"));
    String source = "seed-segfault-" + name + ".c";
    Files.copy(Path.of("recipes", source), folder.resolve(source));
    keys.remove("program");
    keys.put("source", source);
    keys.put("syscalls", "[write]");
    keys.put("allow", "[" + expected.get(name).get(0) + "]");
    String shown = assertExplained(boot(), expected.get(name).get(1), expected.get(name).get(2));
    assertSays(shown, "the check " + expected.get(name).get(0) + " sees it: " + source + ":");
    if (!name.equals("return")) {
      assertTrue(shown.matches("(?s).*0x4000[0-9a-f]{2}  \\w+ \\(" + source + ":\\d+\\).*"), shown);
    }
  }

  @Test
  void aProcessorThatIsTooOldForTheLibrary() throws Exception {
    BootResult result = bootWith(0755, guests.program("CHECKS_PROCESSOR"));
    String shown = assertExplained(result, "init-ended/old-processor", "cpu");
    assertSays(shown, "x86-64-v2, and the processor that QEMU plays, qemu64, is older");
  }

  /** The ELF loader of this host refuses a program that is marked for a newer processor. */
  @Test
  void aProcessorThatIsTooOldForTheLoader() throws Exception {
    byte[] init = guests.program("GREETING", "-DLIBRARY", "-Wl,-z,x86-64-v2");
    List<FailingGuests.File> files = FailingGuests.library("/lib64/ld-linux-x86-64.so.2");
    files.addAll(FailingGuests.library("/lib/x86_64-linux-gnu/libc.so.6"));
    BootResult result = bootWith(0755, init, files.toArray(FailingGuests.File[]::new));
    assertTrue(result.console().contains("exitcode=0x00007f00"), result.console());
    assertExplained(result, "init-ended/old-processor-loader", "cpu");
  }

  // ---- memory -----------------------------------------------------------------------------------

  /** What is said to be needed suffices, and addresses in the kernel's trace have names. */
  @Test
  void tooLittleMemory() throws Exception {
    keys.put("memory", "36M");
    keys.put("compression", "gzip");
    FailingGuests.File big = new FailingGuests.File("zzz", 0644, new byte[32 << 20]);
    byte[] init = guests.program("GREETING");
    BootResult result = bootWith(0755, init, big);
    String shown = assertExplained(result, "memory/too-small", "memory");
    assertTrue(shown.matches("(?s).*0xffffffff[0-9a-f]{8}  \\w+\\+0x.*"), shown);
    int need = Integer.parseInt(shown.replaceAll("(?s).*write `memory: (\\d+)M`.*", "$1"));
    assertTrue(need > 36 && need < 64, shown);
    String more = recipe().replace("36M", need + "M").replace("never said", "It runs.");
    BuildPlan enough = guests.plan(more);
    Artifacts artifacts = guests.with(guests.build(enough), 0755, init, big);
    assertEquals(Outcome.PASSED, guests.boot(enough, artifacts).outcome());
  }

  // ---- silence ----------------------------------------------------------------------------------

  @Test
  void noDriverForTheDisplay() throws Exception {
    keys.put("options", "{" + TERMINALS + "}");
    keys.put("timeout", "3s");
    String shown = assertExplained(boot(), "silence/no-serial-driver", "display");
    assertSays(shown, "booted once more with everything printed, it said last:");
    assertSays(shown, "Hello from process 1");
    assertSays(shown, "its processor then: waiting in the kernel, at ");
  }

  @Test
  void aCommandLineThatSendsTheConsoleElsewhere() throws Exception {
    keys.put("cmdline", "[console=tty0]");
    keys.put("timeout", "3s");
    assertExplained(boot(), "silence/console-on-screen", "cmdline");
  }

  @Test
  void tooLittleMemoryForTheKernelItself() throws Exception {
    keys.put("memory", "20M");
    keys.put("timeout", "3s");
    String shown = assertExplained(boot(), "silence/memory", "memory");
    assertSays(shown, "it said nothing either");
  }

  /** The kernel has no words, but its processor tells that init runs, and where. */
  @Test
  void aQuietKernelWhoseInitRuns() throws Exception {
    keys.put("cmdline", "[quiet]");
    keys.put("timeout", "4s");
    BootResult result = bootWith(0755, guests.program("LOOP"));
    String shown = assertExplained(result, "hushed/by-command-line", "cmdline");
    assertSays(shown, "its processor then: in a program, at _start (failing-init.c:");
  }

  // ---- loaders ----------------------------------------------------------------------------------

  private BootResult bootIso(String remove, String... xorriso) throws Exception {
    keys.put("options", "{" + TERMINALS + "}");
    keys.put("display", "vga");
    keys.put("formats", "[iso]");
    keys.put("timeout", "4s");
    BuildPlan plan = guests.plan(recipe());
    Artifacts built = guests.build(plan);
    Path files = built.folder().resolve("iso");
    if (!remove.isEmpty()) {
      Files.delete(files.resolve(remove));
    }
    Path iso = folder.resolve("other.iso");
    List<String> words = new ArrayList<>(List.of("xorriso", "-as", "mkisofs", "-quiet", "-o"));
    words.add(iso.toString());
    words.addAll(List.of(xorriso));
    words.add(files.toString());
    guests.run(words.toArray(String[]::new));
    return guests.boot(plan, FailingGuests.withIso(built, iso));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldlinux.c32 isolinux-files", "bzImage file-not-found"})
  void anImageThatLacksAFile(String fileAndRow) throws Exception {
    String[] words = fileAndRow.split(" ");
    String[] bootable =
        "-b isolinux.bin -c boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table".split(" ");
    BootResult result = bootIso(words[0], bootable);
    assertExplained(result, "loader/" + words[1], "formats");
  }

  @Test
  void anImageThatCannotBoot() throws Exception {
    assertExplained(bootIso(""), "loader/no-bootable-device", "formats");
  }

  // ---- the end ----------------------------------------------------------------------------------

  @Test
  void aGuestThatRestartsOverAndOver() throws Exception {
    BootResult result = bootWith(0755, guests.program("RESTART"));
    assertEquals(Outcome.GUEST_ENDED, result.outcome());
    String shown = assertExplained(result, "end/reset", "init");
    assertSays(shown, "booted once more with everything printed, it said last:");
  }

  /** {@code reboot=t} lets the kernel restart by giving the processor no way to report a fault. */
  @Test
  void aProcessorWithThreeFaultsInARow() throws Exception {
    keys.put("cmdline", "[reboot=t]");
    String shown =
        assertExplained(
            bootWith(0755, guests.program("RESTART")), "end/triple-fault", "qemu");
    assertSays(shown, "It was at native_machine_emergency_restart+0x");
  }
}
